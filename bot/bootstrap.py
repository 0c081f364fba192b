"""The first start: makes .venv in the checkout when something is missing, and starts again in it.

Standard library only, and readable by an old Python too, which is told here that it is too old. Where the bot is
installed properly (pip install, uv run) there is nothing to do; nothing is ever installed outside .venv.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = (3, 11)
NAME = "casusbot"
WRONG_USE = 2
INTERRUPTED = 130
STARTED = "CASUSBOT_STARTED"
_LINES_OF_TROUBLE = 12


def ensure(extra: str | None = None, root: Path | None = None) -> None:
    """Return when everything is there; otherwise set up .venv and start again in it, or say what is missing.

    `extra` is a group of optional dependencies ("dev" for the tests). What cannot be mended ends the process with
    code 2 and one line on standard error.
    """
    if sys.version_info < OLDEST:
        _stop("old", found=_dotted(sys.version_info[:2]), oldest=_dotted(OLDEST))
    root = root or Path(__file__).resolve().parent.parent
    if not (root / "pyproject.toml").is_file():
        return
    started = os.environ.pop(STARTED, "")
    lacking = missing(root, extra)
    home = Environment(root)
    if home.is_this and home.state(extra) != "foreign":
        _mend(home, extra, lacking, started)
    elif sys.prefix != sys.base_prefix and lacking:
        _stop("inside", missing=", ".join(lacking), wanted=f".[{extra}]" if extra else ".")
    elif lacking and home.state(extra) in {"good", "foreign"}:
        home.start("reused")
    elif lacking:
        home.build(extra)
        home.start("built")


def _mend(home: Environment, extra: str | None, lacking: list[str], started: str) -> None:
    """Within our own .venv: return when it is in order, otherwise mend it once."""
    if not lacking and home.state(extra) == "good":
        return
    if started == "built":
        _stop("failed", command=", ".join(lacking))
    home.build(extra)
    home.start("built")


def missing(root: Path, extra: str | None = None) -> list[str]:
    """Return the names of the distributions that pyproject.toml asks for and this interpreter does not have."""
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415 - an older Python has it elsewhere

    lacking = []
    for name in [*_asked(_project(root), extra), NAME]:
        try:
            distribution(name)
        except PackageNotFoundError:
            lacking.append(name)
    return lacking


class Environment:
    """The .venv of a checkout, with a note in it that says what it was made for."""

    def __init__(self, root: Path) -> None:
        """Take the folder of the checkout."""
        self.root = root
        self.folder = root / ".venv"
        self.note = self.folder / "casusbot.json"
        self.python = self.folder.joinpath(*(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))

    @property
    def is_this(self) -> bool:
        """Whether this very process runs in it."""
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def state(self, extra: str | None) -> str:
        """Return good, outdated, half (none yet, or the set-up was broken off) or foreign (not made here)."""
        if not self.python.exists():
            return "half"
        if not self.note.exists():
            return "foreign"
        note = self._read()
        if note.get("for") == "half" or "extras" not in note:
            return "half"
        enough = extra is None or extra in note["extras"]
        return "good" if enough and note.get("for") == _fingerprint(self.root) else "outdated"

    def build(self, extra: str | None) -> None:
        """Make, mend or update the environment under one line of progress; ends the process when that fails."""
        with _alone(self.root):
            state = self.state(extra)
            if state == "good" and not self.is_this:
                return
            extras = sorted({*self._read().get("extras", []), *([extra] if extra else [])})
            begun = time.monotonic()
            ready = importlib.util.find_spec("ensurepip") is not None
            if importlib.util.find_spec("venv") is None or not (ready or importlib.util.find_spec("pip")):
                _stop("venv")
            _write(_words("update" if state == "outdated" else "setup"))
            try:
                if state == "half" and not self.is_this:
                    shutil.rmtree(self.folder, ignore_errors=True)
                self.folder.mkdir(exist_ok=True)
                self._note("half", extras)
                self._make(with_pip=ready)
                self._install(extras)
                self._note(_fingerprint(self.root), extras)
            except KeyboardInterrupt:
                _write("\n")
                sys.exit(INTERRUPTED)
            except OSError as error:
                _write("\n")
                _stop("folder", root=self.root, why=error.strerror)
            _write(_words("done", seconds=round(time.monotonic() - begun)) + "\n")

    def start(self, how: str) -> None:
        """Start this same command in the environment; never returns."""
        environ = {**os.environ, STARTED: how}
        command = [str(self.python), *sys.orig_argv[1:]]
        sys.stdout.flush()
        if os.name != "nt":
            os.execve(command[0], command, environ)  # noqa: S606 - no shell is wanted
        with contextlib.suppress(KeyboardInterrupt):
            sys.exit(subprocess.call(command, env=environ))  # noqa: S603 - the command line we were given
        sys.exit(INTERRUPTED)

    def _read(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self.note.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return {}

    def _note(self, made_for: str, extras: list[str]) -> None:
        self.note.write_text(json.dumps({"for": made_for, "extras": extras}), "utf-8")

    def _make(self, *, with_pip: bool) -> None:
        """Make the environment; where Debian left out ensurepip, the pip that is there serves it from outside."""
        python = getattr(sys, "_base_executable", sys.executable)
        _run([python, "-m", "venv", *([] if with_pip else ["--without-pip"]), str(self.folder)])

    def _install(self, extras: list[str]) -> None:
        wanted = f"{self.root}[{','.join(extras)}]" if extras else str(self.root)
        own = subprocess.call([str(self.python), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0  # noqa: S603
        pip = [str(self.python), "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", str(self.python)]
        _run([*pip, "install", "--disable-pip-version-check", "--editable", wanted])


def _run(command: list[str]) -> None:
    """Run a command with a dot a second; ends the process with its last lines when it fails."""
    running = subprocess.Popen(  # noqa: S603 - a command line of our own
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    while True:
        try:
            output, _ = running.communicate(timeout=1)
        except subprocess.TimeoutExpired:
            _write(".")
        else:
            break
    if running.returncode:
        _write("\n" + "\n".join(output.splitlines()[-_LINES_OF_TROUBLE:]) + "\n")
        _stop("failed", command=" ".join(command))


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Let one process at a time set up; the lock goes with the process, also when it is killed."""
    with (root / "pyproject.toml").open("rb") as file:
        with contextlib.suppress(ImportError):
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _project(root: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - not in an older Python

    with (root / "pyproject.toml").open("rb") as file:
        return dict(tomllib.load(file)["project"])


def _asked(project: dict[str, Any], extra: str | None) -> list[str]:
    """Return the names asked for, an extra that asks for another extra of ours included."""
    names = []
    for line in project["optional-dependencies"][extra] if extra else project["dependencies"]:
        own = re.match(NAME + r"\[([a-z,]+)\]", line)
        if own:
            names += [name for each in own.group(1).split(",") for name in _asked(project, each)]
        else:
            names.append(re.split(r"[^A-Za-z0-9._-]", line)[0])
    return names + (_asked(project, None) if extra else [])


def _fingerprint(root: Path) -> str:
    project = _project(root)
    kept = [project.get(key) for key in ("requires-python", "dependencies", "optional-dependencies", "scripts")]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _words(key: str, **values: object) -> str:
    english = re.search(r"--lang[= ]en\b", " ".join(sys.argv))
    books = json.loads((Path(__file__).resolve().parent / "texts" / "bootstrap.json").read_text("utf-8"))
    return str(books["en" if english else "nl"][key]).format(**values)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _stop(key: str, **values: object) -> NoReturn:
    _write(_words(key, **values) + "\n")
    sys.exit(WRONG_USE)
