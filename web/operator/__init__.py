"""The operator's pages: coverage, gaps and suggested sites."""
