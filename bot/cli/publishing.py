"""Letting cases out and taking them back, in the store that a running bot looks at."""

from collections.abc import Sequence
from pathlib import Path

import click

from bot.app.publishing import LetOut, counter
from bot.cli.cases import body_of, case_in, known, located, looked_at, print_sections, tell, within
from bot.cli.ground import FAULTS, GOOD, finished, quiet, refuse, settings_here
from bot.cli.words import Say, WrongUseError
from bot.config import Settings
from bot.scenario.changes import Extent
from bot.scenario.check import refused
from bot.scenario.library import layers_of, with_layers
from bot.scenario.model import Scenario
from bot.scenario.rules.registry import Shared, near
from bot.texts.figures import differences


def publish(say: Say, *, files: Sequence[Path]) -> int:
    """Let the cases in files out, all of them or none, and print what that means for who is playing."""
    files = [located(say, path) for path in files]
    for path in files:
        body_of(path)
    settings = quiet(settings_here(say))
    return finished(say, settings, _published(say, settings, files))


async def _published(say: Say, settings: Settings, files: Sequence[Path]) -> int:
    async with counter(settings) as desk:
        shared = known(say, files, await desk.published())
        layers = [layer for path in files for layer in layers_of(path)]
        issues, sources = looked_at([*files, *layers], shared)
        tell(say, issues, sources)
        if refused(issues):
            return refuse(say("cases.publish.refused"), FAULTS)
        cases = [_whole(say, path, within(path, shared)) for path in files]
        twice = [case.id for at, case in enumerate(cases) if case.id in {other.id for other in cases[:at]}]
        if twice:
            raise WrongUseError("twice", name=twice[0])
        for case, path in zip(cases, files, strict=True):
            text = body_of(path).decode("utf-8")
            _print_let_out(say, case, await desk.publish(case, text))
    return GOOD


def _whole(say: Say, path: Path, shared: Shared) -> Scenario:
    """Return the case in a file with the layers that lie beside it."""
    return with_layers(path, case_in(say, path, shared), shared)


def _print_let_out(say: Say, case: Scenario, out: LetOut) -> None:
    values = {"title": case.title, "version": case.version}
    if out.same:
        click.echo(say("cases.publish.same", **values))
    elif out.changes is None:
        click.echo(say("cases.publish.new", **values))
    else:
        click.echo(say("cases.publish.changed", **values))
        if out.changes.kind is not Extent.NONE:
            click.echo()
            print_sections(differences(say.texts, say.language, case, out.changes))
            click.echo(say("cases.publish.walking" if out.walking else "cases.publish.nobody", n=out.walking))


def withdraw(say: Say, *, ids: Sequence[str]) -> int:
    """Take cases out of the list; ends with 1 when one was not in it."""
    settings = quiet(settings_here(say))
    return finished(say, settings, _withdrawn(say, settings, ids))


async def _withdrawn(say: Say, settings: Settings, ids: Sequence[str]) -> int:
    code = GOOD
    async with counter(settings) as desk:
        for case in ids:
            if await desk.withdraw(case):
                click.echo(say("cases.withdraw.done", id=case))
            else:
                out = near(case, await desk.published())
                click.echo(say("cases.withdraw.near" if out else "cases.withdraw.not_there", id=case, near=out))
                code = FAULTS
    return code
