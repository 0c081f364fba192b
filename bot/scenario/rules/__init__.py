"""The checks, by subject: YAML, shape, references, graph, proofs, versions. Importing this room registers them all."""

from bot.scenario.rules import (
    boxes,
    graph,
    language,
    layers,
    methods,
    privacy,
    proofs,
    references,
    sense,
    shape,
    teaching,
    telegram_limits,
    vain,
    versions,
)
from bot.scenario.rules.registry import declare
from bot.scenario.source import CODES

__all__ = [
    "boxes",
    "graph",
    "language",
    "layers",
    "methods",
    "privacy",
    "proofs",
    "references",
    "sense",
    "shape",
    "teaching",
    "telegram_limits",
    "vain",
    "versions",
]

declare(CODES)
