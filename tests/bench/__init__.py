"""How fast the bot is, beside a stock bot on the same Bot API, and its check: python3 -m tests bench [--quick]."""

from collections.abc import Sequence

from tests.bench.check import COLUMNS, rows
from tests.bench.run import LARGE, SMALL, measure
from tests.bench.table import table, written


def main(arguments: Sequence[str]) -> int:
    """Print the tables; "--quick" measures little of everything. There is no pass or fail."""
    quick = "--quick" in arguments
    plan = SMALL if quick else LARGE
    print(written(plan.crowd, measure(plan)))
    print(f"\n{table(COLUMNS, rows(10, 12) if quick else rows(200, 30))}")
    return 0
