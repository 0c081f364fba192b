"""People who type: commands, click's own words in two languages, and what the longer commands print."""
