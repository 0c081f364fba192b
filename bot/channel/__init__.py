"""Telegram: updates in, messages out."""

import os

# The library's coming behaviour, asked for early; without it every flood wait raises a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
