"""What is kept is kept once, sealed, and sent in order; asked of SQLite and PostgreSQL alike."""
