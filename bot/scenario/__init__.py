"""The case as its author wrote it: reading, checking, compiling, keeping."""
