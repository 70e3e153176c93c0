"""The resident's pages: landmarks and what is near them."""
