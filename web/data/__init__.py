"""The data pages: layers, their columns and their features."""
