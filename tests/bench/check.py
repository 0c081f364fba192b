"""The check of authors' files in figures, beside a loader that keeps no places."""

from tests.bench.table import Row
from tests.scenario.speed import explored, loaded_only, one_by_one, shared_out, spent

COLUMNS = (("casusbot", "one process"), ("casusbot", "two of them"), ("CSafeLoader", "and pydantic"))


def rows(files: int, steps: int) -> tuple[Row, ...]:
    """Return the figures for so many files, and for towers of so many steps."""
    ours, two, theirs = (spent(job, files) for job in (one_by_one, shared_out, loaded_only))
    one, bare_one = spent(one_by_one, 1, warm=True), spent(loaded_only, 1, warm=True)
    few, many = spent(explored, steps, 3), spent(explored, steps, 5)
    return (
        Row(f"{files} files checked", "s", (ours.seconds, two.seconds, theirs.seconds)),
        Row("  most memory of a process, with the program", "MB", (ours.memory, two.memory, theirs.memory)),
        Row("One file", "ms", (one.seconds * 1_000, None, bare_one.seconds * 1_000)),
        Row(f"Exploring {steps} steps, 4 options, 3 meters", "s", (few.seconds,)),
        Row("  the same with 5 meters, up to its limit", "s", (many.seconds,)),
        Row("  most memory of a process, with the program", "MB", (many.memory,)),
    )
