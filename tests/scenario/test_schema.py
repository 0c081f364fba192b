"""Editors get help and red lines from a schema that says what the shape says: --update writes it anew."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.scenario.layers import layer_of
from bot.scenario.method_shape import MethodEntry, PhaseEntry, RoleEntry
from bot.scenario.schema import DRAFT, schema
from bot.scenario.shape import BoxEntry, Entry, OptionEntry, ReflectionEntry, ScenarioEntry, StepEntry, fields_of
from tests.scenario.files import CASES, ROOT, SHIPPED, checked

FOLDER = SHIPPED / "schema"
KINDS = ("scenario", "kaders", "reflectie", "laag", "werkvorm")
SMALLEST = CASES / "eerste_scenario.yaml"  # as it stands in the guide: nineteen lines


def file_of(kind: str) -> Path:
    return FOLDER / f"{kind}.schema.json"


def files(kind: str) -> list[Path]:
    """Return the files of a kind that come with the bot or its tests, the broken ones left out."""
    if kind in {"scenario", "laag"}:
        found = [*sorted(SHIPPED.glob("*.yaml")), *sorted(CASES.glob("*.yaml"))]
        return [path for path in found if (layer_of(path.name) is not None) is (kind == "laag")]
    if kind == "werkvorm":
        return [path for folder in (SHIPPED, CASES) for path in sorted((folder / "_werkvormen").glob("*.yaml"))]
    return [folder / "_gedeeld" / f"{kind}.yaml" for folder in (SHIPPED, CASES)]


def against(kind: str, *paths: Path) -> dict[str, set[str]]:
    """Return what an editor would say of files: by name, where in it."""
    command = ["-m", "check_jsonschema", "--schemafile", str(file_of(kind)), "--no-cache", "-o", "json"]
    ran = subprocess.run([sys.executable, *command, *map(str, paths)], capture_output=True, text=True, check=False)
    told = json.loads(ran.stdout)
    assert not told.get("parse_errors"), told
    found: dict[str, set[str]] = {}
    for error in told.get("errors", ()):
        found.setdefault(Path(error["filename"]).name, set()).add(error["path"])
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_that_is_kept_is_what_the_shape_says(kind: str, update: bool) -> None:
    text = json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"
    if update:
        FOLDER.mkdir(exist_ok=True)
        file_of(kind).write_text(text, "utf-8")
    assert file_of(kind).read_text("utf-8") == text


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_points_to_its_schema_on_the_first_line(kind: str) -> None:
    for path in files(kind):
        first = path.read_text("utf-8").splitlines()[0]
        where = Path(os.path.relpath(file_of(kind), path.parent)).as_posix()
        assert path == SMALLEST or first == f"# yaml-language-server: $schema={where}", path


@pytest.mark.parametrize("kind", KINDS)
def test_an_editor_has_nothing_against_a_good_file(kind: str) -> None:
    assert against(kind, *files(kind)) == {}


GOOD = SMALLEST.read_text("utf-8")
BEGIN = "$.stappen.begin"
OPTION = f"{BEGIN}.keuzes.a"
LABEL, GONE = "keuze: Opendoen", "        gevolg: Je hoort de bel nog een keer.\n        naar: klaar\n"
NEXT = f"{LABEL}\n        "
# What is written wrong in place of what, and where an editor says so.
WRONG = {
    "unknown_field": ("gevolg: Het is", "gevlog: Het is", OPTION),
    "missing_field": (GONE, "", f"{BEGIN}.keuzes.b"),
    "missing_situation": ("    situatie: Er wordt aangebeld. Je staat net je jas aan te trekken.\n", "", BEGIN),
    "no_kind_of_step": ("stappen:\n", "stappen:\n  leeg:\n    titel: Leeg\n", "$.stappen.leeg"),
    "missing_endings": ("eindes:", "trainer: |\n  eindes", "$"),
    "text_for_fields": ("stappen:\n", "stappen:\n  zin: Er was eens\n", "$.stappen.zin"),
    "list_for_text": (LABEL, "keuze: [Opendoen]", f"{OPTION}.keuze"),
    "fields_for_text": (LABEL, "keuze: {wat: Opendoen}", f"{OPTION}.keuze"),
    "empty_text": ("gevolg: Het is de buurvrouw. Ze maakt zich zorgen.", "gevolg:", f"{OPTION}.gevolg"),
    "empty_list": (LABEL, f"{NEXT}baat: []", f"{OPTION}.baat"),
    "bad_id": ("id: eerste_scenario", "id: Eerste-scenario", "$.id"),
    "bad_step": ("  begin:", "  Begin:", "$.stappen"),
    "bad_meter": ("stappen:", "meters: {gekozen: 3}\nstappen:", "$.meters"),
    "meter_too_high": ("stappen:", "meters: {rust: 12}\nstappen:", "$.meters.rust"),
    "effect_no_number": (LABEL, f"{NEXT}effect: {{rust: veel}}", f"{OPTION}.effect.rust"),
    # Without quotes it is a number, and an editor does not tell 2 from +2.
    "effect_no_sign": (LABEL, f'{NEXT}effect: {{rust: "2"}}', f"{OPTION}.effect.rust"),
    "effect_too_much": (LABEL, f"{NEXT}effect: {{rust: +11}}", f"{OPTION}.effect.rust"),
    "bad_threshold": (LABEL, f"{NEXT}als: {{rust: meer dan 3}}", f"{OPTION}.als.rust"),
    "bad_choice": (LABEL, f"{NEXT}als: {{gekozen: begin}}", f"{OPTION}.als.gekozen"),
    "bad_branch": ("        naar: klaar\n", "        naar:\n          - stap: klaar\n", f"{OPTION}.naar"),
    "bad_format": ("formaat: 1", "formaat: 2", "$.formaat"),
    "bad_minutes": ("stappen:", "duur: drie kwartier\nstappen:", "$.duur"),
    "bad_kind": ("stappen:", "soort: film\nstappen:", "$.soort"),
    "bad_yes": ("    keuzes:", "    machtscheck: graag\n    keuzes:", f"{BEGIN}.machtscheck"),
}


def test_an_editor_sees_what_a_schema_can_see_at_the_place_where_it_is_wrong(tmp_path: Path) -> None:
    for name, (old, new, _) in WRONG.items():
        assert old in GOOD, name
        text = GOOD.replace(old, new, 1)
        assert checked(text, f"{name}.yaml").scenario is None, name
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    told = against("scenario", *sorted(tmp_path.iterdir()))
    assert [name for name, (*_, where) in WRONG.items() if where not in told.get(f"{name}.yaml", ())] == []


def test_a_box_with_a_bad_month_is_seen_by_an_editor(tmp_path: Path) -> None:
    path = tmp_path / "kaders.yaml"
    good = (CASES / "_gedeeld" / "kaders.yaml").read_text("utf-8")
    path.write_text(good.replace("gecontroleerd: 2026-11", "gecontroleerd: nu", 1), "utf-8")
    assert against("kaders", path) == {"kaders.yaml": {"$.drie_dagen.gecontroleerd"}}


def test_a_method_with_a_word_that_nothing_does_is_seen_by_an_editor(tmp_path: Path) -> None:
    path = tmp_path / "kort_gesprek.yaml"
    good = (SHIPPED / "_werkvormen" / "kort_gesprek.yaml").read_text("utf-8")
    path.write_text(good.replace("doe: lezen", "doe: leezen", 1), "utf-8")
    assert against("werkvorm", path) == {"kort_gesprek.yaml": {"$.ronde.lezen.doe"}}


def helped(level: dict[str, Any], entry: type[Entry]) -> bool:
    """Return whether every field of a level has the help of the shape."""
    helps = {field.alias: field.description for field in entry.model_fields.values()}
    return helps == {name: value["description"] for name, value in level["properties"].items()}


def test_every_field_has_its_help_and_nothing_english_is_shown() -> None:
    scenario = schema()
    definitions = scenario["definitions"]
    assert helped(scenario, ScenarioEntry)
    assert helped(definitions["StepEntry"], StepEntry)
    assert helped(definitions["OptionEntry"], OptionEntry)
    assert helped(schema("kaders")["definitions"]["BoxEntry"], BoxEntry)
    assert helped(schema("reflectie")["definitions"]["ReflectionEntry"], ReflectionEntry)
    method = schema("werkvorm")
    assert helped(method, MethodEntry)
    assert helped(method["definitions"]["RoleEntry"], RoleEntry)
    assert helped(method["definitions"]["PhaseEntry"], PhaseEntry)
    assert not any("title" in entry or "description" in entry for entry in definitions.values())
    assert set(fields_of(ScenarioEntry)) == set(scenario["properties"])
    assert scenario["$schema"] == DRAFT


def test_help_stands_where_draft_7_sees_it() -> None:
    waiting: list[Any] = [schema(kind) for kind in KINDS]
    for value in waiting:
        if isinstance(value, dict):
            assert "$ref" not in value or len(value) == 1
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def test_an_installed_bot_has_the_schemas_beside_the_cases() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    assert '"share/casusbot/scenarios/schema" = ["scenarios/schema/*.json"]' in text
    assert '"share/casusbot/scenarios/_werkvormen" = ["scenarios/_werkvormen/*.yaml"]' in text
