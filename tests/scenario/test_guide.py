"""The guide for authors is about the format that is read."""

import re
from typing import Any

import pytest
import yaml

from bot.scenario.check import check_boxes, check_method
from bot.scenario.check_layer import check_layer
from bot.scenario.layer_shape import (
    BoxTexts,
    EndingTexts,
    LayerEntry,
    OptionTexts,
    QuestionTexts,
    StepTexts,
    Texts,
)
from bot.scenario.method_shape import ACTS, MAY, PARTS, GroupEntry, MethodEntry, PhaseEntry, RoleEntry
from bot.scenario.model import Severity
from bot.scenario.report import report
from bot.scenario.rules.registry import SEVERITIES
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
from bot.texts.pages import wording
from tests.scenario.files import CASES, SHARED, SHIPPED, checked

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
    "Een werkvorm": MethodEntry,
    "De deelnemers": GroupEntry,
    "Een rol": RoleEntry,
    "Een fase": PhaseEntry,
}

TEXTS: dict[str, type[Texts]] = {
    "Bovenaan": LayerEntry,
    "Bij een stap": StepTexts,
    "Bij een keuze": OptionTexts,
    "Bij een einde": EndingTexts,
    "Bij een kader": BoxTexts,
    "Bij een huisvraag": QuestionTexts,
}
LAYER = "# eerste_scenario.en.yaml"
METHOD = "# _werkvormen/ons_overleg.yaml"
APART = ("# _gedeeld/", LAYER, METHOD)


def test_every_level_of_fields_has_a_section() -> None:
    assert set(LEVELS.values()) == set(Entry.__subclasses__()) - {Texts}
    assert set(TEXTS.values()) == set(Texts.__subclasses__())


@pytest.mark.parametrize("where", TEXTS)
def test_the_guide_has_every_text_of_a_layer_and_no_other(where: str) -> None:
    section = next(section for section in SECTIONS if section.startswith("Een laag in een andere taal\n"))
    row = re.search(rf"^\| {where} \| (.+) \|$", section, flags=re.MULTILINE)
    assert row
    assert sorted(re.findall(r"`(\w+)`", row[1])) == sorted(fields_of(TEXTS[where]))


def test_the_layer_in_the_guide_says_the_whole_smallest_scenario() -> None:
    layer = next(block for block in blocks() if block.startswith(LAYER))
    found = check_layer(layer, "eerste_scenario.en.yaml", SHARED, checked(blocks()[0], "eerste_scenario.yaml").scenario)
    assert found.issues == ()
    assert found.texts["stappen.begin.keuzes.b.keuze"] == "Walk on"


@pytest.mark.parametrize("heading", LEVELS)
def test_the_guide_has_every_field_and_no_other(heading: str) -> None:
    section = next(section for section in SECTIONS if section.startswith(f"{heading}\n"))
    documented = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, flags=re.MULTILINE)
    assert sorted(name for name, _ in documented) == sorted(fields_of(LEVELS[heading]))
    fields = LEVELS[heading].model_fields.values()
    needed = {name for name, text in documented if text.endswith("Verplicht.")}
    assert needed == {field.alias for field in fields if field.is_required()}


def test_the_smallest_scenario_in_the_guide_passes_the_check() -> None:
    example = re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)[0]
    assert len(example.splitlines()) == 19
    assert checked(example, "eerste_scenario.yaml").issues == ()
    assert example == (CASES / "eerste_scenario.yaml").read_text("utf-8")


def blocks() -> list[str]:
    """Return the examples of the guide, in its order."""
    return re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)


def put_into(tree: Any, more: Any) -> Any:
    """Return a file with the lines of an example put where its first lines say they belong."""
    if isinstance(tree, dict) and isinstance(more, dict):
        return tree | {name: put_into(tree.get(name), value) for name, value in more.items()}
    return more


def grown() -> list[tuple[str, str]]:
    """Return each example for a case, with the file it makes of what stands above it in the guide."""
    made: list[tuple[str, str]] = []
    tree: Any = {}
    for block in blocks():
        if not block.startswith(APART):
            tree = put_into(tree, load(block, "voorbeeld.yaml"))
            made.append((block, yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000)))
    return made


@pytest.mark.parametrize("text", [text for _, text in grown()])
def test_whoever_follows_the_guide_has_a_case_that_can_be_played_at_every_step(text: str) -> None:
    result = checked(text, "eerste_scenario.yaml")
    assert result.scenario is not None, result.issues


def test_whoever_follows_the_guide_to_its_end_has_a_case_without_remarks() -> None:
    result = checked(grown()[-1][1], "eerste_scenario.yaml")
    assert result.issues == ()
    assert result.scenario is not None
    assert result.scenario.client


def test_every_whole_file_in_the_guide_passes_the_check() -> None:
    whole = [block for block in blocks() if "formaat:" in block and not block.startswith(APART)]
    assert whole
    for block in whole:
        issues = checked(block, f"{load(block, 'voorbeeld.yaml')['id']}.yaml").issues
        assert [issue for issue in issues if issue.severity is not Severity.TIP] == []


def test_every_box_in_the_guide_passes_the_check() -> None:
    boxes = [block for block in blocks() if block.startswith("# _gedeeld/kaders.yaml")]
    assert boxes
    for block in boxes:
        found, _, issues = check_boxes(block, "kaders.yaml", SHARED)
        assert found
        assert issues == ()


def test_whoever_follows_the_guide_has_a_method_without_remarks_at_every_step() -> None:
    tree: Any = {}
    lengths = []
    for block in blocks():
        if block.startswith(METHOD):
            tree = put_into(tree, load(block, "ons_overleg.yaml"))
            text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000)
            found, _, issues = check_method(text, "ons_overleg.yaml", SHARED)
            assert issues == ()
            assert found is not None
            lengths.append(found.minutes)
    assert lengths == [14, 20, 20, 20]


def test_the_guide_has_every_word_for_what_a_group_does_and_where() -> None:
    section = next(section for section in SECTIONS if section.startswith("Werkvormen\n"))
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| .+ \|$", section, flags=re.MULTILINE)
    where = {word: ", ".join(part for part in PARTS if word in MAY[part]) for word in ACTS}
    assert dict(rows) == {word: "overal" if parts == ", ".join(PARTS) else parts for word, parts in where.items()}


def test_the_guide_names_only_codes_that_exist() -> None:
    named = set(re.findall(r"\b[A-Z]\d{2}\b", GUIDE))
    assert {"R01", "D02"} <= named <= SEVERITIES.keys()


def test_the_report_in_the_guide_is_what_the_check_says() -> None:
    text = blocks()[0].replace("naar: klaar", "naar: klar", 1)
    file = "scenarios/eerste_scenario.yaml"
    said = report(checked(text, file).issues, {file: text}, wording("nl"))
    assert f"```\n{said}```" in GUIDE


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
