"""What is done for authors, of values: examining, mending, drawing, printing, counting; slow enough for a thread."""

import re
from collections.abc import Iterable

from msgspec import Struct

from bot.conversation.authoring import case_of
from bot.conversation.equipment import equipped
from bot.conversation.errands import Examined, Printed
from bot.conversation.ports import Draft
from bot.press import booklet, pictures
from bot.scenario.book import book
from bot.scenario.changes import compare
from bot.scenario.check import check, refused
from bot.scenario.draw import alternative, drawings
from bot.scenario.explore import explore
from bot.scenario.layers import inherited
from bot.scenario.model import Scenario, content_hash
from bot.scenario.repair import Repair, repaired
from bot.scenario.rounds import rounds
from bot.scenario.rules.registry import Shared
from bot.scenario.statistics import statistics
from bot.texts.catalog import Html, escape, shipped
from bot.texts.figures import Section, click_lists, figures
from bot.texts.paper import book_words, map_words
from bot.texts.prose import join

_UNREAD = frozenset({"Y01", "Y02"})  # too large, no text, or meant to do harm
_CASE = re.compile(r"^(?:formaat|id|titel|stappen)\s*:", re.MULTILINE)
_OWN_ID = re.compile(r"^id: *([a-z][a-z0-9_]{0,23})\s*$", re.MULTILINE)
_TITLE = re.compile(r"^titel: *([^|>\s].{0,99})$", re.MULTILINE)
_IDS = re.compile(r"^(?:id|voorheen): *\[?([a-z0-9_, ]+)", re.MULTILINE)


class Made(Struct, frozen=True):
    """What an examination found, and the case where it may be played."""

    examined: Examined
    scenario: Scenario | None


def ids_in(text: str) -> frozenset[str]:
    """Return the ids a file may be known by: its own and its old ones."""
    return frozenset(name.strip() for found in _IDS.findall(text) for name in found.split(","))


def examine(body: bytes | str, name: str, known: Shared, *, case: str = "", repairs: tuple[Repair, ...] = ()) -> Made:
    """Return what is in a file; its case is "" when it cannot be read, with the reason, or is no case at all.

    `case` is what the draft is known by that is looked at again.
    """
    # What a file is called on somebody's computer does not matter here: the bot gives it the name of its case.
    written = body if isinstance(body, str) else body.decode("utf-8", "replace")
    checked = check(body, f"{own_id(written)}.yaml" if own_id(written) else name, equipped(known))
    text, scenario = checked.source.text, checked.scenario
    unread = tuple(issue for issue in checked.issues if issue.code in _UNREAD)
    if unread or not _CASE.search(text):
        return Made(Examined(case="", title="", name=name, text="", issues=unread), None)
    before = next((known.published[each].scenario for each in ids_in(text) if each in known.published), None)
    if before and scenario:  # what is in other languages does not lie in this file
        scenario = inherited(before, scenario)
    found = Examined(
        case=scenario.id if scenario else case or own_id(text) or case_of(name),
        title=scenario.title if scenario else _title(text),
        name=name,
        text=text,
        issues=checked.issues,
        snapshot=content_hash(scenario) if scenario else "",
        against=content_hash(before) if before else "",
        change=compare(before, scenario).kind if before and scenario else "",
        repairs=repairs,
        repairable=len(repaired(text, equipped(known)).repairs) if refused(checked.issues) else 0,
        halted=checked.source.data is None,
    )
    return Made(found, scenario)


def own_id(text: str) -> str:
    """Return the id that a file gives itself, "" where it gives none that can be one."""
    found = _OWN_ID.search(text)
    return found[1] if found else ""


def _title(text: str) -> str:
    """Return the title of a file that cannot be read as a case."""
    found = _TITLE.search(text)
    return found[1].strip("\"' ") if found else ""


def repair(draft: Draft, known: Shared) -> Made:
    """Return a draft after its usual slips were mended, examined again."""
    mended = repaired(draft.text, equipped(known))
    return examine(mended.text, draft.name, known, case=draft.case, repairs=mended.repairs)


class Paper:
    """The reading booklet of a case in one language, with its maps."""

    def __init__(self, scenario: Scenario, language: str, *, trainer: bool) -> None:
        """Take the case, the language of the words round it, and whether the trainer's notes are in it."""
        texts = shipped()
        words = map_words(texts, language)
        self._book = book(scenario, words, trainer=trainer)
        self._words = book_words(texts, language)
        self._maps = [
            booklet.Picture(title=each.title, svg=pictures.svg(each.dot).decode(), alt=each.alt)
            for each in drawings(scenario, words, titled=False)
        ]

    def pdf(self) -> bytes:
        """Return it to print; raises PressError."""
        return booklet.pdf(self._book, self._words, pictures=self._maps)

    def html(self) -> str:
        """Return it to read on a telephone."""
        return booklet.html(self._book, self._words, pictures=self._maps)


def drawn(scenario: Scenario, language: str) -> Printed:
    """Return the map of a case: pictures where a telephone shows them, files where they are too long for that."""
    texts = shipped()
    words = map_words(texts, language)
    shown, files = [], []
    for drawing in drawings(scenario, words):
        picture = pictures.png(drawing.dot)
        if pictures.size(picture).is_clear_photo:
            shown.append((drawing.title if drawing.part else "", picture))
        else:
            files.append((f"{scenario.id}-{drawing.part}.png" if drawing.part else f"{scenario.id}.png", picture))
    said = escape(alternative(scenario, words))
    return Printed(pictures=tuple(shown), documents=tuple(files), words=str(said))


def printed(scenario: Scenario, language: str, *, trainer: bool) -> Printed:
    """Return the reading booklet of a case, to print and to read on a telephone."""
    texts = shipped()
    name = f"{scenario.id}-trainer" if trainer else f"{scenario.id}-leesboek"
    paper = Paper(scenario, language, trainer=trainer)
    documents = ((f"{name}.pdf", paper.pdf()), (f"{name}.html", paper.html().encode()))
    said = texts(language, "author.trainer_book_words" if trainer else "author.book_words", title=scenario.title)
    return Printed(documents=documents, words=str(said))


def counted(scenario: Scenario, language: str) -> Printed:
    """Return a case in figures."""
    found = statistics(scenario, explore(scenario))
    return Printed(words=_told(figures(shipped(), language, scenario, found)))


def rounds_of(scenario: Scenario, language: str) -> Printed:
    """Return the plays that show every text."""
    found = rounds(scenario, explore(scenario))
    return Printed(words=_told(click_lists(shipped(), language, scenario, found)))


def _told(sections: Iterable[Section]) -> str:
    """Return sections as HTML, their headings bold."""
    parts = (
        join([Html(f"<b>{escape(each.heading)}</b>") if each.heading else "", *map(escape, each.lines)], "\n")
        for each in sections
    )
    return str(join(parts))
