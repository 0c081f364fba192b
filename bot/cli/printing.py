"""A case on paper and in figures: its map, its reading book, its statistics, its rounds, and what changed."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from click.exceptions import Exit
from msgspec.structs import replace

from bot.app.workshop import Paper
from bot.cli.cases import (
    asked,
    body_of,
    case_in,
    cases_in,
    known,
    located,
    looked_at,
    may_write,
    played,
    print_sections,
    within,
    write,
)
from bot.cli.ground import FAULTS, GOOD, refuse
from bot.cli.words import Say, WrongUseError
from bot.press import pictures
from bot.press.program import PressError
from bot.scenario.changes import compare
from bot.scenario.draw import dot, drawings
from bot.scenario.explore import explore
from bot.scenario.mermaid import mermaid
from bot.scenario.model import Chosen, Decision, Kind, Scenario
from bot.scenario.rounds import rounds as rounds_of
from bot.scenario.statistics import statistics
from bot.texts.figures import click_lists, differences, figures, overview
from bot.texts.paper import map_words

_OTHER_NAME = ("S10",)  # of two versions one has another name
_TEXTS = ("dot", "mermaid")


def graph(say: Say, *, file: Path, format: str, out: Path | None, road: str | None, counts: Path | None) -> int:
    """Draw the map of a case: pictures into files, texts on the screen unless a file is given."""
    if format == "mermaid" and (road or counts):
        raise WrongUseError("mermaid")
    if out:
        may_write(out)
    scenario = case_in(say, located(say, file))
    went = played(scenario, road or "", whole=False)
    gone = [Chosen(stop.step, stop.option) for stop in went.stops if stop.option]
    counted = _counted(counts, scenario) if counts else {}
    words = map_words(say.texts, say.language)
    if format in _TEXTS:
        text = mermaid(scenario, words) if format == "mermaid" else dot(scenario, words, counts=counted, road=gone)
        if out is None:
            click.echo(text, nl=False)
        else:
            _put(say, out, text.encode())
        return GOOD
    found = drawings(scenario, words, counts=counted, road=gone)
    path = out or Path(f"{scenario.id}.{format}")
    draw = pictures.svg if format == "svg" else pictures.png
    for drawing in found:
        there = path.with_stem(f"{path.stem}-{drawing.part}") if drawing.part else path
        with _pressing(say):
            _put(say, there, draw(drawing.dot))
    click.echo(found[0].alt)
    return GOOD


def _counted(path: Path, scenario: Scenario) -> Mapping[Chosen, int]:
    """Return how often each option was taken; raises WrongUseError for a file that does not say so."""
    try:
        lines = body_of(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise WrongUseError("counts", path=path, line=1) from None
    counts: Counter[Chosen] = Counter()
    for number, (name, count) in _rows(path, lines):
        step, _, option = name.partition(".")
        owner = scenario.steps.get(step)
        if not isinstance(owner, Decision) or option not in owner.options:
            raise WrongUseError("counts_option", path=path, line=number, name=name)
        counts[Chosen(step, option)] += int(count)
    return counts


def _rows(path: Path, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table with a name and a number, its heading left out."""
    for number, line in enumerate(lines, 1):
        row = [cell.strip() for cell in next(csv.reader([line], delimiter=";" if ";" in line else ","), [])]
        heading = number == 1 and len(row) == 2 and not any(sign.isdigit() for sign in row[1])
        if not any(row) or heading:
            continue
        if len(row) != 2 or not row[1].isascii() or not row[1].isdecimal():
            raise WrongUseError("counts", path=path, line=number)
        yield number, row


def stats(say: Say, *, paths: Sequence[Path]) -> int:
    """Print a case in figures; of a folder or several files a few lines each."""
    there = asked(say, paths)
    if len(there) == 1 and not there[0].is_dir():
        scenario = case_in(say, there[0])
        print_sections(figures(say.texts, say.language, scenario, statistics(scenario, explore(scenario))))
        return GOOD
    shared = known(say, there)
    cases = [case_in(say, path, within(path, shared)) for path in cases_in(looked_at(there, shared)[1])]
    counted = [(case, statistics(case, explore(case))) for case in cases if case.kind is Kind.CASE]
    print_sections(overview(say.texts, say.language, counted))
    return GOOD


def rounds(say: Say, *, file: Path) -> int:
    """Print the plays that together show every text, as lists of what to click."""
    scenario = case_in(say, located(say, file))
    print_sections(click_lists(say.texts, say.language, scenario, rounds_of(scenario, explore(scenario))))
    return GOOD


def book(say: Say, *, file: Path, trainer: bool, format: str, out: Path | None) -> int:
    """Print the reading book of a case into a file."""
    if out:
        may_write(out)
    scenario = case_in(say, located(say, file))
    name = f"{scenario.id}-trainer" if trainer else f"{scenario.id}-leesboek"
    with _pressing(say):
        paper = Paper(scenario, say.language, trainer=trainer)
        _put(say, out or Path(f"{name}.{format}"), paper.html().encode() if format == "html" else paper.pdf())
    if trainer:
        click.echo(say("cases.book.trainer"))
    return GOOD


def diff(say: Say, *, old: Path, new: Path) -> int:
    """Print what is different in a new version, and what that means for groups under way."""
    old, new = located(say, old), located(say, new)
    shared = known(say, [old, new])
    after = case_in(say, new, within(new, shared), but=_OTHER_NAME)
    # An old version is often taken out of a history, without the boxes and pictures that lie beside it.
    boxes = {**(within(new, shared).boxes or {}), **(within(old, shared).boxes or {})}
    before = case_in(say, old, replace(shared, boxes=boxes, media=None), but=_OTHER_NAME)
    print_sections(differences(say.texts, say.language, after, compare(before, after)))
    return GOOD


@contextmanager
def _pressing(say: Say) -> Iterator[None]:
    """End the command with 1 and a sentence when something cannot be printed."""
    try:
        yield
    except PressError as error:
        raise Exit(refuse(say("cases.unpressed", why=error), FAULTS)) from None


def _put(say: Say, path: Path, body: bytes) -> None:
    write(path, body)
    click.echo(say("cases.written", path=path))
