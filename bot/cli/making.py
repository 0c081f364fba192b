"""Writing cases: a new one out of six answers, and the usual slips of one mended."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from bot.cli.cases import body_of, known, located, looked_at, nearby, tell, verdict, within, write
from bot.cli.ground import GOOD, settings_here
from bot.cli.words import Say, WrongUseError
from bot.config.values import INSTALLED
from bot.scenario.fresh import LONGEST_LABEL, Answers, blanks, plain_id
from bot.scenario.layer_shape import BoxLayer, LayerEntry, QuestionLayer
from bot.scenario.layers import layer_of
from bot.scenario.method_shape import MethodEntry
from bot.scenario.model import Issue
from bot.scenario.repair import Repaired, repaired
from bot.scenario.rules.registry import Shared
from bot.scenario.shape import Boxes, Reflections, ScenarioEntry
from bot.scenario.shelf import BOXES, METHODS, REFLECTIONS, SHARED

SCHEMA = "schema/scenario.schema.json"
_TO_FILL = "S12"
_NAME = re.compile(r"([a-z][a-z0-9_]{0,23})\.yaml")
_KINDS: dict[str, Any] = {BOXES: Boxes, REFLECTIONS: Reflections}
_LAYERS: dict[str, Any] = {Path(BOXES).stem: BoxLayer, Path(REFLECTIONS).stem: QuestionLayer}


def new(say: Say, *, out: Path | None) -> int:
    """Ask the six questions and write the case they make; never over a file that is there."""
    if out is not None:
        _may_be_made(out)
    click.echo(say("cases.new.begin"))
    scenarios = settings_here(say).scenarios
    folder = Path() if scenarios == INSTALLED else nearby(scenarios)  # what came along goes with the next version
    given: dict[str, str] = {}
    given["title"] = _answer(say, "title", lambda title: _taken(say, out or _named(folder, title)))
    for name in ("client", "situation", "words"):
        given[name] = _answer(say, name, lambda _: "")
    given["first"] = _answer(say, "first", lambda label: _too_long(say, label))
    given["second"] = _answer(say, "second", lambda label: _too_long(say, label) or _same(say, label, given["first"]))
    path = out or _named(folder, given["title"])
    text = say.texts.plain("nl", "fresh.file", **{**blanks(Answers(**given)), "id": path.stem})
    write(path, f"{_first_line(path)}{text}".encode(), over=False)
    click.echo(f"\n{say('cases.new.done', path=path).rstrip()}")
    found, sources = looked_at([path], known(say, [path]))
    issues = [issue for issue in found if issue.code != _TO_FILL]  # of those it was said just now
    if verdict(issues, strict=True):
        click.echo(f"\n{say('cases.new.look')}\n")
        tell(say, issues, sources)
    return GOOD


def _answer(say: Say, name: str, trouble: Callable[[str], str]) -> str:
    """Ask until there is an answer that is no trouble; return it on one line."""
    question = f"\n{say(f'fresh.ask.{name}')}"
    while True:
        answer = " ".join(click.prompt(question, default="", show_default=False, prompt_suffix="\n> ").split())
        wrong = trouble(answer) if answer else say("cases.new.empty")
        if not wrong:
            return answer
        click.echo(wrong)


def _named(folder: Path, title: str) -> Path:
    return folder / f"{plain_id(title, 'casus')}.yaml"


def _first_line(path: Path) -> str:
    """Return the line by which an editor finds the schema, where there is one beside the case."""
    return f"# yaml-language-server: $schema={SCHEMA}\n" if (path.parent / SCHEMA).is_file() else ""


def _may_be_made(path: Path) -> None:
    if not _NAME.fullmatch(path.name):
        raise WrongUseError("case_name", path=path)
    if path.exists():
        raise WrongUseError("there", path=path)
    if not path.parent.is_dir():
        raise WrongUseError("unwritable", path=path)


def _taken(say: Say, path: Path) -> str:
    return say("cases.new.taken", path=path) if path.exists() else ""


def _too_long(say: Say, label: str) -> str:
    return say("author.new_too_long") if len(label) > LONGEST_LABEL else ""


def _same(say: Say, label: str, first: str) -> str:
    return say("cases.new.same") if label.lower() == first.lower() else ""


def fix(say: Say, *, paths: Sequence[Path], dry_run: bool) -> int:
    """Mend the usual slips in files, and print what was changed and what is left; a good file stays as it is."""
    paths = [located(say, path) for path in paths]
    shared = known(say, paths)
    issues, sources = looked_at(paths, shared)
    if not sources:
        click.echo(say("cases.check.none"), err=True)
        tell(say, issues, sources)
        return GOOD
    mended: dict[Path, bytes] = {}
    for file in sources:
        done = _mended(Path(file), shared)
        if done.repairs:
            mended[Path(file).resolve()] = done.text.encode()
            _print_repairs(say, file, done, dry_run=dry_run)
    if not dry_run:
        for path, body in mended.items():
            write(path, body)
    if mended:
        issues, sources = looked_at(paths, shared, lambda path: mended.get(path) or path.read_bytes())
    _print_outcome(say, issues, sources, done="nothing" if not mended else "dry" if dry_run else "good")
    return verdict(issues)


def _print_outcome(say: Say, issues: Sequence[Issue], sources: Mapping[str, str], *, done: str) -> None:
    """Print what is left after the repairs; `done` is good, dry (nothing was written) or nothing (none were made)."""
    left = verdict(issues, strict=True)
    if done == "nothing":
        click.echo(say("cases.fix.nothing" if left else "cases.fix.untouched"))
    elif done == "dry" or not left:
        click.echo(f"\n{say(f'cases.fix.{done}')}")
    if left:
        click.echo(f"\n{say('cases.fix.left')}\n")
        tell(say, issues, sources)


def _mended(path: Path, shared: Shared) -> Repaired:
    body, whole = body_of(path), path.resolve()
    known_here = within(path, Shared(boxes=shared.boxes))
    beside = whole.parent.name == SHARED
    other = MethodEntry if whole.parent.name == METHODS else ScenarioEntry
    kind = _KINDS.get(f"{SHARED}/{whole.name}", other) if beside else other
    if layer := layer_of(whole.name):
        kind = _LAYERS.get(layer[0], LayerEntry) if beside else LayerEntry
    try:
        return repaired(body.decode("utf-8"), known_here, kind)
    except UnicodeDecodeError:  # rule Y01 says so
        return Repaired("")


def _print_repairs(say: Say, file: str, done: Repaired, *, dry_run: bool) -> None:
    click.echo(say("cases.fix.would" if dry_run else "cases.fix.did", file=file, n=len(done.repairs)))
    for repair in done.repairs:
        click.echo(f"  {say(f'repair.{repair.kind}', line=repair.line, **repair.words)}")
    if done.spent:
        click.echo(f"  {say('cases.fix.spent')}")
