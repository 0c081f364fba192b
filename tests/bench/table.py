"""The figures as one aligned table."""

import os
import platform
from collections.abc import Sequence

from msgspec import Struct
from telegram import __version__ as stock_version

from tests.bench.api import LATENCY

COLUMNS = (
    ("casusbot", "SQLite FULL"),
    ("casusbot", "PostgreSQL"),
    ("stock bot", "defaults"),
    ("stock bot", "concurrent"),
)
WIDTH = 13


class Row(Struct, frozen=True):
    """One line: what it is, its unit, and a figure for each column from the left."""

    label: str
    unit: str
    figures: tuple[float | None, ...]


def written(crowd: int, rows: Sequence[Row]) -> str:
    """Return the table, below a line that says where and how it was measured."""
    about = (
        f"{crowd} people press at once; {LATENCY * 1_000:.0f} ms a call; {os.cpu_count()} cores, "
        f"{platform.python_implementation()} {platform.python_version()}, python-telegram-bot {stock_version}"
    )
    return f"{about}\n\n{table(COLUMNS, rows)}"


def table(columns: Sequence[tuple[str, str]], rows: Sequence[Row]) -> str:
    """Return the figures below the heads of their columns."""
    wide = max(len(row.label) for row in rows)
    unit = max(len(row.unit) for row in rows)
    left = " " * (wide + unit + 2)
    heads = ["".join(f"{column[line]:>{WIDTH}}" for column in columns) for line in (0, 1)]
    lines = [f"{row.label:<{wide}}  {row.unit:<{unit}}{_figures(row.figures, len(columns))}" for row in rows]
    return "\n".join([*(left + head for head in heads), *lines])


def _figures(figures: Sequence[float | None], wide: int) -> str:
    cells = [*map(_figure, figures), *["-"] * (wide - len(figures))]
    return "".join(f"{cell:>{WIDTH}}" for cell in cells)


def _figure(figure: float | None) -> str:
    if figure is None:
        return "-"
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"
