"""Texts for people that YAML reads as something else: they are written below `field: |`, where everything may stand."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from bot.scenario.headings import known_names
from bot.scenario.mending.names import misspelt_field
from bot.scenario.mending.parts import LISTS, PROSE, SENTENCES, Part, parts
from bot.scenario.mending.sheet import Edit, Kind, Look, one_line, rewritten
from bot.scenario.slips import INVISIBLE

_COMMENT = re.compile(r"(?<![ \t])[ \t]+#")
_COLON = re.compile(r":(?=[ \t]|$)")
_AFTER_QUOTE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*[^\s#].*""")
_AFTER_BRACKET = re.compile(r"(\[[^\[\]{}]*\]|\{[^\[\]{}]*\})\s*[^\s#].*")
_APOSTROPHE = re.compile(r"'[a-z]{1,2} [^']*")  # 's avonds, 't is, 'n keer
_SPECIAL = "&*!|>%@`,]}"
# What looks as if its author knows YAML: an alias, an anchor, a tag. What is meant by it is anyone's guess.
_ON_PURPOSE = re.compile(r"\*[\w-]+$|&[\w-]|!!|!<")
_NO_PROSE = "\"'[{#&*!%@`"  # where a text begins that is read as something else
_NEVER = ("---", "...", "- ", "? ", "%", "#")
_MOST_LOOSE = 50  # lines
_FEWEST = 2  # words of a text that goes on; one word alone may be a name that lacks its colon


def protected(look: Look) -> Iterator[Edit]:
    """Return the change of each text that YAML reads wrong, and of each name without a plain space behind it."""
    faulty = _lines(look, "Y04", "Y05", "Y06", "Y07", "Y09", "Y10", "Y12", "S04")
    for part in parts(look.sheet.lines) if faulty else ():
        # Where a file cannot be read to its end, what is wrong further on is not known yet.
        if not part.text or not (look.halted or faulty.intersection(range(part.first, part.last + 1))):
            continue
        if part.sure and _for_people(part) and (found := _slip(part, _texts(part, look.sheet.lines))):
            kind, texts, comment = found
            yield _written_below(part, look, kind, texts, comment)
        elif not part.item and part.gap[:1] not in {" ", "\t"}:
            kind = Kind.SPACE if part.gap else Kind.GLUED
            yield one_line(look, part.first, f"{part.head} {part.text}", kind)


def continued(look: Look) -> Iterator[Edit]:
    """Return the change of each text that goes on, on lines that belong to nothing, to one text."""
    faulty = _lines(look, "Y05", "Y12")
    lines = look.sheet.lines
    for part in parts(lines) if faulty else ():
        if not (faulty.intersection(part.loose) and part.prose and part.sure and part.text):
            continue
        if part.text[0] in _NO_PROSE or not _all_go_on([lines[number].strip() for number in part.loose]):
            continue
        whole = replace(part, last=part.loose[-1])
        if part.block:
            added = [line.strip() for line in lines[part.last + 1 : whole.last + 1]]
            space = _space_of(part, lines)
            yield rewritten(look, part.last + 1, whole.last, _indented(space, added), Kind.CONTINUED)
        elif not _parted(part.text)[1]:
            yield _written_below(whole, look, Kind.CONTINUED, _texts(whole, lines), "")


def unbracketed(look: Look) -> Iterator[Edit]:
    """Return the change of each list of sentences between brackets to one with a sentence a line."""
    split = _lines(look, "Y11")
    for part in parts(look.sheet.lines) if split else ():
        if part.first not in split or part.last != part.first or part.name not in SENTENCES:
            continue
        text, comment = _parted(part.text)
        sentences = _sentences(text[1:-1]) if text.startswith("[") and text.endswith("]") else []
        if sentences:
            items = _indented(" " * (part.indent + 2), [f"- {sentence}" for sentence in sentences])
            yield rewritten(look, part.first, part.first, [f"{part.head}{comment}", *items], Kind.BRACKETS)


def _lines(look: Look, *codes: str) -> set[int]:
    return {issue.place.line - 1 for issue in look.bad if issue.code in codes}


