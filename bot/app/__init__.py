"""Composition root: who knows whom. The only room with a clock, and the only one that opens a store."""
