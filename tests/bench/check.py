"""The check of authors' files in figures, beside a loader that keeps no places."""

from tests.bench.table import Row
from tests.scenario.speed import explored, from_the_shell, loaded_only, one_by_one, spent

COLUMNS = (("casusbot", "the check"), ("casusbot", "command line"), ("CSafeLoader", "and pydantic"))


def rows(files: int, steps: int) -> tuple[Row, ...]:
    """Return the figures for so many files in one process, and for towers of so many steps."""
    many = [spent(job, files) for job in (one_by_one, from_the_shell, loaded_only)]
    one = [spent(one_by_one, 1, warm=True), spent(from_the_shell, 1), spent(loaded_only, 1, warm=True)]
    few, full = spent(explored, steps, 3), spent(explored, steps, 5)
    return (
        Row(f"{files} files of 300 lines", "s", tuple(each.seconds for each in many)),
        Row("  most memory, with the program", "MB", tuple(each.memory for each in many)),
        Row("One file", "ms", tuple(each.seconds * 1_000 for each in one)),
        Row("  most memory, with the program", "MB", tuple(each.memory for each in one)),
        Row(f"{steps} steps, 4 options, 3 meters: all states", "s", (few.seconds,)),
        Row("  most memory, with the program", "MB", (few.memory,)),
        Row("  with 5 meters, as far as it looks", "s", (full.seconds,)),
        Row("  most memory, with the program", "MB", (full.memory,)),
    )
