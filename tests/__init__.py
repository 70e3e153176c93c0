"""Guantu's tests, sorted by kind."""
