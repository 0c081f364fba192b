"""The map of a case: every option under its step, the road that was gone, and never more than a phone can show."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.scenario.draw import MOST_STEPS, alternative, chapters, dot, drawings
from bot.scenario.labels import drawable, shortened, wrapped
from bot.scenario.mermaid import mermaid
from bot.scenario.model import Branch, Chosen, Decision, Ending, Option, Scenario, Step, Writing
from bot.scenario.phrases import letter
from bot.scenario.walked import walked
from bot.texts.catalog import shipped
from bot.texts.paper import map_words
from tests.support.cases import DOOR, LOOP
from tests.support.written import ODD, Written, written

WORDS = map_words(shipped(), "nl")
ROAD = (Chosen("bel", "open"), Chosen("tafel", "post"))
LIT = 'color="#d55e00" penwidth=3.6'


def long_case(steps: int) -> Scenario:
    """Return a story of this many steps, one after another."""
    names = [f"s{number}" for number in range(steps)]
    following = [*names[1:], "klaar"]
    told: dict[str, Step] = {
        name: Decision(title=f"Stap {name}", options={"a": Option(label="Doe", to=(Branch(to=to),))})
        for name, to in zip(names, following, strict=True)
    }
    return replace(LOOP, first="s0", steps=told, endings={"klaar": Ending(title="Einde", text="Klaar.")}, remaining={})


def node(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f'"{name}" ['))


def said(text: str, name: str) -> str:
    """Return the words in a box."""
    label = node(text, name).partition("label=<")[2].rpartition(">")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", label).split())


def line(text: str, begin: str, end: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f'"{begin}" -> "{end}"'))


def test_each_option_is_a_box_of_its_own_under_its_step() -> None:
    text = dot(DOOR, WORDS)
    assert "<B>A</B> &#160;Doe de deur open" in node(text, "bel.open")
    assert "arrowhead=none" in line(text, "bel", "bel.open")
    assert line(text, "bel.open", "brief")


def test_options_of_one_step_stand_side_by_side_also_when_one_leads_further_on() -> None:
    assert '{rank=same "bel.open" "bel.wacht"}' in dot(DOOR, WORDS)


def test_a_picture_that_is_shown_on_its_own_has_the_title_of_the_case_over_it() -> None:
    over = re.compile(r"^graph \[labelloc=t.* label=<(.*)<BR", re.MULTILINE)
    assert over.findall(drawings(DOOR, WORDS)[0].dot) == ["De deur"]
    assert [over.findall(one.dot) for one in drawings(long_case(13), WORDS)] == [
        ["Rondje · Overzicht"],
        ["Rondje · Deel 1: Stap s0"],
        ["Rondje · Deel 2: Stap s6"],
    ]
    for bare in (dot(DOOR, WORDS), *(one.dot for one in drawings(long_case(13), WORDS, titled=False))):
        assert not over.search(bare)
    assert not over.search(drawings(DOOR, WORDS, titled=False)[0].dot)


def test_an_option_with_a_condition_is_dashed_and_says_it() -> None:
    shown = node(dot(DOOR, WORDS), "tafel.post")
    assert "dashed" in shown
    assert "als vertrouwen" in shown
    assert "dashed" not in node(dot(DOOR, WORDS), "tafel.thee")


def test_every_kind_of_step_looks_different() -> None:
    text = dot(DOOR, WORDS)
    looks = [
        re.findall(r"shape=\"?(\w+)|peripheries=\"2\"", node(text, name)) for name in ("bel", "brief", "slot", "samen")
    ]
    assert looks == [["box"], ["note"], ["diamond"], [""]]
    assert WORDS.writing in node(text, "brief")
    assert WORDS.ending in node(text, "samen")


def test_a_way_under_a_condition_goes_through_the_words_of_it() -> None:
    text = dot(DOOR, WORDS)
    assert said(text, "slot/samen") == "als vertrouwen minstens 5 en rust hoogstens 10"
    assert said(text, "slot/alleen") == "anders"
    assert line(text, "slot", "slot/samen")
    assert line(text, "slot/alleen", "alleen")


def test_branches_to_the_same_place_are_told_together_by_number() -> None:
    route = (*DOOR.steps["slot"].to, Branch(to="samen"))  # type: ignore[union-attr]
    text = dot(replace(DOOR, steps={**DOOR.steps, "brief": Writing(prompt="Wat?", to=route)}), WORDS)
    assert said(text, "brief/samen").startswith("1. als vertrouwen")
    assert said(text, "brief/samen").endswith("3. anders")
    assert said(text, "brief/alleen") == "2. anders"


def test_branches_that_all_lead_to_one_place_are_one_line() -> None:
    route = (Branch(to="tafel", when=DOOR.steps["slot"].to[0].when), Branch(to="tafel"))  # type: ignore[union-attr]
    text = dot(replace(DOOR, steps={**DOOR.steps, "brief": Writing(prompt="Wat?", to=route)}), WORDS)
    assert line(text, "brief", "tafel")


def test_counts_are_written_at_the_option_and_make_its_line_thick() -> None:
    text = dot(DOOR, WORDS, counts={Chosen("bel", "open"): 12, Chosen("bel", "wacht"): 3})
    assert "12×" in node(text, "bel.open")
    assert "0×" in node(text, "tafel.thee")
    assert "penwidth=7.0" in line(text, "bel", "bel.open")
    assert "penwidth=2.6" in line(text, "bel", "bel.wacht")
    assert "×" not in dot(DOOR, WORDS)


def test_counts_of_nothing_are_no_reason_to_stumble() -> None:
    assert "0×" in dot(DOOR, WORDS, counts={Chosen("bel", "open"): 0})


def test_the_road_is_orange_and_thicker_as_far_as_it_went() -> None:
    text = dot(DOOR, WORDS, road=ROAD)
    gone = [
        ("bel", "bel.open"),
        ("bel.open", "brief"),
        ("brief", "tafel"),
        ("tafel.post", "slot"),
        ("slot/samen", "samen"),
    ]
    assert all(LIT in line(text, *one) for one in gone)
    assert not [one for one in [("bel", "bel.wacht"), ("slot", "slot/alleen")] if LIT in line(text, *one)]
    assert "#d55e00" not in dot(DOOR, WORDS)


def test_the_present_step_has_a_sign_and_the_road_ends_there() -> None:
    text = dot(DOOR, WORDS, road=ROAD[:1], here="brief")
    assert WORDS.here in node(text, "brief")
    assert LIT not in line(text, "brief", "tafel")
    assert WORDS.here in node(dot(DOOR, WORDS, road=ROAD, here="samen"), "samen")


def test_a_road_that_does_not_fit_the_case_is_lit_as_far_as_it_fits() -> None:
    assert walked(DOOR, [Chosen("tafel", "thee")]).places == {"bel"}
    assert walked(DOOR, [Chosen("bel", "weg_ermee")]).places == {"bel"}
    assert walked(DOOR, []).places == set()
    assert walked(DOOR, [], here="bel").places == {"bel"}


def test_a_road_round_and_round_comes_to_its_end() -> None:
    assert walked(LOOP, [Chosen("hier", "nog")] * 3).places == {"hier"}
    stuck = Scenario(id="x", title="x", first="a", steps={"a": Writing(prompt="?", to=(Branch(to="a"),))}, endings={})
    assert walked(stuck, [Chosen("b", "c")]).places == {"a"}


def test_a_road_where_nothing_holds_goes_the_last_way() -> None:
    never = DOOR.steps["slot"].to[0].when  # type: ignore[union-attr]
    case = replace(DOOR, steps={**DOOR.steps, "brief": Writing(prompt="?", to=(Branch(to="alleen", when=never),))})
    assert "alleen" in walked(case, [Chosen("bel", "wacht")]).places


@pytest.mark.parametrize("steps", [1, 12, 13, 24, 25, 40])
def test_a_picture_has_at_most_twelve_steps_in_the_order_of_the_story(steps: int) -> None:
    case = long_case(steps)
    parts = chapters(case)
    assert [name for part in parts for name in part] == list(case.steps)
    assert max(map(len, parts)) <= MOST_STEPS
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert len(drawings(case, WORDS)) == (1 if steps <= MOST_STEPS else len(parts) + 1)


def test_a_long_case_has_an_overview_and_signs_to_the_other_parts() -> None:
    case = long_case(13)
    overview, first, second = drawings(case, WORDS, road=[Chosen("s0", "a")], here="s1")
    assert overview.title == WORDS.overview
    assert "s0.a" not in overview.dot
    assert LIT in line(overview.dot, "s0", "s1")
    assert first.title == "Deel 1: Stap s0"
    assert [one.part for one in (overview, first, second)] == ["overzicht", "deel-1", "deel-2"]
    assert "zie deel 2" in node(first.dot, "s6")
    assert '"klaar"' in second.dot
    assert first.alt.startswith("Deel 1: Stap s0. Kaart van Rondje")


def test_someone_who_cannot_see_the_picture_hears_what_is_on_it() -> None:
    assert alternative(DOOR, WORDS) == "Kaart van De deur: 3 stappen, 5 keuzes, 2 eindes."
    assert alternative(LOOP, WORDS) == "Kaart van Rondje: 1 stap, 2 keuzes, 1 einde."
    assert drawings(DOOR, WORDS)[0].alt == alternative(DOOR, WORDS)
    assert drawings(DOOR, WORDS)[0].part == ""


def test_ids_of_steps_options_and_endings_can_be_found_in_an_svg() -> None:
    text = dot(DOOR, WORDS)
    assert 'id="stap-bel"' in text
    assert 'id="stap-slot"' in text
    assert 'id="keuze-bel-open"' in text
    assert 'id="einde-samen"' in text


def test_labels_are_cut_after_sixty_characters_and_wrapped_evenly() -> None:
    assert shortened("kort", 60) == "kort"
    assert shortened("een twee drie, vier", 16) == "een twee drie…"
    assert shortened("x" * 70, 60) == "x" * 59 + "…"
    assert shortened("een twee vier", 9) == "een twee…"
    assert wrapped("een twee drie vier vijf zes", 20) == ["een twee drie", "vier vijf zes"]
    assert wrapped("een schuldhulpverlener belt", 12) == ["een", "schuldhulp-", "verlener", "belt"]
    assert wrapped("0123456789abcdef", 10, "xx") == ["0123456789", "abcdef"]
    assert wrapped("Laat hem maandag beginnen", 14, indent=3) == ["Laat hem", "maandag", "beginnen"]
    assert wrapped("", 10) == []
    assert drawable(" a\x00b\n c ") == "ab c"


@given(st.text(max_size=80), st.integers(12, 26), st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_no_line_is_wider_than_its_box_and_no_word_is_lost(text: str, width: int, indent: int) -> None:
    text = drawable(text)
    lines = wrapped(text, width, "nl", indent)
    assert all(len(one) <= width for one in lines)
    kept = "".join("".join(lines).split())
    assert re.sub("-", "", kept) == re.sub("-", "", "".join(text.split()))


def test_more_options_than_letters_have_numbers() -> None:
    many = {f"o{number}": Option(label="Doe", to=(Branch(to="einde"),)) for number in range(28)}
    case = replace(LOOP, steps={"hier": Decision(options=many)})
    assert [letter(case, Chosen("hier", name)) for name in ("o0", "o25", "o26", "nooit")] == ["A", "Z", "27", "27"]


@given(written())
@settings(max_examples=30, deadline=None)
def test_nothing_an_author_writes_becomes_part_of_a_diagram(one: Written) -> None:
    for text in mermaid(one.case, WORDS).splitlines():
        assert re.fullmatch(r"[\w .,:;#=>|(){}\[\]\"/<×%-]+", text), text
    assert mermaid(one.case, WORDS).count('"') % 2 == 0


def test_a_diagram_has_a_node_for_each_step_option_and_ending() -> None:
    text = mermaid(DOOR, WORDS)
    assert text.splitlines()[0] == "flowchart TD"
    assert 's_bel["De bel"]' in text
    assert 'o_bel_open["A. Doe de deur open en vraag wie er staat"]' in text
    assert "s_bel --- o_bel_open" in text
    assert "o_bel_open --> s_brief" in text
    assert 's_brief[/"De brief"/]' in text
    assert 's_slot{" "}' in text
    assert 's_slot -->|"als vertrouwen minstens 5 en rust hoogstens 10"| e_samen' in text
    assert 'e_samen(["Samen"])' in text
    assert "class o_tafel_post,o_tafel_weg conditional" in text
    assert "conditional" not in mermaid(LOOP, WORDS)


@pytest.mark.parametrize("odd", ODD)
def test_odd_characters_in_a_label_keep_a_picture_whole(odd: str) -> None:
    case = replace(LOOP, steps={"hier": Decision(options={"a": Option(label=odd, to=(Branch(to="einde"),))})})
    assert dot(case, WORDS).count("\n") == dot(LOOP, WORDS).count("\n") - 3
