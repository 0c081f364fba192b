"""What may stand in a file: short and long ways of writing, and every fault at once."""

import pytest

from bot.scenario.model import Axis, Chosen, Condition, Crossroads, Decision, Kind, Point, Threshold, Writing
from bot.scenario.shape import Boxes, ConditionEntry, Entry, ScenarioEntry, names_at
from tests.scenario.files import CASES, codes, found, option, scenario, step, story


def field(text: str) -> str:
    """Return a file with one decision whose option has this field more."""
    return story(step("begin", option("a", *text.split("\n"))))


METERS = "meters: {rust: 4, tijd: 6}\n"


def test_a_text_stands_for_a_list_of_one() -> None:
    short = story(step("begin", option("a", "baat: samira")), head="personen: {samira: Samira}\nthemas: schulden\n")
    long = story(step("begin", option("a", "baat: [samira]")), head="personen: {samira: Samira}\nthemas: [schulden]\n")
    assert scenario(short) == scenario(long)


def test_a_place_stands_for_a_route_without_conditions() -> None:
    long = story(step("begin", option("a", to="[{anders: klaar}]")))
    assert scenario(story(step("begin", option("a")))) == scenario(long)


def test_a_sentence_stands_for_a_remark() -> None:
    case = scenario(field("wet: Het mag.\nrendement: {winst: Rust, verlies: Tijd}"))
    begin = case.steps["begin"]
    assert isinstance(begin, Decision)
    assert begin.options["a"].points == {
        Axis.LAW: Point(remark="Het mag."),
        Axis.RETURN: Point(gain="Rust", loss="Tijd"),
    }


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        ("minstens 6", Threshold(at_least=6)),
        ("hoogstens 3", Threshold(at_most=3)),
        ('">= 6"', Threshold(at_least=6)),
        ('"<=3"', Threshold(at_most=3)),
    ],
)
def test_a_bound_is_written_in_words_or_signs(written: str, bounds: Threshold) -> None:
    route = f"[{{als: {{rust: {written}}}, stap: klaar}}, {{anders: klaar}}]"
    begin = scenario(story(step("begin", option("a", to=route)), head=METERS)).steps["begin"]
    assert isinstance(begin, Decision)
    assert begin.options["a"].to[0].when == Condition(meters={"rust": bounds})


@pytest.mark.parametrize(("written", "number"), [("+2", 2), ("-2", -2), ("−2", -2), ("–10", -10), ("+0", 0)])
def test_an_effect_has_a_sign_also_a_typeset_one(written: str, number: int) -> None:
    begin = scenario(story(step("begin", option("a", f"effect: {{rust: {written}}}")), head=METERS)).steps["begin"]
    assert isinstance(begin, Decision)
    assert begin.options["a"].effects == {"rust": number}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (field("effect: {rust: 2}"), "S05"),
        (field("effect: {rust: veel}"), "S05"),
        (field("effect: {rust: +11}"), "S07"),
        (field("als: {rust: boven 5}"), "S06"),
        (field("als: {rust: minstens 11}"), "S06"),
        (field("als: {gekozen: begin}"), "S06"),
        (field("als: {gekozen: ['.a', 'begin.']}"), "S06"),
        (field("als: {}"), "S08"),
        (field("als: [rust]"), "S04"),
        (field("effect: rust"), "S04"),
        (field("gevolg: [een]"), "S04"),
        (field("baat: {samira: ja}"), "S04"),
        (field('gevolg: "  "'), "S08"),
        (field("baat: []"), "S08"),
        (field("wet: {winst: }"), "S08"),
        (story(step("begin", option("Een"))), "S03"),
        (story(step("begin", option("een_naam_die_veel_te_lang_is"))), "S03"),
        (story(step("1", option("a"))), "S03"),
        (story(step("begin", option("a")), head="meters: {gekozen: 3}\n"), "S03"),
        (story(step("begin", option("a")), head="meters: {rust: -1}\n"), "S07"),
        (story(step("begin", option("a")), head="meters: {rust: hoog}\n"), "S04"),
        (story(step("begin", option("a")), head="versie: 1.2\n"), "S04"),
        (story(step("begin", option("a")), head="taal: Nederlands\n"), "S04"),
        (story(step("begin", option("a")), head="soort: film\n"), "S04"),
        (story("  begin:\n    naar: {klaar: ja}\n"), "S04"),
        (story(step("begin", option("a"))).replace("formaat: 1", "formaat: 2"), "S09"),
        ("", "S08"),
        ("- a\n", "S04"),
        ("tekst\n", "S04"),
    ],
)
def test_what_does_not_fit_has_its_code(text: str, code: str) -> None:
    assert code in codes(text)
    assert set(codes(text)) <= {code, "R03"}


