"""How fast the bot is, beside a stock bot on the same Bot API, and its check.

python3 -m tests bench [check] [--quick]: "check" leaves the bots out, "--quick" measures little of everything.
"""

from collections.abc import Sequence

from tests.bench.check import COLUMNS, rows
from tests.bench.run import LARGE, SMALL, measure
from tests.bench.table import table, written


def main(arguments: Sequence[str]) -> int:
    """Print the tables; there is no pass or fail."""
    quick = "--quick" in arguments
    plan = SMALL if quick else LARGE
    if "check" not in arguments:
        print(f"{written(plan.crowd, measure(plan))}\n")
    print(table(COLUMNS, rows(10, 12) if quick else rows(200, 30)))
    return 0
