"""The checks, by subject: yaml (Y), shape (S), references (R), graph (G). Importing this room registers them all."""

from bot.scenario.rules import graph, references, shape
from bot.scenario.rules.registry import declare
from bot.scenario.source import CODES

__all__ = ["graph", "references", "shape"]

declare(CODES)
