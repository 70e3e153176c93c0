"""Scenarios: what is proposed, what it changes, and what each role reads in it."""