def _for_people(part: Part) -> bool:
    if part.prose:
        return True
    return part.name not in known_names() and _meant(part.name) in PROSE


@lru_cache(maxsize=1_000)
def _meant(name: str) -> str:
    """Return the field of which a name is a typo, or nothing."""
    return misspelt_field(name, known_names())


def _texts(part: Part, lines: Sequence[str]) -> list[str]:
    return [part.text, *(line.strip(f" \t{INVISIBLE}") for line in lines[part.first + 1 : part.last + 1])]


def _slip(part: Part, texts: list[str]) -> tuple[Kind, list[str], str] | None:
    """Return what is wrong with a text, its lines as they were meant, and the comment behind the first."""
    if part.block:
        return None
    kind = _at_start(texts[0])
    if (kind is None and texts[0][0] in "\"'[{#") or (kind is Kind.DASH and part.name in LISTS):
        return None
    first, comment = (texts[0], "") if kind is Kind.QUOTE else _parted(texts[0])
    if any(_parted(text)[1] for text in texts[1:]):
        return None
    kinds = [kind, *(_inside(text) for text in (first, *texts[1:]))]
    found = next((kind for kind in kinds if kind), None)
    return (found, [first, *texts[1:]], comment) if found else None


def _at_start(text: str) -> Kind | None:
    if _AFTER_QUOTE.fullmatch(text) or _APOSTROPHE.fullmatch(text):
        return Kind.QUOTE
    if text.startswith("- "):
        return Kind.DASH
    if text.startswith("? ") or _AFTER_BRACKET.fullmatch(text):
        return Kind.SIGN
    if text[0] in _SPECIAL and not _ON_PURPOSE.match(text):
        return Kind.SIGN
    return None


def _inside(text: str) -> Kind | None:
    if _COLON.search(text):
        return Kind.COLON
    return Kind.HASH if _COMMENT.search(text) else None


def _parted(text: str) -> tuple[str, str]:
    """Return a text and the comment behind it: a # right behind one space and right before a word is text."""
    for match in _COMMENT.finditer(text):
        if not re.match(r" #[^\s#]", text[match.start() :]):
            return text[: match.start()], f"  {text[match.end() - 1 :]}"
    return text, ""


def _written_below(part: Part, look: Look, kind: Kind, texts: list[str], comment: str) -> Edit:
    below = _indented(" " * (part.indent + 2), texts)
    return rewritten(look, part.first, part.last, [f"{part.head} |{comment}", *below], kind)


def _indented(space: str, texts: Sequence[str]) -> list[str]:
    return [f"{space}{text}".rstrip() for text in texts]


def _space_of(part: Part, lines: Sequence[str]) -> str:
    """Return the spaces before the first line of a text that is written below its name."""
    first = next((line for line in lines[part.first + 1 : part.last + 1] if line.strip()), "")
    return first[: len(first) - len(first.lstrip(" "))] or " " * (part.indent + 2)


def _all_go_on(texts: list[str]) -> bool:
    return len(texts) <= _MOST_LOOSE and all(_goes_on(text) for text in texts)


def _goes_on(text: str) -> bool:
    """Return whether a line that belongs to nothing can only be a piece of the text above it."""
    words = text.split()
    if len(words) < _FEWEST or text.startswith(_NEVER) or text.endswith(":"):
        return False
    first = words[0].rstrip(":,.")
    return first[:1].isupper() or not (first in known_names() or _meant(first))


def _sentences(text: str) -> list[str]:
    """Return the sentences that commas parted, put together again; none where it is not certain where one ends."""
    if any(sign in text for sign in "\"'[]{}#:"):
        return []
    found: list[str] = []
    for piece in text.split(","):
        if found and not found[-1].endswith((".", "?", "!")):
            if piece.strip()[:1].isupper():
                return []
            found[-1] += f",{piece.rstrip()}"
        else:
            found.append(piece.strip())
    certain = all(sentence.endswith((".", "?", "!")) and sentence[0] not in "-?*&!|>%@`" for sentence in found)
    return found if certain else []
