"""The guide for authors is about the format that is read."""

import re

import pytest

from bot.scenario.shape import (
    BoxEntry,
    BranchEntry,
    ConditionEntry,
    EndingEntry,
    Entry,
    OptionEntry,
    PointEntry,
    ProofEntry,
    QuestionsEntry,
    ReflectionEntry,
    ScenarioEntry,
    StepEntry,
    fields_of,
)
from bot.scenario.source import load
from tests.scenario.files import CASES, SHIPPED, checked

GUIDE = (SHIPPED / "README.md").read_text("utf-8")
SECTIONS = re.split(r"^#{2,3} ", GUIDE, flags=re.MULTILINE)
LEVELS: dict[str, type[Entry]] = {
    "Bovenaan het bestand": ScenarioEntry,
    "Een proef": ProofEntry,
    "Een stap": StepEntry,
    "Een keuze": OptionEntry,
    "Wet, rendement en betrokkenheid": PointEntry,
    "De weg kiezen": BranchEntry,
    "Een voorwaarde": ConditionEntry,
    "Eigen vragen na elke keuze": QuestionsEntry,
    "Een einde": EndingEntry,
    "Kaders: wet en feiten": BoxEntry,
    "Huisvragen": ReflectionEntry,
}


def test_every_level_of_fields_has_a_section() -> None:
    assert set(LEVELS.values()) == set(Entry.__subclasses__())


@pytest.mark.parametrize("heading", LEVELS)
def test_the_guide_has_every_field_and_no_other(heading: str) -> None:
    section = next(section for section in SECTIONS if section.startswith(f"{heading}\n"))
    documented = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, flags=re.MULTILINE)
    assert {name for name, _ in documented} == set(fields_of(LEVELS[heading]))
    fields = LEVELS[heading].model_fields.values()
    needed = {name for name, text in documented if text.endswith("Verplicht.")}
    assert needed == {field.alias for field in fields if field.is_required()}


def test_the_smallest_scenario_in_the_guide_passes_the_check() -> None:
    example = re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)[0]
    assert len(example.splitlines()) == 19
    assert checked(example, "eerste_scenario.yaml").issues == ()
    assert example == (CASES / "eerste_scenario.yaml").read_text("utf-8")


def test_the_cases_for_tests_use_every_field() -> None:
    used: set[str] = set()
    waiting: list[object] = [
        load(path.read_bytes(), path.name) for path in CASES.rglob("*.yaml") if path.parent.name != "broken"
    ]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            used |= value.keys()
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    assert {name for level in LEVELS.values() for name in fields_of(level)} <= used
