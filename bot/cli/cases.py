"""Cases as the commands take them: what the check knows here, a case out of a file, and what is printed and written."""

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import click
from click.exceptions import Exit
from msgspec.structs import replace

from bot.app.clock import clock
from bot.cli.ground import FAULTS, refuse, settings_here
from bot.cli.words import Say, WrongUseError
from bot.conversation.equipment import equipped
from bot.scenario.check import check, refused
from bot.scenario.layers import layer_of
from bot.scenario.library import BESIDE, Reading, check_paths, shared_in
from bot.scenario.model import Issue, Scenario, Severity
from bot.scenario.plays import Halt, Played, choices_in, walk
from bot.scenario.report import report
from bot.scenario.rules.registry import Published, Shared
from bot.scenario.shelf import SHARED
from bot.texts.figures import Section
from bot.texts.pages import wording

NOTHING: Mapping[str, Published] = {}
_CASES = (".yaml", ".yml")
_WIDE = 40  # characters; a longer name pushes its own line only


def known(say: Say, paths: Iterable[Path], published: Mapping[str, Published] = NOTHING) -> Shared:
    """Return all that a check of these paths knows: the month, the screens and the word lists, and what is out.

    For a file that lies elsewhere, without boxes beside it, that is also the boxes of SCENARIOS.
    """
    shared = equipped(Shared(month=f"{clock():%Y-%m}", published=published))
    if all((_folder(path) / SHARED).is_dir() for path in paths):
        return shared
    return replace(shared, boxes=shared_in(settings_here(say).scenarios).boxes)


def _folder(path: Path) -> Path:
    """Return the folder of cases that a path belongs to."""
    whole = path.resolve()
    if whole.is_dir():
        return whole
    return whole.parent.parent if whole.parent.name in BESIDE else whole.parent


def asked(say: Say, paths: Iterable[Path]) -> list[Path]:
    """Return the paths, or the folder of SCENARIOS when there are none; from here on where that is shorter to read."""
    return [located(say, path) for path in paths] or [nearby(settings_here(say).scenarios)]


def located(say: Say, path: Path) -> Path:
    """Return a path; of a bare name that is not here the case of that name in SCENARIOS, if it is there."""
    if path.exists() or path.name != str(path):
        return path
    name = path.name if path.suffix else f"{path.name}.yaml"
    there = settings_here(say).scenarios / name
    return nearby(there) if there.is_file() else path


def nearby(path: Path) -> Path:
    """Return a path from here on where that is shorter to read."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def looked_at(
    paths: Iterable[Path], shared: Shared, read: Reading = Path.read_bytes
) -> tuple[list[Issue], dict[str, str]]:
    """Return what `check_paths` returns; raises WrongUseError for a path that cannot be read."""
    try:
        return check_paths(paths, shared, read)
    except OSError as error:
        raise WrongUseError("path", path=nearby(Path(error.filename))) from None


def cases_in(files: Iterable[str]) -> list[Path]:
    """Return which of the files that were looked at are cases: boxes, house questions, methods and layers are not."""
    found = [path for path in map(Path, files) if path.resolve().parent.name not in BESIDE]
    return [path for path in found if not layer_of(path.name)]


def body_of(path: Path) -> bytes:
    """Return what a file holds; raises WrongUseError for one that cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        raise WrongUseError("file", path=path) from None


def within(path: Path, shared: Shared) -> Shared:
    """Return what a file is checked with: what is known, with the boxes and pictures of its folder."""
    return shared_in(_folder(path), shared)


def case_in(say: Say, path: Path, shared: Shared | None = None, *, but: Collection[str] = ()) -> Scenario:
    """Return the case in a file, checked as `check` does it unless told with what.

    Raises WrongUseError for a file that cannot be read; faults are reported, and the command ends with 1. Of the codes
    in `but` nothing is said. A layer of a case is no case: raises WrongUseError too.
    """
    if layer := layer_of(path.name):
        raise WrongUseError("layer", path=path, case=f"{layer[0]}.yaml")
    found = check(body_of(path), str(path), within(path, known(say, [path])) if shared is None else shared)
    if found.scenario is None:
        told = [issue for issue in found.issues if issue.code not in but]
        tell(say, told, {str(path): found.source.text})
        raise Exit(refuse(say("cases.broken"), FAULTS))
    return found.scenario


def played(scenario: Scenario, choices: str, *, whole: bool) -> Played:
    """Return the play of these choices; raises WrongUseError where it cannot be, or when it is not whole."""
    found = walk(scenario, choices_in(choices), by_hand=True)
    if found.halt and (whole or found.halt is not Halt.SHORT):
        last = found.stops[-1]
        shown = ", ".join(last.visible)
        raise WrongUseError(f"play_{found.halt}", step=last.step, option=found.refused, visible=shown)
    return found


def tell(say: Say, issues: Iterable[Issue], sources: Mapping[str, str], *, tips: bool = False) -> None:
    """Print a report of the issues, tips only when asked for; nothing when there are none."""
    told = [issue for issue in issues if tips or issue.severity is not Severity.TIP]
    if told:
        click.echo(report(told, sources, wording(say.language)), nl=False)
        sys.stdout.flush()  # before what is said on standard error


def verdict(issues: Sequence[Issue], *, strict: bool = False) -> int:
    """Return the exit code for these issues; with `strict` a warning counts as a fault."""
    warned = any(issue.severity is Severity.WARNING for issue in issues)
    return FAULTS if refused(issues) or (strict and warned) else 0


def print_sections(sections: Iterable[Section]) -> None:
    """Print headings with their lines indented below them, an empty line between; what follows a colon lines up."""
    click.echo("\n\n".join("\n".join(_lines(section)) for section in sections))


def _lines(section: Section) -> list[str]:
    if not section.heading:
        return list(section.lines)
    parts = [line.partition(": ") for line in section.lines]
    wide = min(_WIDE, max((len(head) for head, colon, _ in parts if colon), default=0))
    shown = [f"  {head + ':':<{wide + 1}}  {rest}" if colon else f"  {head}" for head, colon, rest in parts]
    return [section.heading, *shown]


def may_write(path: Path) -> None:
    """Raise WrongUseError for a path where a picture or a paper would come in the place of a case."""
    if path.suffix.lower() in _CASES:
        raise WrongUseError("over", path=path)


def write(path: Path, body: bytes, *, over: bool = True) -> None:
    """Write a file, whole or not at all, and the folders it lies in.

    Raises WrongUseError where that cannot be done, and where a file is already unless it may be written over.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        if not over and path.exists():
            raise WrongUseError("there", path=path)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(body)
        if path.exists():
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise WrongUseError("unwritable", path=path) from None
