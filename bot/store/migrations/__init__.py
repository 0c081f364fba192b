"""How the tables grow from one release to the next; run at start, inside one transaction."""
