"""Looking at cases: once, again whenever one is saved, and what a code means."""

import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

import click

from bot.cli.cases import asked, cases_in, known, looked_at, tell, verdict
from bot.cli.ground import GOOD
from bot.cli.words import Say, WrongUseError
from bot.scenario.formats import as_github, as_json
from bot.scenario.library import saved_times
from bot.scenario.model import Issue, Place, Severity
from bot.scenario.report import pointed
from bot.scenario.rules.registry import SEVERITIES
from bot.scenario.shelf import SHARED
from bot.texts.pages import Page, sentence, shipped_pages, wording

POLL = 0.5  # seconds between two looks
_WIDE = 96  # characters a line


def check(say: Say, *, paths: Sequence[Path], tips: bool, strict: bool, format: str, explain: str | None) -> int:
    """Print what is wrong with cases, and only to a person that nothing is; with `explain` print what a code means."""
    if explain is not None:
        return explained(say, explain)
    paths = asked(say, paths)
    issues, sources = looked_at(paths, known(say, paths))
    told = [issue for issue in issues if tips or issue.severity is not Severity.TIP]
    cases = cases_in(sources)
    match format:
        case "json":
            click.echo(as_json(told, sentence(say.language)), nl=False)
        case "github":
            click.echo(as_github(told, wording(say.language)), nl=False)
        case _:
            tell(say, told, sources, tips=tips)
            if sources and not told and sys.stdout.isatty():  # a script reads the exit code
                click.echo(say("cases.check.good" if cases else "cases.check.shared", n=len(cases)))
    if not cases and any(path.is_dir() for path in paths):
        click.echo(say("cases.check.none"), err=True)
    return verdict(issues, strict=strict)


def explained(say: Say, code: str) -> int:
    """Print the page of a code: why it is there, an example that is wrong and one that is right."""
    page = shipped_pages().get(code.upper())
    if page is None:
        raise WrongUseError("code", name=code)
    severity = wording(say.language).severity[SEVERITIES[page.code]]
    parts = [
        f"{page.code}  {severity}",
        textwrap.fill(page.why, _WIDE),
        *(f"{say(f'cases.explain.{name}')}\n\n{_indented(text)}" for name, text in page.beside.items()),
        f"{say('cases.explain.wrong')}\n\n{_indented(_wrong(page))}",
        f"{say('cases.explain.right')}\n\n{_indented(page.right)}",
    ]
    click.echo("\n\n".join(parts))
    return GOOD


def _wrong(page: Page) -> str:
    """Return the wrong example, its place pointed at."""
    lines = page.wrong.rstrip("\n").split("\n")
    at = pointed(Place("", page.line, page.column), lines, _WIDE)
    if at and not page.apart:
        lines[page.line - 1 : page.line] = [at.line, at.caret]
    return "\n".join(lines)


def _indented(text: str) -> str:
    return textwrap.indent(text.rstrip("\n"), "    ")


def watch(say: Say, *, paths: Sequence[Path], tips: bool) -> int:
    """Check cases whenever one is saved, until Ctrl+C."""
    try:
        watched(say, asked(say, paths), lambda: time.sleep(POLL), tips=tips)
    except KeyboardInterrupt:
        click.echo()
    return GOOD


def watched(say: Say, paths: Sequence[Path], pause: Callable[[], None], *, tips: bool) -> None:
    """Print the report of all files, and after each pause that of what was saved or changed by it; `pause` ends it."""
    times = _times(paths)
    found, sources = looked_at(paths, known(say, paths))
    tell(say, found, sources, tips=tips)
    click.echo(say("cases.watch.begin", n=len(sources)))
    seen = _by_file(found, tips=tips)
    while True:
        pause()
        now = _times(paths)
        saved = {path for path, moment in now.items() if times.get(path) != moment}
        if now == times:
            continue
        times = now
        try:
            found, sources = looked_at(paths, known(say, paths))
        except WrongUseError:  # an editor that saves takes a file away for a moment
            continue
        before, seen = seen, _by_file(found, tips=tips)
        for file in sources:
            if Path(file).resolve() in saved or before.get(file) != seen.get(file):
                _show(say, file, seen.get(file, []), sources[file], tips=tips)


def _show(say: Say, file: str, issues: Sequence[Issue], text: str, *, tips: bool) -> None:
    click.echo()
    if issues:
        tell(say, issues, {file: text}, tips=tips)
    else:
        click.echo(say("cases.watch.good", file=file))


def _by_file(issues: Iterable[Issue], *, tips: bool) -> dict[str, list[Issue]]:
    told = [issue for issue in issues if tips or issue.severity is not Severity.TIP]
    ordered = sorted(told, key=lambda issue: (issue.place, issue.code))
    return {file: list(found) for file, found in groupby(ordered, key=lambda issue: issue.place.file)}


def _times(paths: Iterable[Path]) -> dict[Path, int]:
    """Return when the files were saved that these paths are checked with, by their whole path."""
    found: dict[Path, int] = {}
    for path in paths:
        whole = path.resolve()
        if whole.is_dir():
            found |= saved_times(whole)
            continue
        own = whole.parent if whole.parent.name == SHARED else whole.parent / SHARED
        found |= saved_times(own)
        if whole.is_file():
            found[whole] = whole.stat().st_mtime_ns
    return found
