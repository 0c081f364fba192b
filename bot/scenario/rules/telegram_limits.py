"""Rules T: what does not fit on a telephone, or in what Telegram lets through. Numbers: Bot API 10.1."""

from collections.abc import Iterator
from typing import Any

from bot.scenario.layer_shape import LayerEntry
from bot.scenario.marks import unpaired
from bot.scenario.method_shape import MethodEntry
from bot.scenario.model import Decision, Severity
from bot.scenario.reader import Path
from bot.scenario.rules.registry import File, Finding, Play, on_file, on_play
from bot.scenario.rules.tree import entries, fields, leaves, options, steps, table, texts
from bot.scenario.shape import ScenarioEntry

MOST_UNITS = 4_096  # of one message: sendMessage
MOST_IN_LABEL = 100  # of an option: InputPollOption
MOST_IN_QUESTION = 268  # of a sub-question: 300 for the question of a poll (sendPoll), less the fixed question
MOST_OPTIONS = 12  # of a poll: sendPoll
MOST_BYTES = 10_000_000  # of a picture: sendPhoto
EASY_OPTIONS = 5
EASY_LABEL = 60
SCREEN = 700  # units that a telephone shows at once
EASY_SCREENS = 3

_OF_CASES = {"intro", "personen", "reflectie", "trainer"}
_OF_STEPS = {"situatie", "aan_het_woord", "acuut", "deelvraag", "verdieping", "schrijf", "trainer"}
_OF_OPTIONS = {"keuze", "gevolg", "aan_het_woord", "wet", "rendement", "betrokkenheid", "trainer"}
_OF_ENDINGS = {"tekst", "nabespreking", "trainer"}
_OF_BOXES = {"tekst", "vraag"}  # and of house questions


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it, in UTF-16 units: one for a letter, two for an emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@on_play("T01")
def message_too_long(play: Play) -> Iterator[Finding]:
    """A message that Telegram does not take, as it is rendered: with its heading, options and folded boxes."""
    for screen in play.screens:
        if max(screen.units) > MOST_UNITS:
            words = {**_named(screen.path), "lengte": max(screen.units), "hoogst": MOST_UNITS}
            yield Finding(play.source.at_key(screen.path or ("intro",)), words)


@on_file("T02")
def label_too_long(file: File) -> Iterator[Finding]:
    """An option that no poll takes, or a sub-question that leaves no room for the fixed question."""
    for path, length in _labels(file):
        if length > MOST_IN_LABEL:
            yield Finding(file.source.at_value(path), {"vorm": "keuze", "lengte": length, "hoogst": MOST_IN_LABEL})
    for path, text in fields(steps(file.source.data), {"deelvraag"}):
        if (length := units(" ".join(text.split()))) > MOST_IN_QUESTION:
            words = {"vorm": "deelvraag", "lengte": length, "hoogst": MOST_IN_QUESTION}
            yield Finding(file.source.at_value(path), words)


@on_file("T03")
def too_many_options(file: File) -> Iterator[Finding]:
    """A step with more options than there are letters for, whatever their conditions."""
    for path, step in steps(file.source.data):
        written = table(step.get("keuzes"))
        if len(written) > MOST_OPTIONS:
            words = {"stap": path[1], "aantal": len(written), "hoogst": MOST_OPTIONS}
            yield Finding(file.source.at_key((*path, "keuzes")), words)


@on_play("T04", Severity.WARNING)
def many_options(play: Play) -> Iterator[Finding]:
    """A step that shows more than five options at once in some play; one for another is no more to read."""
    for name, numbers in play.met.items():
        step = play.scenario.steps.get(name)
        if not isinstance(step, Decision) or len(step.options) <= EASY_OPTIONS:
            continue
        most = max(len(play.exploration.moves[number]) for number in numbers)
        if most > EASY_OPTIONS:
            words = {"stap": name, "aantal": most, "hoogst": EASY_OPTIONS}
            yield Finding(play.source.at_key(("stappen", name, "keuzes")), words)


@on_file("T05")
def lone_mark(file: File) -> Iterator[Finding]:
    """A star or an underscore that was meant as a mark and that participants would see."""
    for path, text in _marked(file):
        for sign, at in unpaired(text):
            yield Finding(file.source.at_part(path, at, at + 1), {"teken": sign})


@on_play("T06", Severity.WARNING)
def long_step(play: Play) -> Iterator[Finding]:
    """A step that fills more than three telephone screens of 700 units.

    The bot sends a step in at most two messages, the story and the question, so what counts is what has to be
    scrolled: all that the step shows, options included. What is folded away (law boxes) does not count.
    """
    for screen in play.screens:
        shown = -(-(sum(screen.units) - screen.folded) // SCREEN)
        if _named(screen.path)["vorm"] == "stap" and shown > EASY_SCREENS and max(screen.units) <= MOST_UNITS:
            words = {"stap": screen.path[1], "schermen": shown, "hoogst": EASY_SCREENS}
            yield Finding(play.source.at_key(screen.path), words)


@on_file("T07")
def heavy_picture(file: File) -> Iterator[Finding]:
    """A picture of more bytes than Telegram takes as a photo."""
    sizes = file.shared.media or {}
    for path, step in steps(file.source.data):
        for where, name in texts(step.get("media"), (*path, "media")):
            if sizes.get(name, 0) > MOST_BYTES:
                words = {"naam": name, "mb": round(sizes[name] / 1_000_000, 1), "hoogst": MOST_BYTES // 1_000_000}
                yield Finding(file.source.at_value(where), words)


@on_file("T08", Severity.WARNING)
def long_label(file: File) -> Iterator[Finding]:
    """An option that is read twice before it is understood."""
    for path, length in _labels(file):
        if EASY_LABEL < length <= MOST_IN_LABEL:
            yield Finding(file.source.at_value(path), {"lengte": length, "hoogst": EASY_LABEL})


def _labels(file: File) -> Iterator[tuple[Path, int]]:
    for path, text in fields(options(file.source.data), {"keuze"}):
        yield path, units(" ".join(text.split()))


def _marked(file: File) -> Iterator[tuple[Path, str]]:
    """Return every text in which marks are read."""
    data = file.source.data
    if file.kind is MethodEntry:
        yield from leaves(data)
        return
    if file.kind not in (ScenarioEntry, LayerEntry):
        yield from fields(entries(data), _OF_BOXES)
        return
    yield from fields([((), table(data))], _OF_CASES)
    yield from fields(steps(data), _OF_STEPS)
    yield from fields(options(data), _OF_OPTIONS)
    yield from fields(entries(data, "eindes"), _OF_ENDINGS)


def _named(path: Path) -> dict[str, Any]:
    """Return what a screen shows, as words for a sentence."""
    match path:
        case ():
            return {"vorm": "kaartje"}
        case ("stappen", step):
            return {"vorm": "stap", "stap": step}
        case ("stappen", step, "keuzes", option):
            return {"vorm": "gevolg", "stap": step, "keuze": option}
        case ("eindes", ending):
            return {"vorm": "einde", "einde": ending}
        case _:
            return {"vorm": "vraag"}
