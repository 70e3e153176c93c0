"""The pages of scenarios: the list, one with its three readings, and two compared."""
