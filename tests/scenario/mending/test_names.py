"""A misspelt name becomes the one name that was meant, if there is one."""

import pytest

from bot.scenario.headings import known_names
from bot.scenario.mending.names import misspelt_field, typo
from bot.scenario.mending.parts import PROSE
from bot.scenario.mending.sheet import Kind
from bot.scenario.repair import repaired
from tests.scenario.files import SHARED, checked, option, step, story
from tests.scenario.mending.written import consequence, kinds, written


def test_a_misspelt_field_gets_its_name() -> None:
    text = story(step("begin", option("a", "gevlog: Het is ze.", "rendament: Dat scheelt.")))
    result = repaired(text, SHARED)
    assert [(repair.kind, repair.before, repair.after) for repair in result.repairs] == [
        (Kind.FIELD, "gevlog", "gevolg"),
        (Kind.FIELD, "rendament", "rendement"),
    ]
    assert consequence(result.text) == "Het is ze."


def test_a_misspelt_field_with_a_slip_in_its_text_is_repaired_twice() -> None:
    assert kinds(written(" Ze zegt: ja.", name="gevlog")) == [Kind.COLON, Kind.FIELD]


@pytest.mark.parametrize(
    "fields",
    [
        ["gevlog: Een.", "gevolg: Twee."],  # it is there already
        ["gevlog: Een.", "gevogl: Twee."],  # which of the two
        ["voor: oud"],  # too far from `voorheen`
        ["advies: Doen."],
        ["wet_: {winst: Een, verleis: Twee}", "wett: Drie."],
        ["'gevlog': Een."],  # in quotes, where the place is that of the quotes
    ],
)
def test_a_field_of_which_it_is_not_certain_what_was_meant_keeps_its_name(fields: list[str]) -> None:
    text = story(step("begin", option("a", *fields)))
    names = [field.partition(":")[0] for field in fields]
    assert all(f"{name}:" in repaired(text, SHARED).text for name in names)


def test_a_misspelt_field_may_hide_faults_that_come_to_light_and_are_repaired_as_well() -> None:
    text = story(step("begin", option("a", to="kaar"), option("b", "gevlog: Ja."))).replace("stappen:", "stapen:")
    assert kinds(text) == [Kind.FIELD, Kind.NAME, Kind.FIELD]
    assert checked(repaired(text, SHARED).text).scenario is not None


def test_a_field_that_would_be_wrong_under_its_right_name_keeps_its_name() -> None:
    text = story("  begin:\n    situatie: Er wordt aangebeld.\n    keuze: Opendoen\n")
    assert repaired(text, SHARED).text == text
    meters = story(step("begin", option("a")), head="meter: {gekozen: 3}\n")
    assert repaired(meters, SHARED).text == meters


def test_misspelt_references_get_the_one_name_that_was_meant() -> None:
    text = story(
        "  begin:\n    situatie: Er wordt aangebeld.\n    kaders: [drie_dage]\n    keuzes:\n"
        + option("a", "baat: [samria, karmi]", "effect: {vertrouwn: +1}", to="Klaar"),
        head="personen:\n  samira: Samira\n  karim: Karim\nmeters: {vertrouwen: 3}\n",
    )
    result = repaired(text, SHARED)
    assert [(repair.before, repair.after) for repair in result.repairs] == [
        ("drie_dage", "drie_dagen"),
        ("samria", "samira"),
        ("karmi", "karim"),
        ("vertrouwn", "vertrouwen"),
        ("Klaar", "klaar"),
    ]
    assert checked(result.text).scenario is not None


def test_a_reference_that_may_be_more_than_one_name_stays() -> None:
    ends = "".join(
        f"  {name}:\n    titel: Einde\n    tekst: Klaar.\n" for name in ("slot_a", "slot_b", "af", "onveilig")
    )
    for name in ("slot_c", "ag", "veilig", "slot_1"):
        text = story(step("begin", option("a", to=name)), ends=f"eindes:\n{ends}")
        assert repaired(text, SHARED).text == text


def test_a_name_that_would_then_stand_there_twice_stays() -> None:
    text = story(step("begin", option("a", "effect: {rust: +1, rusr: +2}")), head="meters: {rust: 3}\n")
    assert repaired(text, SHARED).text == text


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("kaar", "klaar", True),
        ("klaarr", "klaar", True),
        ("klara", "klaar", True),
        ("klaas", "klaar", True),
        ("Klaar", "klaar", True),
        ("klar_", "klaar", False),
        ("keukentfal", "keukentafel", True),
        ("keuketafl", "keukentafel", True),
        ("ukentafel", "keukentafel", False),
        ("veilig", "onveilig", False),
        ("anveilig", "onveilig", True),
        ("dag_1", "dag_2", False),
        ("", "", True),
        ("a", "abcdefgh", False),
        ("bellen", "betalen", False),
        ("verhaal", "vertraging", False),
    ],
)
def test_a_typo_is_a_slip_of_the_finger_not_another_word(name: str, other: str, same: bool) -> None:
    assert typo(name, other, 8) is same


def test_no_field_is_a_typo_of_another_of_its_own_kind() -> None:
    assert not [name for name in PROSE if misspelt_field(name, PROSE - {name})]
    assert known_names() >= PROSE
