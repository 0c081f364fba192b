"""Lists that were typed as in Word, and fields of the file that stand inside another: whole lines that change."""

from collections.abc import Iterator

from bot.scenario.headings import bullet, bullets
from bot.scenario.mending.parts import LISTS, parts
from bot.scenario.mending.sheet import Edit, Kind, Look, rewritten


def dashed(look: Look) -> Iterator[Edit]:
    """Return the change of two or more lines in a row that begin with the sign of another program to a list."""
    marked = {issue.place.line - 1 for issue in look.bad if issue.code == "Y14" or _listed(issue.words)}
    lines = look.sheet.lines
    every = bullets(lines, 0, len(lines) - 1) if marked else []
    runs = [[at for at in every if at in range(first, _end(every, first))] for first in every if first - 1 not in every]
    for run in runs:
        if marked.intersection(run) and _in_list(look, run[0]):
            yield rewritten(look, run[0], run[-1], [_dashed(lines[at]) for at in run], Kind.LIST)


def outdented(look: Look) -> Iterator[Edit]:
    """Return the change of a field of the file, and all that stands below it, to one at the left side."""
    lines = look.sheet.lines
    for issue in look.bad:
        if issue.code == "S01" and issue.words["vorm"] == "links":
            first, wide = issue.place.line - 1, issue.place.column - 1
            last = first
            while last + 1 < len(lines) and (
                not lines[last + 1].strip() or lines[last + 1].startswith(" " * (wide + 1))
            ):
                last += 1
            while not lines[last].strip():
                last -= 1
            yield rewritten(look, first, last, [line[wide:] for line in lines[first : last + 1]], Kind.INDENT)


def _listed(words: dict[str, object]) -> bool:
    return words.get("vorm") == "opsomming"


def _end(every: list[int], first: int) -> int:
    while first in every:
        first += 1
    return first


def _in_list(look: Look, line: int) -> bool:
    """Return whether a list may stand in a line: below the name of one, or in a text below its name."""
    above = [part for part in parts(look.sheet.lines[:line]) if part.first < line]
    return bool(above) and (above[-1].block or above[-1].name in LISTS or above[-1].owner in LISTS)


def _dashed(line: str) -> str:
    found = bullet(line)
    at = found[1] if found else 0
    return f"{line[:at]}- {line[at + 1 :].lstrip()}"
