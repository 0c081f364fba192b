"""People round a walk, solo, team or live: pure."""
