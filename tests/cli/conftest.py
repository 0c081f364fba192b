"""The command line in an empty folder, with a small case in it."""

import io
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli.commands import main
from bot.config import variables

CASES = Path(__file__).resolve().parents[1] / "cases"
SMALL = (CASES / "eerste_scenario.yaml").read_text("utf-8")
WARNED = SMALL.replace("id: eerste", "id: ander")  # a name that is not that of its file: W
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to type in, without settings, with an empty folder of scenarios."""
    for name in (*variables(), "CREDENTIALS_DIRECTORY", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    here = tmp_path / "here"
    (here / "scenarios").mkdir(parents=True)
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def case(folder: Path) -> Path:
    """The smallest case, in a file here."""
    (folder / "eerste_scenario.yaml").write_text(SMALL, "utf-8")
    return Path("eerste_scenario.yaml")


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line; return exit code, output and errors. `typed` are the lines someone types."""
    assert folder.is_dir()

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(arguments)
        return code, *capsys.readouterr()

    return run


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """Take away the log that a command sets up for the process it is."""
    handlers, level, hook = logging.root.handlers[:], logging.root.level, sys.excepthook
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    logging.captureWarnings(capture=False)
    sys.excepthook = hook
