"""Packs: cases from another address, fetched within limits and kept beside the database; the bot reads what is kept."""
