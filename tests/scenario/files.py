"""The scenario files that tests read, and small ones made on the spot."""

import sys
from pathlib import Path

from bot.conversation.measure import screens
from bot.scenario.check import Checked, check
from bot.scenario.compile import compiled
from bot.scenario.explore import MOST_STATES, Exploration, explore
from bot.scenario.model import Box, Issue, Scenario, Severity
from bot.scenario.rules.registry import Play, Shared
from bot.scenario.shape import SCENARIO
from bot.scenario.source import read
from bot.texts.wordlists import word_lists

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
BROKEN = CASES / "broken"
SHIPPED = ROOT / "scenarios"

# A machine that does other things as well, or measures coverage, takes its time; the release run is stricter.
PATIENCE = 20 if sys.gettrace() else 5

SHARED = Shared(
    boxes={"drie_dagen": Box(title="Binnen drie dagen", text="Het gesprek is binnen drie dagen.")},
    media={"voorbeeld/deur.jpg": 1_000},
    month="2026-11",
    screens=screens,
    words=word_lists(),
)

ENDS = """eindes:
  klaar:
    titel: Einde
    tekst: Klaar.
"""


def story(steps: str, *, head: str = "", ends: str = ENDS) -> str:
    """Return a scenario file around these steps."""
    return f"formaat: 1\nid: voorbeeld\ntitel: Een voorbeeld\n{head}stappen:\n{steps}{ends}"


def option(name: str, *fields: str, to: str = "klaar") -> str:
    """Return an option with these fields, indented as it stands in a step."""
    lines = ["keuze: Doen", *fields, f"naar: {to}"]
    return f"      {name}:\n" + "".join(f"        {line}\n" for line in lines)


def step(name: str, *options: str) -> str:
    """Return a decision with these options."""
    return f"  {name}:\n    situatie: Er wordt aangebeld.\n    keuzes:\n" + "".join(options)


def checked(text: str | bytes, file: str = "voorbeeld.yaml") -> Checked:
    """Return a text after the check."""
    return check(text, file, SHARED)


def wrong(text: str | bytes) -> list[Issue]:
    """Return the faults and warnings about a text."""
    return [issue for issue in checked(text).issues if issue.severity is not Severity.TIP]


def found(text: str | bytes) -> list[tuple[str, int, int]]:
    """Return what is wrong with a text, tips left out: codes, lines and columns."""
    return [(issue.code, issue.place.line, issue.place.column) for issue in wrong(text)]


def codes(text: str | bytes) -> list[str]:
    """Return what is wrong with a text, tips left out: codes only."""
    return [issue.code for issue in wrong(text)]


def scenario(text: str) -> Scenario:
    """Return the case in a text that must be good."""
    result = checked(text)
    assert result.scenario is not None, result.issues
    return result.scenario


def explored(text: str) -> Exploration:
    """Return everything that can happen in a text that must be good."""
    return explore(scenario(text))


def told(text: str, *codes: str) -> list[tuple[str, dict[str, object]]]:
    """Return what these codes say about a text: the codes, with the words of their sentences."""
    return [(issue.code, issue.words) for issue in checked(text).issues if issue.code in codes]


def play(text: str, most: int = MOST_STATES) -> Play:
    """Return what a rule sees of a text without other faults; of no more states than `most` what follows them."""
    source = read(text, "voorbeeld.yaml")
    case = compiled(SCENARIO.validate_python(source.data), {})
    exploration = explore(case, most)
    met: dict[str, list[int]] = {}
    for number, state in enumerate(exploration.states):
        met.setdefault(state.place, []).append(number)
    return Play(source=source, scenario=case, exploration=exploration, met=met, shared=SHARED)
