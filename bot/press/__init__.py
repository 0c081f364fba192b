"""How we print: pictures and papers, by programs of others, each kept to its time."""
