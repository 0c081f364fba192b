"""The page of each check: its sentence, why it is there, and an example that is wrong and one that is right."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec import Struct

from bot.scenario.model import Issue, Severity
from bot.scenario.report import Wording
from bot.scenario.source import load

Sentence = str | Mapping[str, str]

_LONGEST = 60  # characters of a word from the file that is repeated in a sentence


class Page(Struct, frozen=True, kw_only=True):
    """One check. A sentence has forms when a fault can be said in different words; the issue's word `vorm` picks one.

    `line` and `column` are where the wrong example is wrong. `apart` tells that the example is only there to be read:
    it takes more than one text to go wrong in this way. `kind` is what the examples are: "casus", "kaders" (boxes),
    "werkvorm" (a method for teams) or "laag" (a case in another language).
    `beside` is what lies beside the examples: "kaders" (a file of boxes), "vorige" (the version that is out),
    "nodig" (what walks under way need of that), "maand" (the present month), "plaatjes" (lines of a path and a size),
    "casus" (what a layer is of).
    """

    code: str
    sentences: Mapping[str, Sentence]
    why: str
    wrong: str
    right: str
    line: int
    column: int
    apart: bool
    kind: str
    beside: Mapping[str, str]


@cache
def shipped_pages() -> Mapping[str, Page]:
    """Return the pages that come with the bot, by code."""
    folder = Path(str(files("bot.texts"))) / "checks"
    return {path.stem: _page(path) for path in sorted(folder.glob("[A-Z]*.yaml"))}


def sentence(language: str) -> Callable[[Issue], str]:
    """Return what says an issue in a language; a language that does not exist is answered in Dutch."""
    pages = shipped_pages()

    def say(issue: Issue) -> str:
        said = pages[issue.code].sentences.get(language, pages[issue.code].sentences["nl"])
        form = said if isinstance(said, str) else said[issue.words["vorm"]]
        return form.format(**{name: _short(value) for name, value in issue.words.items()})

    return say


def wording(language: str) -> Wording:
    """Return how a report on files speaks in a language; a language that does not exist is answered in Dutch."""
    words = _around()
    own = words.get(language, words["nl"])
    return Wording(
        sentence=sentence(language),
        severity={severity: own[severity.value] for severity in Severity},
        suggestion=lambda name: own["suggestion"].format(naam=name),
        more=lambda code, n: own["more"].format(code=code, n=n),
        halted=own["halted"],
    )


@cache
def _around() -> dict[str, dict[str, str]]:
    path = Path(str(files("bot.texts"))) / "checks" / "_report.yaml"
    return load(path.read_bytes(), path.name)


def _page(path: Path) -> Page:
    tree: dict[str, Any] = load(path.read_bytes(), path.name)
    return Page(
        code=path.stem,
        sentences={"nl": tree["zin"], "en": tree["en"]},
        why=" ".join(tree["uitleg"].split()),
        wrong=tree["fout"],
        right=tree["goed"],
        line=int(tree["plek"]["regel"]),
        column=int(tree["plek"]["kolom"]),
        apart="apart" in tree,
        kind=tree.get("soort", "casus"),
        beside=tree.get("naast", {}),
    )


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
