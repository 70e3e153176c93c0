"""The policy record: what the documents say, fact by fact, and what follows from it."""
