"""What belongs in a field where something else was written, for S04; and a field that stands at the wrong side, S01."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.scenario.headings import MEANT
from bot.scenario.reader import Path
from bot.scenario.rules.tree import branches, inside, table
from bot.scenario.shape import EndingEntry, StepEntry, fields_of, names_at
from bot.scenario.signs import braced, bracing

_EXAMPLES = {"effect": "+2", "als": "minstens 6"}
_STEP, _ENDING = frozenset(fields_of(StepEntry)), frozenset(fields_of(EndingEntry))
_OF_STEPS = frozenset({"situatie", "keuzes", "schrijf"})
_OF_ENDINGS = frozenset({"titel", "tekst"})


def wanted(data: Any, path: Path, written: Any) -> dict[str, Any]:
    """Return the words that say what belongs at a path where fields do: `goed` is an example, or what was meant.

    `tekst` is what was written, where `goed` is what that means.
    """
    field = next((part for part in path[-1:] if isinstance(part, str)), "")
    if field in _EXAMPLES:
        name = next(iter(inside(data, "meters")), "vertrouwen")
        meant = braced(written, field) if isinstance(written, str) else bracing(written, field)
        text = written if meant and isinstance(written, str) else ""
        return {"vorm": field, "tekst": text, "goed": meant or f"{{{name}: {_EXAMPLES[field]}}}"}
    if field == "aan_het_woord":
        return {"vorm": field, "persoon": next(iter(inside(data, "personen")), "yara")}
    return {"vorm": field if field in {"personen", "keuzes"} else "velden"}


def indented(data: Any, kind: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Return each field of the file that stands below another one, where it is a step, an ending, a person or a meter.

    That is certain where it has none of the fields of these, and is not written elsewhere.
    """
    for owner in ("stappen", "eindes", "personen", "meters"):
        for name, value in inside(data, owner).items():
            if name in names_at(kind, ()) and name not in data and not _fits(owner, value):
                yield (owner, name), {"vorm": "links", "veld": name, "bij": owner}


def outdented(name: str, value: Any) -> dict[str, Any] | None:
    """Return the words about a step or an ending that stands beside `stappen`; None where it is neither."""
    names = table(value).keys()
    owner = "stappen" if names & _OF_STEPS else "eindes" if names >= _OF_ENDINGS else ""
    return {"vorm": "spaties", "veld": name, "bij": owner} if owner else None


def misplaced_in_branches(data: Any) -> Iterator[tuple[Path, str, dict[str, str]]]:
    """Return `als` and `stap` where they stand beside `anders`, by the path of the branch."""
    for path, branch in branches(data):
        for name in ("als", "stap"):
            if "anders" in branch and name in branch:
                yield path, name, {"vorm": "tak"}


def missing_in_branches(data: Any) -> Iterator[tuple[Path, str]]:
    """Return what each branch lacks, by its path."""
    for path, branch in branches(data):
        for name in ("als", "stap"):
            if branch and not {"anders", name} & meant(branch):
                yield path, name


def meant(branch: Mapping[str, Any]) -> set[str]:
    """Return the names in a branch, as they were meant."""
    return {MEANT.get(name, name) for name in branch}


def _fits(owner: str, value: Any) -> bool:
    if owner in {"personen", "meters"}:
        return isinstance(value, str)
    return bool(table(value).keys() & (_STEP if owner == "stappen" else _ENDING))
