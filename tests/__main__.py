"""The gate: python3 -m tests, the same for a person and for .ci/run.

    python3 -m tests                     everything: style, types, rooms, tests
    python3 -m tests tests/engine -k x   only these tests, straight to pytest
    python3 -m tests bench               how fast it is, a table
    python3 -m tests release             the long runs: kills, faults, fuzzing

Standard library only until the environment is there.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from pathlib import Path

from bot import bootstrap

ROOT = Path(__file__).resolve().parent.parent
STEPS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "."],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "mypy": [sys.executable, "-m", "mypy"],
    "lint-imports": [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])",
    ],
}
PYTEST = [sys.executable, "-m", "pytest"]
PURE = ["scenario", "engine", "session"]  # rooms of which every branch is tried
LONG_RUNS = {"bench": "tests.bench", "release": "tests.release"}


def main(arguments: list[str]) -> int:
    """Run the gate, a long run, or the tests that are named; return 0 when all is well."""
    bootstrap.ensure("dev")
    if arguments and arguments[0] in LONG_RUNS:
        return int(importlib.import_module(LONG_RUNS[arguments[0]]).main(arguments[1:]) or 0)
    if arguments:
        return subprocess.call([*PYTEST, *arguments], cwd=ROOT)
    failed = [name for name, command in STEPS.items() if not step(name, command)]
    failed += [name for name, wishes in runs().items() if not tested(name, wishes)]
    print("Not good: " + ", ".join(failed) if failed else "All good.")
    return 1 if failed else 0


def step(name: str, command: list[str]) -> bool:
    """Run one step of the gate; what it says is shown only when it fails."""
    begun = time.monotonic()
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    report(name, good=ran.returncode == 0, seconds=time.monotonic() - begun)
    if ran.returncode:
        print(ran.stdout + ran.stderr, flush=True)
    return ran.returncode == 0


def runs() -> dict[str, list[str]]:
    """Return what pytest is asked: the pure rooms with every branch, and all the rest."""
    folders = [f"tests/{room}" for room in PURE]
    covered = ["--cov-branch", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100"]
    return {
        "pure rooms": [*folders, *(f"--cov=bot.{room}" for room in PURE), *covered],
        "the rest": [f"--ignore={folder}" for folder in folders],
    }


def tested(name: str, wishes: list[str]) -> bool:
    """Run tests; what pytest says is shown as it comes."""
    begun = time.monotonic()
    good = subprocess.call([*PYTEST, "-n", "2", *wishes], cwd=ROOT) == 0
    report(name, good=good, seconds=time.monotonic() - begun)
    return good


def report(name: str, *, good: bool, seconds: float) -> None:
    """Print one line for a step."""
    print(f"{'good' if good else 'FAIL'}  {name:<14}{seconds:6.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
