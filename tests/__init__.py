"""Sentences about the product, in the order of its rooms."""
