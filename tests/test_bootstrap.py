"""The first start: what it does with an old Python, a missing module, a half-made or outdated environment."""

import ast
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot import bootstrap

ROOT = Path(__file__).resolve().parents[1]
PROJECT = """
[project]
name = "casusbot"
requires-python = ">=3.11"
dependencies = ["click>=8", "python-dotenv"]
[project.optional-dependencies]
postgres = ["psycopg[binary]>=3"]
dev = ["casusbot[postgres]", "surely-not-installed-anywhere>=1"]
"""


class ReplacedError(Exception):
    """Stands for a process that was replaced by another."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a small pyproject.toml and no environment."""
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    return tmp_path


@pytest.fixture
def outside(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Pretend to run outside any virtual environment; return the commands that would have been run."""
    commands: list[list[str]] = []

    def run(command: list[str]) -> None:
        commands.append(command)
        if "venv" in command:
            python = checkout / ".venv" / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.symlink_to(sys.executable) if not python.exists() else None

    def replaced(program: str, command: list[str], environ: dict[str, str]) -> None:
        commands.append([program, *command[1:], environ[bootstrap.STARTED]])
        raise ReplacedError

    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-m", "bot", "check"])
    monkeypatch.setattr(bootstrap, "_run", run)
    monkeypatch.setattr(os, "execve", replaced)
    monkeypatch.delenv(bootstrap.STARTED, raising=False)
    return commands


def note(checkout: Path) -> dict[str, object]:
    return dict(json.loads((checkout / ".venv" / "casusbot.json").read_text()))


def start(checkout: Path, extra: str | None = "dev") -> None:
    with pytest.raises(ReplacedError):
        bootstrap.ensure(extra, checkout)


def test_it_names_what_is_missing_an_extra_within_an_extra_included(checkout: Path) -> None:
    assert bootstrap.missing(checkout) == []
    assert bootstrap.missing(checkout, "dev") == ["surely-not-installed-anywhere"]


def test_where_everything_is_installed_it_does_nothing(checkout: Path, outside: list[list[str]]) -> None:
    bootstrap.ensure(None, checkout)
    assert outside == []
    assert not (checkout / ".venv").exists()


def test_installed_without_a_checkout_it_does_nothing(checkout: Path, outside: list[list[str]]) -> None:
    (checkout / "pyproject.toml").unlink()
    bootstrap.ensure("dev", checkout)
    assert outside == []


def test_a_first_start_makes_the_environment_and_starts_the_same_command_in_it(
    checkout: Path, outside: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    start(checkout)
    made, installed, started = outside
    assert made[1:3] == ["-m", "venv"]
    assert installed[-2:] == ["--editable", f"{checkout}[dev]"]
    assert started == [str(checkout / ".venv/bin/python"), "-m", "bot", "check", "built"]
    assert note(checkout)["extras"] == ["dev"]
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_second_start_only_starts(checkout: Path, outside: list[list[str]]) -> None:
    start(checkout)
    outside.clear()
    start(checkout)
    assert [command[-1] for command in outside] == ["reused"]


def test_an_environment_for_the_bot_alone_is_widened_for_the_tests(checkout: Path, outside: list[list[str]]) -> None:
    with_missing = PROJECT.replace('"click>=8"', '"click>=8", "surely-not-installed-anywhere"')
    (checkout / "pyproject.toml").write_text(with_missing)
    start(checkout, None)
    assert note(checkout)["extras"] == []
    start(checkout, "dev")
    start(checkout, None)
    assert note(checkout)["extras"] == ["dev"]
    assert [command[-1] for command in outside if command[-1] in {"built", "reused"}] == ["built", "built", "reused"]


def test_new_dependencies_are_installed_and_nothing_is_thrown_away(checkout: Path, outside: list[list[str]]) -> None:
    start(checkout)
    (checkout / ".venv" / "kept").touch()
    (checkout / "pyproject.toml").write_text(PROJECT.replace("click>=8", "click>=8.1"))
    start(checkout)
    assert (checkout / ".venv" / "kept").exists()
    assert outside[-1][-1] == "built"


def test_a_half_made_environment_is_made_anew(
    checkout: Path, outside: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = bootstrap._run

    def killed(command: list[str]) -> None:
        run(command)
        if "install" in command:
            raise ReplacedError

    monkeypatch.setattr(bootstrap, "_run", killed)
    start(checkout)
    (checkout / ".venv" / "rubbish").touch()
    monkeypatch.setattr(bootstrap, "_run", run)
    start(checkout)
    assert not (checkout / ".venv" / "rubbish").exists()
    assert outside[-1][-1] == "built"


def test_an_environment_somebody_else_made_is_used_and_left_alone(checkout: Path, outside: list[list[str]]) -> None:
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    start(checkout)
    assert [command[-1] for command in outside] == ["reused"]


def test_inside_another_virtual_environment_it_says_what_to_install(
    checkout: Path, outside: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "prefix", str(checkout / "other"))
    with pytest.raises(SystemExit) as stopped:
        bootstrap.ensure("dev", checkout)
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert "surely-not-installed-anywhere" in said
    assert 'pip install -e ".[dev]"' in said
    assert outside == []


def test_our_own_environment_mends_itself_once_and_then_gives_up(
    checkout: Path, outside: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    start(checkout)
    monkeypatch.setattr(sys, "prefix", str(checkout / ".venv"))
    start(checkout)
    assert outside[-1][-1] == "built"
    monkeypatch.setenv(bootstrap.STARTED, "built")
    with pytest.raises(SystemExit) as stopped:
        bootstrap.ensure("dev", checkout)
    assert stopped.value.code == 2


def test_without_the_means_to_make_an_environment_one_line_says_what_to_install(
    checkout: Path, outside: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit) as stopped:
        bootstrap.ensure("dev", checkout)
    assert stopped.value.code == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "sudo apt install python3-venv" in said[0]
    assert outside == []


def test_without_ensurepip_the_pip_that_is_there_is_used_from_outside(
    checkout: Path, outside: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    monkeypatch.setattr(subprocess, "call", lambda *_args, **_named: 1)
    start(checkout)
    assert "--without-pip" in outside[0]
    assert outside[1][3:5] == ["--python", str(checkout / ".venv/bin/python")]


def test_an_old_python_is_told_so(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    with pytest.raises(SystemExit) as stopped:
        bootstrap.ensure(None, checkout)
    assert stopped.value.code == 2
    assert capsys.readouterr().err == "Casusbot heeft Python 3.11 of nieuwer nodig; dit is Python 3.8.\n"


def test_a_command_that_fails_shows_its_last_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        bootstrap._run([sys.executable, "-c", "import sys; print('why'); sys.exit(3)"])
    assert stopped.value.code == 2
    assert "why" in capsys.readouterr().err


@pytest.mark.parametrize("argv", [["bot", "--lang", "en"], ["bot", "check", "--lang=en"]])
def test_it_speaks_english_when_asked(monkeypatch: pytest.MonkeyPatch, argv: list[str]) -> None:
    monkeypatch.setattr(sys, "argv", argv)
    assert bootstrap._words("done", seconds=3) == " done in 3 s"


def test_both_languages_say_the_same_things() -> None:
    books = json.loads((ROOT / "bot" / "texts" / "bootstrap.json").read_text("utf-8"))
    assert books["nl"].keys() == books["en"].keys()


def test_the_oldest_python_is_the_one_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">={}.{}".format(*bootstrap.OLDEST)


def test_a_start_needs_nothing_but_the_standard_library() -> None:
    code = "import sys; sys.path.insert(0, '.'); import bot.__main__, tests.__main__; print(len(sys.modules))"
    ran = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("name", ["bot/__init__.py", "bot/__main__.py", "bot/bootstrap.py", "tests/__main__.py"])
def test_what_an_old_python_reads_first_is_written_for_it(name: str) -> None:

    ast.parse((ROOT / name).read_text("utf-8"), name, feature_version=(3, 8))
