"""One walk through one case: pure."""
