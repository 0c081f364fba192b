"""The spaces before a line: hard and invisible ones, tabs, and one too few or too many."""

from collections.abc import Iterator

from bot.scenario.mending.parts import looks_like_part, parts
from bot.scenario.mending.sheet import Edit, Kind, Look, one_line
from bot.scenario.model import Issue
from bot.scenario.slips import INVISIBLE

_TABS = (2, 4, 8)  # columns that a tab is wide in the editors people use
_MARK = "\ufeff"  # a byte order mark, which belongs at the start of a file
_MISPLACED = ("inspringen", "spaties", "dieper", "dubbelepunt", "naam", "anders")


def plain(look: Look) -> Iterator[Edit]:
    """Return the change of each line with a sign that looks like a space before it, or like nothing in it."""
    for issue in _about(look, "onzichtbaar"):
        line = issue.place.line - 1
        yield one_line(look, line, _spaced(look.sheet.lines[line], _TABS[0]), Kind.SPACE)
    for issue in _about(look, "stuurteken"):
        if _sign(look, issue) == _MARK:
            for line, text in enumerate(look.sheet.lines):
                if _MARK in text:
                    yield one_line(look, line, text.replace(_MARK, ""), Kind.SPACE)


def tabs(look: Look) -> Iterator[list[Edit]]:
    """Return, for each width a tab may have, the changes of all lines with tabs before them."""
    lines = sorted({issue.place.line - 1 for issue in _about(look, "tab")})
    for wide in _TABS if lines else ():
        yield [one_line(look, line, _spaced(look.sheet.lines[line], wide), Kind.TAB) for line in lines]


def indents(look: Look) -> Iterator[list[Edit]]:
    """Return the changes that may be right where a line stands one space off: of that line, or of one above it."""
    if not (look.bad and look.bad[0] in _about(look, *_MISPLACED)):
        return
    lines = look.sheet.lines
    line = look.bad[0].place.line - 1
    # A line that is no field and no item, outside a text, may also be a name that lacks its colon.
    if not looks_like_part(lines[line]) and not any(part.block and line in part.below for part in parts(lines)):
        return
    indent = _indent(lines[line])
    above = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), line)
    moves = [(number, _indent(lines[number]) + off) for number in (line, above) for off in (1, -1)]
    # The first of its brothers and sisters may be the one that is off.
    first = next(
        (at for at in range(above - 1, -1, -1) if abs(_indent(lines[at]) - indent) == 1 and lines[at].strip()), line
    )
    moves.append((first, indent))
    for number, space in sorted(dict.fromkeys(moves), key=lambda move: move[1] % 2):
        if space not in {-1, _indent(lines[number])}:
            yield [one_line(look, number, " " * space + lines[number].lstrip(" "), Kind.INDENT)]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _about(look: Look, *forms: str) -> list[Issue]:
    return [issue for issue in look.bad if issue.code in {"Y04", "Y12"} and issue.words["vorm"] in forms]


def _sign(look: Look, issue: Issue) -> str:
    return look.sheet.lines[issue.place.line - 1][issue.place.column - 1 :][:1]


def _spaced(line: str, wide: int) -> str:
    """Return a line with plain spaces before it; what has no width counts for nothing."""
    body = line.lstrip(f" \t{INVISIBLE}")
    lead = line[: len(line) - len(body)].expandtabs(wide)
    return " " * sum(sign.isspace() for sign in lead) + body
