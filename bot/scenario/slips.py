"""The slips of people who type YAML by hand, named for what they are instead of for the state of a parser."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import yaml
from msgspec import Struct, field

from bot.scenario.headings import bullet, bullets, unparted
from bot.scenario.signs import bound, braced, bracketed, summed

# Spaces that look like a space, or like nothing, and that are none to YAML.
INVISIBLE = "\u00a0\u202f\u2007\u200b\u200c\u200d\u2060\ufeff"

# What libyaml does not take (YAML 1.1, section 5.1), less the line breaks that were made plain before.
_UNPRINTABLE = re.compile("[^\t\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_FIELD = re.compile(r"(?P<lead> *(?:- +)*)(?P<name>[\w.-]+):(?P<rest>.*)")
_HARD = re.compile(rf" *(?:- +)*[\w.-]+:([{INVISIBLE}])")
_COLON = re.compile(r":(?=\s|$)")
_BLOCK = re.compile(r"[|>][-+\d]*\s*(#.*)?")
_AFTER_QUOTE = re.compile(r"""(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?P<after>[^\s#].*)""")
_AFTER_BRACKET = re.compile(r"(?P<quoted>\[[^\[\]]*\]|\{[^{}]*\})\s*(?P<after>[^\s#].*)")
_AFTER: Mapping[str, re.Pattern[str]] = {"aanhaling": _AFTER_QUOTE, "haken": _AFTER_BRACKET}
_CLOSERS = {'"': '"', "'": "'", "[": "]", "{": "}"}
_CUT = re.compile(r" #[^\s#]")
_FAR = 1_000  # further from the side than any line
_LONG_ITEM = 5  # words; "Participatiewet art. 18 22a 35" is still a source, not a sentence

# libyaml's words for what it met (scanner.c, parser.c), and the form of Y12 that says it in Dutch.
_FORMS: Mapping[str, str] = {
    "did not find expected key": "inspringen",
    "did not find expected '-' indicator": "inspringen",
    "mapping values are not allowed in this context": "inspringen",
    "could not find expected ':'": "dubbelepunt",
    "block sequence entries are not allowed in this context": "streepje",
    "found character that cannot start any token": "begin",
    "did not find expected alphabetic or numeric character": "begin",
    "did not find expected comment or line break": "begin",
    "did not find expected node content": "begin",
    "found unexpected end of stream": "open",
    "did not find expected ',' or ']'": "open",
    "did not find expected ',' or '}'": "open",
    "found unknown escape character": "schuin",
    "did not find expected hexdecimal number": "schuin",
    "found invalid Unicode character escape code": "schuin",
}
_AT_START = frozenset({"begin", "open"})  # forms that are about where the text began


class Slip(Struct, frozen=True):
    """A slip at a line and column, counted from 1, with the words its sentence needs."""

    code: str
    line: int
    column: int
    length: int = 1
    words: dict[str, Any] = field(default_factory=dict)


def unprintable(lines: Sequence[str]) -> Slip | None:
    """Return the first character that no text has, such as a bell or a page break."""
    for number, line in enumerate(lines, 1):
        if match := _UNPRINTABLE.search(line):
            return Slip("Y12", number, match.start() + 1, words={"vorm": "stuurteken"})
    return None


def prose(item: str) -> bool:
    """Return whether an item of a list between brackets is a sentence, which a comma would have split."""
    return item.endswith(("?", "!", ".")) or len(item.split()) > _LONG_ITEM


def cut_off(lines: Sequence[str], event: Any) -> Slip | None:
    """Return the place where ` #` ended a text early; one space before and none after is prose, not a comment."""
    end = event.end_mark
    if end.line < len(lines) and _CUT.match(lines[end.line], end.column):
        rest = lines[end.line][end.column :]
        return Slip("Y09", end.line + 1, end.column + 2, len(rest.rstrip()) - 1, {"tekst": rest.strip()})
    return None


def named(lines: Sequence[str], error: yaml.MarkedYAMLError) -> list[Slip]:
    """Return the slips in a file that the parser refused with this error; at least one."""
    found = [_advised(lines, slip) for slip in _visible(lines)]
    slip = _advised(lines, _translated(lines, error))
    # An earlier slip is the cause of where the parser stumbled; a later one is another.
    if not any(known.line <= slip.line for known in found):
        found.append(slip)
    return found


def _visible(lines: Sequence[str]) -> Iterator[Slip]:
    inside: int | None = None  # the indentation of the field whose text goes on below it
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip(" "))
        if inside is not None and (indent > inside or not line.strip()):
            continue
        inside = None
        if slip := _indentation(number, line):
            yield slip
        elif match := _FIELD.match(line):
            text = match["rest"].strip()
            if _goes_on(text):
                inside = indent
            elif slip := _in_text(number, match, text):
                yield slip


def _indentation(number: int, line: str) -> Slip | None:
    lead = line[: len(line) - len(line.lstrip(" \t" + INVISIBLE))]
    strange = lead.lstrip(" ")
    if strange and lead != line:
        form = "tab" if strange[0] == "\t" else "onzichtbaar"
        return Slip("Y04", number, len(lead) - len(strange) + 1, len(strange), {"vorm": form})
    if hard := _HARD.match(line):
        return Slip("Y04", number, hard.start(1) + 1, words={"vorm": "achter"})
    return None


def _goes_on(text: str) -> bool:
    if _BLOCK.fullmatch(text):
        return True
    closer = _CLOSERS.get(text[:1])
    return closer is not None and closer not in text[1:]


def _in_text(number: int, match: re.Match[str], text: str) -> Slip | None:
    if not text or text[0] in "\"'[{#&*!|>%@`":
        return None
    comment = re.search(r"\s#", text)
    colon = _COLON.search(text[: comment.start()] if comment else text)
    if colon is None or text.startswith("- "):
        return None
    column = match.start("rest") + len(match["rest"]) - len(match["rest"].lstrip()) + colon.start() + 1
    return Slip("Y10", number, column, words={"veld": match["name"]})


def _translated(lines: Sequence[str], error: yaml.MarkedYAMLError) -> Slip:
    form = _FORMS.get(error.problem or "", "anders")
    line, column = _spot(lines, error.context_mark if form in _AT_START else error.problem_mark)
    if form == "dubbelepunt":
        return _without_colon(lines, error)
    if form == "inspringen":
        return _after_end(line, lines[line]) or _misplaced(lines, line, column, error)
    sign = lines[line][column : column + 1]
    return Slip("Y12", line + 1, column + 1, words={"vorm": form if sign else "anders", "teken": sign})


def _spot(lines: Sequence[str], mark: Any) -> tuple[int, int]:
    """Return line and column of a mark, from 0; the end of a file lies behind its last line."""
    if mark is None or mark.line >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return mark.line, mark.column


def _misplaced(lines: Sequence[str], line: int, column: int, error: yaml.MarkedYAMLError) -> Slip:
    """Return a colon in a text that goes on from the line above, or a field at the wrong distance from the side."""
    if error.problem == "mapping values are not allowed in this context":
        if not _FIELD.match(lines[line][: column + 1]):
            return Slip("Y10", line + 1, column + 1, words={"veld": ""})
        # What is no field of its own above this line is a text that goes on in it.
        above = next(_above(lines, line), line)
        if above != line and (found := unparted(lines[above])):
            form, at, words = found
            return Slip("Y12", above + 1, at + 1, words={"vorm": form, **words})
    return _indented(lines, line)


def _above(lines: Sequence[str], line: int) -> Iterator[int]:
    """Return the lines above one with something on them, the nearest first."""
    return (at for at in range(line - 1, -1, -1) if lines[at].strip() and not lines[at].lstrip().startswith("#"))


def _indented(lines: Sequence[str], line: int) -> Slip:
    """Return a line that is off, with the number of spaces of the lines around it where that is certain."""
    own, least = _spaces(lines[line]), len(lines[line]) + _FAR
    around: list[tuple[int, int]] = []
    for at in _above(lines, line):
        if _spaces(lines[at]) < least:
            least = _spaces(lines[at])
            around.append((least, at))
    near = [(wide, at) for wide, at in around if abs(wide - own) == 1]
    words: dict[str, Any] = {"vorm": "inspringen"}
    if near:
        wide, at = near[0]
        words = {"vorm": "dieper" if wide > own else "spaties", "spaties": own, "goed": wide, "regel": at + 1}
    return Slip("Y12", line + 1, own + 1, words=words)


def _spaces(text: str) -> int:
    return len(text) - len(text.lstrip())


def _advised(lines: Sequence[str], slip: Slip) -> Slip:
    """Return a slip with the advice that fits what was meant there: a list, a bound or an effect."""
    line = lines[slip.line - 1]
    if (found := bullet(line)) and _listed(lines, slip.line - 1):
        return Slip("Y12", slip.line, found[1] + 1, words={"vorm": "opsomming", "teken": found[0]})
    if slip.code == "Y10" and (inside := bracketed(line)):
        name, text, column = inside
        words = {"vorm": "accolades", "veld": name, "tekst": text, "goed": braced(text, name)}
        if words["goed"]:
            return Slip("Y12", slip.line, column + 1, len(text), words)
    if slip.words.get("teken") == ">" and (text := summed(line, slip.column - 1)) and (better := bound(text)):
        words = {"vorm": "grens", "tekst": text, "goed": better}
        return Slip("Y12", slip.line, slip.column, len(text), words)
    return slip


def _listed(lines: Sequence[str], line: int) -> bool:
    """Return whether a line stands in a list: beside another like it, or below an item."""
    around = bullets(lines, max(0, line - 1), min(len(lines) - 1, line + 1))
    return line in around or any(
        lines[at].lstrip().startswith("- ") for at in (line - 1, line + 1) if 0 <= at < len(lines)
    )


def glued_list(lines: Sequence[str], event: Any, listed: Collection[int]) -> Slip | None:
    """Return the first of two or more lines of a text, all in `listed`, that begin as a list in other programs does."""
    found = [number for number in range(event.start_mark.line, event.end_mark.line + 1) if number in listed]
    sign = bullet(lines[found[0]]) if len(found) > 1 else None
    return Slip("Y14", found[0] + 1, sign[1] + 1, words={"teken": sign[0]}) if sign else None


def _after_end(line: int, text: str) -> Slip | None:
    """Return the text behind a quote or a bracket that was closed, where nothing more can stand."""
    if not (match := _FIELD.match(text)):
        return None
    for form, pattern in _AFTER.items():
        if ended := pattern.fullmatch(match["rest"].strip()):
            column = text.index(ended["quoted"], match.start("rest")) + len(ended["quoted"])
            column += len(text[column:]) - len(text[column:].lstrip())
            sign = ended["quoted"][0]
            return Slip("Y12", line + 1, column + 1, len(ended["after"]), {"vorm": form, "teken": sign})
    return None


def _without_colon(lines: Sequence[str], error: yaml.MarkedYAMLError) -> Slip:
    line, column = _spot(lines, error.context_mark)
    if found := unparted(lines[line]):
        form, at, words = found
        return Slip("Y12", line + 1, at + 1, words={"vorm": form, **words})
    return Slip("Y12", line + 1, column + 1, words={"vorm": "dubbelepunt"})
