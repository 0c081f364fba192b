"""Cases as their authors wrote them, and what the repair makes of them."""

from bot.scenario.layers import layer_of
from bot.scenario.library import read_shelf
from bot.scenario.mending.sheet import Kind
from bot.scenario.repair import repaired
from tests.scenario.files import CASES, SHARED, SHIPPED, checked, option, step, story

FOLDERS = {folder: read_shelf(folder).shared for folder in (CASES, SHIPPED)}
GOOD = [
    (path, shared)
    for folder, shared in FOLDERS.items()
    for path in sorted(folder.glob("*.yaml"))
    if not layer_of(path.name)
]


def written(line: str, *, name: str = "gevolg") -> str:
    """Return a case with a text as its author wrote it behind the name of a field."""
    return story(step("begin", option("a", f"{name}:{line}")))


def consequence(text: str) -> str:
    """Return what happens after the choice in a case that must be good."""
    case = checked(text).scenario
    assert case is not None, (text, checked(text).issues)
    return case.steps["begin"].options["a"].consequence  # type: ignore[union-attr]


def kinds(text: str) -> list[Kind]:
    return [repair.kind for repair in repaired(text, SHARED).repairs]
