"""What drives Guantu: use cases, the HTTP service, the command line, and the wiring."""
