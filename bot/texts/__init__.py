"""The bot's own words, Dutch and English."""
