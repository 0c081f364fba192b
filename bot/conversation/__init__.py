"""One turn of talk: who said what, who hears what."""
