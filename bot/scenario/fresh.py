"""A new case from six answers: the smallest file that is about somebody, ready to be added to."""

import json
import re
import unicodedata

from msgspec import Struct

QUESTIONS = 6
LONGEST_LABEL = 60  # rule T08
_LONGEST_ID = 24
_SITUATION = 6  # spaces before the lines of a text below `situatie`
_PLAIN = re.compile(r"[^\W_][\w ,.()'’?!/&+-]*[\w.)?!]|[^\W_]")


class Answers(Struct, frozen=True, kw_only=True):
    """What the six questions were answered with, in their order."""

    title: str
    client: str
    situation: str
    words: str
    first: str
    second: str


def blanks(answers: Answers, taken: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return what fills the blanks of a new file, so that it passes the check; the id is none that is taken."""
    named = _line(answers.client).partition("(")[0].partition(",")[0].strip()
    return {
        "id": _free(plain_id(answers.title, "casus"), taken),
        "title": _text(answers.title),
        "client": plain_id(named, "klant"),
        "who": _text(answers.client),
        "name": named,
        "situation": _block(answers.situation),
        "words": _text(answers.words),
        "first": _text(answers.first),
        "first_line": _line(answers.first),
        "second": _text(answers.second),
        "second_line": _line(answers.second),
    }


def plain_id(words: str, otherwise: str) -> str:
    """Return words as an id: small letters, digits and underscores, at most 24 characters, beginning with a letter."""
    bare = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    made = made if made[:1].isalpha() else f"{otherwise}_{made}".strip("_")
    return made[:_LONGEST_ID].rstrip("_")


def _free(case: str, taken: frozenset[str]) -> str:
    """Return an id, or the first like it with a number that nothing is called by."""
    name, number = case, 1
    while name in taken:
        number += 1
        name = f"{case[: _LONGEST_ID - 4]}_{number}"
    return name


def _line(text: str) -> str:
    return " ".join(text.split())


def _text(text: str) -> str:
    """Return a text on one line, in quotes where YAML would read something else in it."""
    line = _line(text)
    return line if _PLAIN.fullmatch(line) else json.dumps(line, ensure_ascii=False)


def _block(text: str) -> str:
    lines = [_line(line) for line in text.strip().split("\n")]
    return "\n".join(" " * _SITUATION + line if line else "" for line in lines)
