"""What drives Guantu: use cases, the HTTP service, the command line, and the wiring."""

VERSION = "0.1.0"
"""As in pyproject.toml: a test compares them."""
