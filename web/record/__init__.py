"""The policy record's pages: facts, conflicts and where they stand."""
