"""A row of choices is played by itself: for an author's proof, and for a play that was kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.scenario.compile import compiled
from bot.scenario.library import read_shelf
from bot.scenario.model import Branch, Crossroads, Scenario, Step, Writing
from bot.scenario.plays import Halt, Stop, choices_in, walk
from bot.scenario.recorded import (
    Difference,
    Recorded,
    Replayed,
    Reworded,
    SeenText,
    Strayed,
    blessed,
    read_play,
    record,
    replay,
    written,
)
from bot.scenario.shape import SCENARIO
from bot.scenario.source import SourceError, load, read
from bot.scenario.yaml_text import yaml_text
from tests.scenario.files import CASES, SHIPPED, checked, option, scenario, step, story

POST = read_shelf(CASES).scenarios["ongeopende_post"].scenario
MORE = "  stil:\n    titel: Stilte\n    tekst: Stil.\n"
BEGIN = step("begin", option("a", "gevolg: Ja.", "effect: {rust: +1}", to="schrijf"), option("b", to="stil"))
WRITE = "  schrijf:\n    schrijf: Wat nu?\n    naar: slot\n"
SLOT = "  slot:\n    naar: gang\n"
GANG = step(
    "gang", option("a", "als: {rust: minstens 5}"), option("b", "als: {gekozen: begin.b}"), option("c", to="stil")
)
TEXT = story(BEGIN + WRITE + SLOT + GANG, head="meters: {rust: 4}\n") + MORE
CASE = Scenario(id="x", title="x", first="x", steps={}, endings={})


def case(text: str = TEXT) -> Scenario:
    """Return the case in a text; that an option is never shown does not matter here."""
    return scenario(text.replace("gekozen: begin.b", "gekozen: begin.a"))


def test_a_play_passes_writing_steps_and_crossroads_by_itself() -> None:
    played = walk(case(), ["a", "c"])
    assert (played.ending, played.halt) == ("stil", None)
    assert played.stops == (
        Stop(step="begin", visible=("a", "b"), meters={"rust": 4}, option="a"),
        Stop(step="schrijf", meters={"rust": 5}),
        Stop(step="gang", visible=("a", "b", "c"), meters={"rust": 5}, option="c"),
    )


@pytest.mark.parametrize(
    ("choices", "halt", "refused", "last"),
    [
        ("", Halt.SHORT, "", "begin"),
        ("a", Halt.SHORT, "", "gang"),
        ("z", Halt.UNKNOWN, "z", "begin"),
        ("a d", Halt.UNKNOWN, "d", "gang"),
        ("a c a b", Halt.LONG, "a", "gang"),
    ],
)
def test_a_play_that_does_not_fit_says_where_and_why(choices: str, halt: Halt, refused: str, last: str) -> None:
    played = walk(case(), choices.split())
    assert (played.halt, played.refused, played.stops[-1].step) == (halt, refused, last)
    assert bool(played.ending) == (halt is Halt.LONG)


def test_an_option_that_is_not_shown_cannot_be_taken() -> None:
    played = walk(
        case(
            TEXT.replace("rust: +1", "rust: -1").replace(
                "      b:\n        keuze: Doen\n        naar: stil",
                "      b:\n        keuze: Doen\n        effect: {rust: +5}\n        naar: gang",
            )
        ),
        ["a", "a"],
    )
    assert (played.halt, played.refused, played.stops[-1].visible) == (Halt.HIDDEN, "a", ("b", "c"))


@pytest.mark.parametrize("around", [Crossroads(to=(Branch(to="x"),)), Writing(prompt="?", to=(Branch(to="x"),))])
def test_a_play_that_only_goes_round_is_stopped(around: Step) -> None:
    assert walk(replace(CASE, steps={"x": around}), []).halt is Halt.ROUND


def proof(route: str, ending: str) -> list[tuple[str, int, dict[str, object], str]]:
    text = TEXT.replace("meters:", f"proeven:\n  - route: {route}\n    einde: {ending}\nmeters:")
    issues = checked(text.replace("gekozen: begin.b", "gekozen: begin.a")).issues
    return [
        (str(issue.words["vorm"]), issue.place.line, issue.words, issue.suggestion)
        for issue in issues
        if issue.code == "G15"
    ]


def test_choices_by_hand_are_ids_or_letters_of_the_map_with_commas_or_spaces() -> None:
    text = story(step("begin", option("b", to="gang") + option("thee", to="gang")) + step("gang", option("a")))
    assert [choices_in(row) for row in ("a b", "a, b", "a,b,")] == [["a", "b"]] * 3
    chosen = {"A": "b", "b": "b", "B": "thee", "Thee": "thee"}
    for written_so, meant in chosen.items():
        played = walk(scenario(text), [written_so, "A"], by_hand=True)
        assert (played.stops[0].option, played.ending) == (meant, "klaar"), written_so
    for other in ("C", "a", "z"):
        assert walk(scenario(text), [other], by_hand=True).refused == other
    assert walk(scenario(text), ["A"]).halt is Halt.UNKNOWN, "what was kept is exact"


def test_a_proof_that_comes_out_says_nothing() -> None:
    assert proof("a a", "klaar") == []
    assert proof("a c", "stil") == []


def test_a_proof_that_does_not_come_out_says_why() -> None:
    assert proof("a c", "klaar") == [("anders", 6, {"vorm": "anders", "einde": "stil", "naam": "klaar"}, "")]
    assert proof("a c", "stl") == [("onbekend", 6, {"vorm": "onbekend", "naam": "stl"}, "stil")]
    about = {"stap": "gang", "keuze": "", "wel": "a, b, c", "einde": ""}
    assert proof("a", "klaar") == [("kort", 5, {**about, "vorm": "kort"}, "")]
    assert proof("a z", "klaar") == [("keuze", 5, {**about, "vorm": "keuze", "keuze": "z"}, "")]
    assert proof("a a b", "klaar") == [("lang", 5, {**about, "vorm": "lang", "keuze": "b", "einde": "klaar"}, "")]


def test_a_proof_in_a_case_that_only_goes_round_says_so() -> None:
    text = story("  a:\n    naar: b\n  b:\n    naar: a\n", head="proeven:\n  - {route: a, einde: klaar}\n")
    (issue,) = (issue for issue in checked(text).issues if issue.code == "G15")
    assert issue.words == {"vorm": "rond", "stap": "", "keuze": "", "wel": "", "einde": ""}


def test_the_proof_in_the_format_comes_out_as_it_was_worked_out_by_hand() -> None:
    played = walk(POST, ["a", "a", "b", "a", "a"])
    assert (played.ending, played.halt) == ("vooruit", None)
    after = played.stops[-1].meters
    assert (after["vertrouwen"], after["rust"]) == (10, 8)


def test_a_kept_play_has_its_road_and_its_texts_and_nothing_for_the_trainer() -> None:
    kept = record(POST, ["a", "a", "b", "a", "a"])
    assert (kept.scenario, kept.ending, kept.choices) == ("ongeopende_post", "vooruit", ("a", "a", "b", "a", "a"))
    assert kept.stops[2].visible == ("a", "b", "c")
    assert kept.texts["stappen.signaal.keuzes.a.betrokkenheid.opmerking"].text.startswith("Je overvalt haar")
    assert {"intro", "kaders.maatwerk.tekst", "eindes.vooruit.nabespreking.1"} <= kept.texts.keys()
    assert not any("trainer" in path for path in kept.texts)
    assert "stappen.signaal.keuzes.b.gevolg" not in kept.texts


def test_a_play_that_stops_is_kept_as_far_as_it_went() -> None:
    kept = record(case(), ["a", "z", "c"])
    assert (kept.choices, kept.ending, kept.stops[-1].step) == (("a",), "", "gang")
    assert replay(case(), kept) == Replayed()


def test_a_mended_text_is_told_and_does_not_fail() -> None:
    kept = record(case(), ["a", "c"])
    mended = case(
        TEXT.replace("gevolg: Ja.", "gevolg: Graag.").replace("tekst: Stil.", "tekst: Stil.\n    nabespreking: Hoe nu?")
    )
    after = replay(mended, kept)
    assert after.failures == ()
    assert after.texts == (
        Reworded("stappen.begin.keuzes.a.gevolg", "Ja.", "Graag."),
        Reworded("eindes.stil.nabespreking.0", "", "Hoe nu?"),
    )
    taken = blessed(mended, kept)
    assert replay(mended, taken) == Replayed()
    assert replay(case(), taken).texts[-1] == Reworded("eindes.stil.nabespreking.0", "Hoe nu?", "")


@pytest.mark.parametrize(
    ("was", "now", "failures"),
    [
        (
            "{rust: 4}",
            "{rust: 3}",
            [
                (0, "meters", "rust 4", "rust 3"),
            ],
        ),
        ("minstens 5", "minstens 4", []),
        (
            "      c:\n",
            "      d:\n",
            [(2, "visible", "a, b, c", "a, b, d"), (2, "option", "c", ""), (3, "ending", "stil", "")],
        ),
        (
            "naar: schrijf",
            "naar: slot",
            [(1, "step", "schrijf", "gang"), (1, "visible", "", "a, b, c"), (1, "option", "", "c")],
        ),
        ("id: voorbeeld", "id: ander", [(0, "scenario", "voorbeeld", "ander")]),
        (
            "naar: slot",
            "naar: stil",
            [
                (2, "step", "gang", ""),
                (2, "visible", "a, b, c", ""),
                (2, "meters", "rust 5", ""),
                (2, "option", "c", ""),
            ],
        ),
    ],
)
def test_another_road_fails_at_the_first_step_that_differs(
    was: str, now: str, failures: list[tuple[int, str, str, str]]
) -> None:
    kept = record(case(), ["a", "c"])
    other = replaced(was, now)
    after = replay(other, kept)
    assert after == Replayed(failures=tuple(Difference(turn, Strayed(what), *sides) for turn, what, *sides in failures))
    assert not failures or blessed(other, kept) == kept


def replaced(was: str, now: str) -> Scenario:
    """Return the case after an edit, whatever the check has against it."""
    text = TEXT.replace(was, now).replace("gekozen: begin.b", "gekozen: begin.a")
    return compiled(SCENARIO.validate_python(read(text, "x.yaml").data), {})


def test_new_names_with_the_old_ones_beside_them_are_the_same_road() -> None:
    kept = record(case(), ["a", "c"])
    text = TEXT.replace("begin", "start").replace("start:\n", "start:\n    voorheen: begin\n    titel: Begin\n")
    text = text.replace("      c:\n", "      weg:\n        voorheen: c\n").replace("start.b", "start.a")
    renamed = scenario(text.replace("id: voorbeeld", "id: ander\nvoorheen: voorbeeld"))
    assert replay(renamed, kept) == Replayed()
    taken = blessed(renamed, kept)
    assert (taken.scenario, taken.choices) == ("ander", ("a", "weg"))
    assert replay(case(), taken).failures[0].what is Strayed.SCENARIO


def test_a_path_that_is_no_longer_there_stays_what_it_was() -> None:
    odd = replace(record(case(), ["a", "c"]), texts={"stappen.weg.keuzes.a.gevolg": SeenText("x", "Oud.")})
    assert Reworded("stappen.weg.keuzes.a.gevolg", "Oud.", "") in replay(case(), odd).texts


WORDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
PATHS = st.lists(WORDS, min_size=1, max_size=4).map(".".join)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        "een: twee #drie",
        "twee\nregels",
        "een\n\n- lijst: x #y",
        'Ze zegt: "ja".',
        "\n",
        " a",
        "a\n b",
        "---",
        "\ufeff\u2028\x85\r\n\x00",
    ]
)
STOPS = st.builds(
    Stop,
    step=WORDS,
    visible=st.lists(WORDS, max_size=3).map(tuple),
    meters=st.dictionaries(WORDS, st.integers(0, 10), max_size=3),
    option=WORDS | st.just(""),
)
PLAYS = st.builds(
    Recorded,
    scenario=WORDS,
    stops=st.lists(STOPS, max_size=4).map(tuple),
    ending=WORDS | st.just(""),
    texts=st.dictionaries(PATHS, st.builds(SeenText, st.from_regex("[0-9a-f]{12}", fullmatch=True), TEXTS), max_size=4),
)


@given(PLAYS)
def test_a_play_is_read_back_as_it_was_written(kept: Recorded) -> None:
    assert read_play(written(kept)) == kept


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_any_text_is_read_back_as_it_was_written(text: str, several: list[str]) -> None:
    tree = {"tekst": text, "lijst": several, "dieper": [{"een": text, "twee": {"drie": several}}], "niets": {}}
    assert load(yaml_text(tree), "x") == tree


def test_a_number_is_written_as_it_is() -> None:
    assert yaml_text({"versie": 3}) == "versie: 3\n"


def test_a_kept_play_reads_well() -> None:
    kept = Recorded(
        scenario="post",
        stops=(Stop(step="begin", visible=("a", "b"), meters={"rust": 4}, option="a"),),
        ending="klaar",
        texts={"intro": SeenText("0123456789ab", "Dag.\n\n- een"), "titel": SeenText("ba9876543210", "De post")},
    )
    assert written(kept) == (
        "scenario: post\n"
        "weg:\n"
        "  - stap: begin\n"
        "    te_zien: [a, b]\n"
        "    meters: {rust: 4}\n"
        "    keuze: a\n"
        "einde: klaar\n"
        "teksten:\n"
        "  intro:\n"
        "    hash: 0123456789ab\n"
        "    tekst: |-\n"
        "      Dag.\n"
        "\n"
        "      - een\n"
        "  titel:\n"
        "    hash: ba9876543210\n"
        '    tekst: "De post"\n'
    )


@pytest.mark.parametrize("text", ["", "scenario: [", "weg: []\n", "scenario: x\nweg: y\n"])
def test_any_other_text_is_no_kept_play(text: str) -> None:
    with pytest.raises(SourceError, match="spel"):
        read_play(text, "spel.yaml")


@given(
    st.sampled_from([kept.scenario for folder in (CASES, SHIPPED) for kept in read_shelf(folder).scenarios.values()]),
    st.data(),
)
def test_any_play_of_a_good_case_can_be_kept_and_played_again(case: Scenario, data: st.DataObject) -> None:
    choices: list[str] = []
    for _ in range(12):
        stop = walk(case, choices).stops[-1]
        if stop.option or not stop.visible:
            break
        choices.append(data.draw(st.sampled_from(stop.visible)))
    kept = read_play(written(record(case, choices)))
    assert kept.choices == tuple(choices)
    assert replay(case, kept) == Replayed()
    assert blessed(case, kept) == kept
