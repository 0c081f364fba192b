"""Documentation that cannot rot: the README against the command line, the map of the house against the contracts."""

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

import bot
from bot.cli.authors import authors
from bot.cli.commands import group
from bot.cli.words import Say
from bot.scenario.rules.registry import SEVERITIES
from bot.texts.catalog import shipped
from tests.__main__ import LONG_RUNS, STEPS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FIRST_SCREEN = 40  # lines

DUTCH = [
    ROOT / "scenarios" / "README.md",
    *(ROOT / "docs" / name for name in ("bibliotheek.md", "casussen-maken.md", "codes.md", "meelezen.md", "packs.md")),
]
LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
PICTURE = re.compile(r'<img src="([^"]+)"[^>]* alt="([^"]+)">')
MOST_PICTURES, MOST_BYTES = 6, 150_000
SHORTEST = 60  # characters that tell what is in a picture


def commands(module: str, text: str = README) -> list[list[str]]:
    """Return the arguments of each command for a module in a text, the README unless another is given."""
    lines = re.findall(rf"^ {{4}}python3 -m {module}\b(.*)$", text, re.MULTILINE)
    lines += re.findall(rf"`python3 -m {module}\b([^`]*)`", text)
    return [shlex.split(line, comments=True) for line in lines]


@pytest.mark.parametrize("arguments", commands("bot"), ids=" ".join)
def test_every_command_in_the_readme_is_one_the_command_line_knows(arguments: list[str]) -> None:
    understood(arguments)


def understood(arguments: list[str]) -> None:
    """Read a command line as the bot does, without carrying it out; raises click's error for one that is wrong."""
    say = Say(shipped(), "nl")
    context = group(say).make_context("casusbot", arguments, obj=say, resilient_parsing=True)
    if rest := [*context._protected_args, *context.args]:
        name, command, left = group(say).resolve_command(context, rest)
        assert command is not None, name
        command.make_context(name, left, parent=context, obj=say)


def test_every_command_stands_in_the_readme() -> None:
    shown = {word for arguments in commands("bot") for word in arguments}
    for command in group(Say(shipped(), "nl")).commands.values():
        assert command.name in shown
        options = {word for param in command.params if isinstance(param, click.Option) for word in param.opts}
        assert options - {"--help"} <= shown


@pytest.mark.parametrize("path", DUTCH, ids=lambda path: path.name)
def test_every_command_in_a_guide_is_one_the_command_line_knows(path: Path) -> None:
    found = commands("bot", path.read_text("utf-8"))
    for arguments in found:
        understood(arguments)


def test_the_guide_for_authors_names_every_command_for_authors() -> None:
    shown = {word for path in DUTCH for arguments in commands("bot", path.read_text("utf-8")) for word in arguments}
    assert {command.name for command in authors(Say(shipped(), "nl"))} <= shown


@pytest.mark.parametrize("path", [ROOT / "README.md", *DUTCH], ids=lambda path: path.name)
def test_every_link_in_a_guide_leads_somewhere(path: Path) -> None:
    for link in LINK.findall(path.read_text("utf-8")):
        file, _, heading = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.is_file(), link
        assert not heading or heading in headings(target), link


def headings(path: Path) -> set[str]:
    """Return what the headings of a page are linked by."""
    found = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_every_picture_is_small_and_is_told_to_who_cannot_see_it() -> None:
    shown = {name: text for path in DUTCH for name, text in PICTURE.findall(path.read_text("utf-8"))}
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert sorted(shown) == [f"pictures/{path.name}" for path in pictures]
    assert len(pictures) <= MOST_PICTURES
    assert all(path.stat().st_size <= MOST_BYTES for path in pictures)
    assert all(len(text) > SHORTEST for text in shown.values())


def test_the_guides_name_only_codes_that_exist() -> None:
    for path in DUTCH:
        assert set(re.findall(r"\b[A-Z]\d{2}\b", path.read_text("utf-8"))) <= SEVERITIES.keys()


def test_the_two_commands_stand_on_the_first_screen() -> None:
    first = "\n".join(README.splitlines()[:FIRST_SCREEN])
    assert re.search(r"^ {4}python3 -m bot +#", first, re.MULTILINE)
    assert re.search(r"^ {4}python3 -m tests +#", first, re.MULTILINE)


def test_every_way_to_run_the_tests_stands_in_the_readme() -> None:
    shown = {arguments[0] for arguments in commands("tests") if arguments}
    assert shown >= LONG_RUNS.keys()


def test_the_map_of_the_house_is_the_contract() -> None:
    rooms = re.search(r"keeps it\):\n\n(.*?)\n\n", bot.__doc__ or "", re.DOTALL)
    assert rooms
    drawn: list[set[str]] = []
    for line in rooms.group(1).splitlines():
        names, about = re.split(r" {3,}", line.strip(), maxsplit=1)
        if about.startswith("..."):  # the line before goes on
            drawn[-1] |= set(names.split())
        else:
            drawn.append(set(re.findall(r"\w+", names)))
    contract = next(each for each in PROJECT["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    assert flat(drawn) == flat([set(re.findall(r"\w+", layer)) for layer in contract["layers"]])


def flat(layers: list[set[str]]) -> list[str]:
    """Return the rooms from top to bottom; within a layer the order means nothing."""
    return [room for layer in layers for room in sorted(layer)]


def test_every_room_is_on_the_map() -> None:
    contract = next(each for each in PROJECT["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    mapped = {room for layer in contract["layers"] for room in re.findall(r"\w+", layer)}
    there = {path.stem for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert there - {"__init__"} == mapped


def test_ci_runs_the_gate_and_nothing_else() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert [line for line in script if "python3" in line] == ["exec python3 -m tests"]
    assert {"ruff check", "ruff format", "mypy", "lint-imports"} == STEPS.keys()


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["project"]["version"] == bot.__version__
    assert f"## {bot.__version__} " in (ROOT / "CHANGELOG.md").read_text("utf-8")
