"""A tree of fields, lists, texts and numbers as YAML that a person can read and bot.scenario.source reads back."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_PLAIN = re.compile(r"[a-z0-9_][a-z0-9_.]*")
# What the reader does not take as it is: what no text has, and what it makes a line end of.
_HIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_STEP = "  "


def yaml_text(tree: Mapping[str, Any]) -> str:
    """Return a tree as YAML; names must be words of letters, digits, `_`, `.` and `-`, texts without surrogates."""
    return "".join(f"{line}\n" for line in _fields(tree))


def _fields(tree: Mapping[str, Any]) -> Iterator[str]:
    for name, value in tree.items():
        yield from _headed(f"{name}:", value)


def _headed(head: str, value: Any) -> Iterator[str]:
    """Return the lines of a value behind a name or a dash."""
    if (short := _short(value)) is not None:
        yield f"{head} {short}"
    elif isinstance(value, str):
        yield f"{head} |-"
        yield from (f"{_STEP}{line}" if line else "" for line in value.split("\n"))
    elif isinstance(value, Mapping):
        yield from _below(head, _fields(value))
    else:
        yield from _below(head, (line for item in value for line in _headed("-", item)))


def _below(head: str, lines: Iterator[str]) -> Iterator[str]:
    if head == "-":
        yield f"- {next(lines)}"
    else:
        yield head
    yield from (f"{_STEP}{line}" if line else "" for line in lines)


def _short(value: Any) -> str | None:
    """Return what fits behind a name on its line: a number, a text, a list of words, or names with numbers."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else None if _block(value) else f'"{_escaped(value)}"'
    if isinstance(value, Mapping):
        numbers = all(isinstance(number, int) for number in value.values())
        return "{" + ", ".join(f"{name}: {number}" for name, number in value.items()) + "}" if numbers else None
    words = all(isinstance(item, str) and _PLAIN.fullmatch(item) for item in value)
    return f"[{', '.join(value)}]" if words else None


def _block(text: str) -> bool:
    """Return whether a text may stand as it is, line for line, and needs to."""
    lines = text.split("\n")
    plain = bool(lines[0] and lines[-1]) and all(line == line.strip() for line in lines) and not _HIDDEN.search(text)
    return plain and (len(lines) > 1 or '"' in text or "\\" in text)


def _escaped(text: str) -> str:
    whole = re.sub(r'[\n\t"\\]', lambda match: _ESCAPES[match[0]], text)
    return _HIDDEN.sub(lambda match: f"\\U{ord(match[0]):08x}", whole)
