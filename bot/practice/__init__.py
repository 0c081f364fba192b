"""A simulated Telegram on this machine."""
