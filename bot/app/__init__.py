"""Composition root: who knows whom. The only room with a clock, and the only one that opens a store."""

from bot.app.practising import practice, terminal
from bot.app.run import database_state, run

__all__ = ["database_state", "practice", "run", "terminal"]
