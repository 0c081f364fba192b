"""How fast the bot is, in one run beside a stock bot on the same Bot API: python3 -m tests bench [--quick]."""

from collections.abc import Sequence

from tests.bench.run import LARGE, SMALL, measure
from tests.bench.table import written


def main(arguments: Sequence[str]) -> int:
    """Print the table; "--quick" measures little of everything. There is no pass or fail."""
    plan = SMALL if "--quick" in arguments else LARGE
    print(written(plan.crowd, measure(plan)))
    return 0