def test_all_faults_are_told_at_once() -> None:
    text = story(step("begin", option("a", "gevlog: x", "effect: {rust: 2}", to="klar")), head=METERS)
    assert codes(text) == ["S01", "S05", "R01"]


def test_another_format_hides_all_other_faults() -> None:
    text = story(step("begin", option("a", "gevlog: x"))).replace("formaat: 1", "formaat: 2")
    assert found(text) == [("S09", 1, 10)]


def test_a_misspelled_field_is_not_also_a_missing_one() -> None:
    assert codes(story(step("begin", option("a").replace("keuze:", "keuse:")))) == ["S01"]
    assert codes(story(step("begin", option("a").replace("keuze:", "De keuze:")))) == ["Y05"]


def test_a_name_of_more_words_is_told_once() -> None:
    assert codes(story(step("begin", option("keuze a")))) == ["Y05"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("situatie: x\n    keuzes: {a: {keuze: x, naar: klaar}}\n    naar: klaar", ["S01"]),
        ("schrijf: x\n    naar: klaar\n    deelvraag: x", ["S01"]),
        ("schrijf: x", ["S02"]),
        ("titel: x\n    naar: klaar", ["S02", "S02"]),
        ("keuzes: {a: {keuze: x, naar: klaar}}", ["S02"]),
        ("situatie: x\n    keuzen: {a: {keuze: x, naar: klaar}}", ["S01"]),
        ("voorheen: [x]", ["S02", "S02"]),
        ("naar: []", ["S08"]),
    ],
)
def test_a_step_is_one_of_three_kinds(fields: str, told: list[str]) -> None:
    assert codes(story(f"  begin:\n    {fields}\n")) == told


def test_the_three_kinds_of_step() -> None:
    steps = scenario(
        (CASES / "alleen_schrijven.yaml").read_text("utf-8").replace("alleen_schrijven", "voorbeeld")
    ).steps
    assert isinstance(steps["wegwijzer"], Crossroads)
    assert isinstance(steps["nu"], Writing)
    protocol = scenario((CASES / "alleen_schrijven.yaml").read_text("utf-8").replace("alleen_schrijven", "voorbeeld"))
    assert protocol.kind is Kind.PROTOCOL


@pytest.mark.parametrize(
    ("route", "told"),
    [
        ("[{als: {rust: minstens 3}, stap: klaar}]", ["S02"]),
        ("[{stap: klaar}, {anders: klaar}]", ["S02"]),
        ("[{als: {rust: minstens 3}}, {anders: klaar}]", ["S02"]),
        ("[{anders: klaar, stap: klaar}]", ["S01"]),
        ("[{anders: klaar, als: {rust: minstens 3}}]", ["S01"]),
        ("[klaar]", ["S02", "S04"]),
        ("[{}]", ["S02", "S08"]),
    ],
)
def test_a_route_ends_with_otherwise(route: str, told: list[str]) -> None:
    assert codes(story(step("begin", option("a", to=route)), head=METERS)) == told


def test_a_condition_on_choices_takes_one_or_more() -> None:
    begin = step("begin", option("a", to="slot"))
    slot = "  slot:\n    naar: [{als: {gekozen: [begin.a]}, stap: klaar}, {anders: klaar}]\n"
    crossroads = scenario(story(begin + slot)).steps["slot"]
    assert isinstance(crossroads, Crossroads)
    assert crossroads.to[0].when == Condition(chosen=(Chosen("begin", "a"),))


def test_the_names_an_author_may_write_are_known_at_every_level() -> None:
    assert "stappen" in names_at(ScenarioEntry, ())
    assert names_at(ScenarioEntry, ("stappen",)) == ()
    assert "gevolg" in names_at(ScenarioEntry, ("stappen", "x", "keuzes", "a"))
    assert names_at(ScenarioEntry, ("stappen", "x", "naar", 0)) == ("als", "stap", "anders")
    assert names_at(ScenarioEntry, ("stappen", "x", "keuzes", "a", "wet")) == ("opmerking", "winst", "verlies")
    assert names_at(ScenarioEntry, ("titel", "x", "y")) == ()
    assert names_at(ScenarioEntry, ("bestaat_niet", "x")) == ()
    assert "bron" in names_at(Boxes, ("drie_dagen",))


def test_no_level_has_a_union_in_it() -> None:
    """A union would put parts of its own in the path of a fault."""

    def unions(schema: object) -> int:
        if isinstance(schema, dict):
            return (schema.get("type") in {"union", "tagged-union"}) + sum(unions(part) for part in schema.values())
        return sum(unions(part) for part in schema) if isinstance(schema, list | tuple) else 0

    assert unions(ScenarioEntry.__pydantic_core_schema__) == 0


def test_every_field_has_help_for_the_editor() -> None:
    levels: list[type[Entry]] = [*Entry.__subclasses__()]
    assert ConditionEntry in levels
    for level in levels:
        assert all(known.description for known in level.model_fields.values())
