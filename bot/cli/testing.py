"""Trying cases: the small tests in their files, and plays that were kept, played again."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import click

from bot.cli.cases import asked, body_of, case_in, cases_in, known, located, looked_at, played, within, write
from bot.cli.ground import FAULTS, GOOD
from bot.cli.words import Say, WrongUseError
from bot.scenario.check import Checked, check
from bot.scenario.compile import compiled
from bot.scenario.labels import shortened
from bot.scenario.model import Scenario, Severity
from bot.scenario.recorded import Difference, Recorded, Reworded, blessed, read_play, replay, written
from bot.scenario.recorded import record as recorded
from bot.scenario.rules.registry import Shared
from bot.scenario.shape import SCENARIO
from bot.scenario.source import SourceError
from bot.texts.pages import sentence

PLAYS = "_spelen"
_PROOF = "G15"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_BEFORE, _SHOWN = 30, 90  # characters of a text that are shown: before where it differs, and in all


class Tried(NamedTuple):
    """One test: `verdict` is good, changed or wrong; `details` are lines below it."""

    verdict: str
    name: str
    said: str
    details: tuple[str, ...] = ()


def test(say: Say, *, paths: Sequence[Path], bless: bool, record: str | None, name: str | None) -> int:
    """Run the proofs and the kept plays of cases, one line each; or keep a new play."""
    if record is not None or name is not None:
        return _keep(say, paths, record, name)
    tried = {path: _tried(say, path, bless=bless) for path in cases_in(looked_at(asked(say, paths), Shared())[1])}
    for path, found in tried.items():
        _print(say, path, found)
    if not any(tried.values()):
        click.echo(say("cases.test.none"))
    verdicts = {each.verdict for found in tried.values() for each in found}
    if not bless and "changed" in verdicts:
        click.echo(f"\n{say('cases.test.bless')}")
    return FAULTS if "wrong" in verdicts else GOOD


def _tried(say: Say, path: Path, *, bless: bool) -> list[Tried]:
    """Return what became of the tests of one file; of a file with faults only that it has them."""
    shared = within(path, known(say, [path]))
    found = check(body_of(path), str(path), shared)
    faults = {issue.code for issue in found.issues if issue.severity is Severity.FAULT}
    scenario = found.scenario
    if faults == {_PROOF}:  # proofs that fail are told one by one; the plays can go on
        scenario = compiled(SCENARIO.validate_python(found.source.data), shared.boxes or {})
    if scenario is None:
        return [Tried("wrong", say("cases.test.file"), say("cases.test.faults"))]
    return [*_proofs(say, found), *_plays(say, path, scenario, bless=bless)]


def _proofs(say: Say, found: Checked) -> Iterator[Tried]:
    wrong = {issue.place: issue for issue in found.issues if issue.code == _PROOF}
    for number, proof in enumerate(found.source.data.get("proeven", ())):
        places = [found.source.at_value(("proeven", number, field)) for field in ("route", "einde")]
        failed = next((wrong[place] for place in places if place in wrong), None)
        name = say("cases.test.proof", n=number + 1)
        if failed:
            said = say("cases.test.line", line=failed.place.line, said=sentence(say.language)(failed))
            yield Tried("wrong", name, said)
        else:
            yield Tried("good", name, say("cases.test.came_to", ending=proof["einde"]))


def _plays(say: Say, path: Path, scenario: Scenario, *, bless: bool) -> Iterator[Tried]:
    for folder in (_folder(path, name) for name in (scenario.id, *scenario.formerly)):
        for kept in sorted(folder.glob("*.yaml")):
            try:
                before = read_play(body_of(kept), kept.name)
            except SourceError:
                yield Tried("wrong", kept.stem, say("cases.test.unreadable", path=kept))
                continue
            yield _replayed(say, kept, scenario, before, bless=bless)


def _replayed(say: Say, path: Path, scenario: Scenario, before: Recorded, *, bless: bool) -> Tried:
    found = replay(scenario, before)
    if found.failures:
        details = tuple(_strayed(say, each) for each in found.failures)
        return Tried("wrong", path.stem, say("cases.test.strayed"), details)
    if not found.texts:
        return Tried("good", path.stem, say("cases.test.as_before"))
    details = tuple(line for each in found.texts for line in _reworded(say, each))
    if bless:
        write(path, written(blessed(scenario, before)).encode())
        return Tried("good", path.stem, say("cases.test.blessed", n=len(found.texts)), details)
    return Tried("changed", path.stem, say("cases.test.reworded", n=len(found.texts)), details)


def _strayed(say: Say, found: Difference) -> str:
    nothing = say("cases.test.nothing")
    values = {"n": found.turn + 1, "was": found.was or nothing, "now": found.now or nothing}
    return say(f"cases.test.road.{found.what}", **values)


def _reworded(say: Say, found: Reworded) -> tuple[str, ...]:
    """Return a text that differs: its path, and what it was and is, from just before where they part."""
    old, new = " ".join(found.old.split()), " ".join(found.new.split())
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    start = old.find(" ", max(0, same - _BEFORE), same) + 1 if same > _BEFORE else 0
    nothing = say("cases.test.nothing")
    was, now = (("…" if start else "") + shortened(text[start:], _SHOWN) if text else nothing for text in (old, new))
    return found.path, *(f"  {line}" for line in say("cases.test.texts", was=was, now=now).splitlines())


def _print(say: Say, path: Path, found: Sequence[Tried]) -> None:
    """Print the tests of one file under its name, in columns."""
    if not found:
        return
    verdicts = {verdict: say(f"cases.test.verdict.{verdict}") for verdict in ("good", "changed", "wrong")}
    broad, wide = max(map(len, verdicts.values())), max(len(each.name) for each in found)
    click.echo(str(path))
    for each in found:
        click.echo(f"  {verdicts[each.verdict]:<{broad}}  {each.name:<{wide}}  {each.said}")
        for line in each.details:
            click.echo(f"{'':{broad + 4}}{line}")


def _keep(say: Say, paths: Sequence[Path], choices: str | None, name: str | None) -> int:
    """Keep the play of these choices, so that `test` plays it again; never over one that is there."""
    if len(paths) != 1 or choices is None or name is None:
        raise WrongUseError("record")
    if not _NAME.fullmatch(name):
        raise WrongUseError("play_name", name=name)
    file = located(say, paths[0])
    scenario = case_in(say, file)
    found = played(scenario, choices, whole=True)
    path = _folder(file, scenario.id) / f"{name}.yaml"
    taken = [stop.option for stop in found.stops if stop.option]
    write(path, written(recorded(scenario, taken)).encode(), over=False)
    click.echo(say("cases.test.kept", path=path, ending=found.ending))
    return GOOD


def _folder(path: Path, case: str) -> Path:
    return path.parent / PLAYS / case
