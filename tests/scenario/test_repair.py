"""A repair leaves what is good, to the byte; helps or is undone; is done once; and does not take long."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.scenario.check import check, check_boxes, check_reflections
from bot.scenario.compile import paragraphs
from bot.scenario.layer_shape import LayerEntry
from bot.scenario.mending.sheet import Kind
from bot.scenario.method_shape import MethodEntry
from bot.scenario.model import Box
from bot.scenario.repair import MOST_CHARACTERS, MOST_LINES, MOST_SIGNS, MOST_SLIPS, repaired
from bot.scenario.rules.registry import Shared
from bot.scenario.shape import Boxes, Reflections
from bot.texts.catalog import shipped
from bot.texts.pages import shipped_pages
from tests.scenario.files import BROKEN, PATIENCE, SHARED, SHIPPED, checked, option, step, story
from tests.scenario.mending.written import FOLDERS, GOOD, kinds, written
from tests.scenario.mutations import bitten, chance_of

SLOWEST = 0.1  # seconds of processor time


def test_marks_of_windows_are_repaired_also_in_a_good_file() -> None:
    good = written(" Het is ze.")
    result = repaired("\ufeff" + good.replace("\n", "\r\n"), SHARED)
    assert result.text == good
    assert [(repair.kind, repair.line) for repair in result.repairs] == [(Kind.BOM, 1), (Kind.LINE_ENDS, 1)]


def test_a_line_is_told_by_its_number_in_the_file_as_it_came() -> None:
    text = written(" Ze zegt: ja.").replace("naar: klaar", "naar:klaar").replace("titel: Einde", "titel: *Het* einde")
    result = repaired(text, SHARED)
    lines = text.split("\n")
    assert [(repair.kind, lines[repair.line - 1].strip()) for repair in result.repairs] == [
        (Kind.COLON, "gevolg: Ze zegt: ja."),
        (Kind.GLUED, "naar:klaar"),
        (Kind.SIGN, "titel: *Het* einde"),
    ]
    assert result.repairs[1].words == {"before": "        naar:klaar", "after": "        naar: klaar", "sign": "n"}
    assert result.repairs[2].words["sign"] == "*"


def test_each_kind_has_a_sentence_in_both_languages_and_each_sentence_a_kind() -> None:
    texts = shipped()
    for language in texts.books:
        keys = {key for key in texts.books[language] if key.startswith("repair.")}
        assert keys == {f"repair.{kind}" for kind in Kind}
        assert all(texts(language, key, line=3, before="kaar", after="klaar", sign="*") for key in keys)


@pytest.mark.parametrize(("path", "shared"), GOOD, ids=lambda each: getattr(each, "stem", None))
def test_a_good_file_stays_as_it_is_to_the_byte(path, shared: Shared) -> None:  # type: ignore[no-untyped-def]
    text = path.read_bytes().decode()
    assert repaired(text, shared) == repaired(text, Shared())
    assert repaired(text, shared).text == text
    assert not repaired(text, shared).repairs


def test_boxes_and_questions_are_repaired_by_their_own_shape() -> None:
    for folder in FOLDERS:
        boxes = (folder / "_gedeeld" / "kaders.yaml").read_bytes().decode()
        questions = (folder / "_gedeeld" / "reflectie.yaml").read_bytes().decode()
        assert repaired(boxes, kind=Boxes).text == boxes
        assert repaired(questions, kind=Reflections).text == questions
        bad = boxes.replace("  titel:", "  titl:", 1).replace("  bron: ", "  bron: Let op: ", 1)
        assert check_boxes(repaired(bad, kind=Boxes).text, "kaders.yaml", Shared())[0] is not None
        bad = questions.replace("  vraag: ", "  vraag: *Dus* ", 1)
        assert check_reflections(repaired(bad, kind=Reflections).text, "reflectie.yaml", Shared())[0] is not None


EXAMPLES = {"kaders": Boxes, "laag": LayerEntry, "werkvorm": MethodEntry}


@pytest.mark.parametrize("page", shipped_pages().values(), ids=lambda page: page.code)
def test_the_examples_of_the_pages_are_repaired_to_the_right_one_or_stay(page) -> None:  # type: ignore[no-untyped-def]
    given = {"kind": EXAMPLES[page.kind]} if page.kind in EXAMPLES else {}
    assert repaired(page.right, SHARED, **given).text == page.right
    once = repaired(page.wrong, SHARED, **given)
    assert repaired(once.text, SHARED, **given).text == once.text
    if once.repairs:
        assert checked(once.text).scenario == checked(page.right).scenario


ATOMS = st.sampled_from([*"abc  .,:;#'\"-*_!?&%@[]{}|>()/\\ëé1", ": ", " #", "- ", "\u00a0"])
PROSE_TEXTS = st.lists(ATOMS, min_size=1, max_size=30).map("".join).map(str.strip).filter(bool)


@settings(max_examples=100, deadline=None)
@given(st.lists(PROSE_TEXTS, min_size=1, max_size=4))
def test_a_good_text_of_any_kind_is_never_touched(texts: list[str]) -> None:
    lines = "\n          ".join(texts)
    text = written(f" |\n          {lines}")
    assert repaired(text, SHARED).text == text
    quoted = written(f" '{texts[0].replace(chr(39), chr(39) * 2)}'")
    assert repaired(quoted, SHARED).text == quoted


@settings(max_examples=200, deadline=None)
@given(PROSE_TEXTS)
def test_a_text_behind_its_field_is_given_back_as_it_was_typed_or_left_alone(text: str) -> None:
    before = written(f" {text}")
    result = repaired(before, SHARED)
    if not result.repairs:
        assert result.text == before
        return
    remarks = re.finditer(r"[ \t]+#(?=[\s#]|$)|[ \t]{2,}#", text)
    typed = [paragraphs(text), *(paragraphs(text[: remark.start()]) for remark in remarks)]
    read = checked(result.text).source.data["stappen"]["begin"]["keuzes"]["a"]["gevolg"]
    assert paragraphs(read) in typed
    assert repaired(result.text, SHARED).text == result.text


def test_many_slips_in_one_file_are_all_repaired() -> None:
    text = (BROKEN / "uit_word.yaml").read_bytes().decode() + "    nabespreking: [Ja, maar hoe?]\n"
    text = text.replace("tekst: Klaar.", "tekst: Ze zegt: klaar.").replace("gevolg", "gevlog")
    result = repaired(text.replace("naar: klaar", "naar: kaar"), SHARED)
    assert {repair.kind for repair in result.repairs} == {
        *(Kind.TAB, Kind.SPACE, Kind.COLON, Kind.BRACKETS, Kind.FIELD, Kind.NAME)
    }
    assert check(result.text, "uit_word.yaml", SHARED).scenario is not None


def test_what_does_not_help_is_undone() -> None:
    text = written(" Ja.").replace("    situatie: Er wordt aangebeld.", "    situatie: Er: is\n      een: fout\n     x")
    assert repaired(text, SHARED).text == text


def test_a_line_that_is_wrong_at_any_distance_from_the_side_does_not_wander_off() -> None:
    text = "form\ntitel: &a [x, x]\nintro: &b [*a, *a]\n"
    assert repaired(text, SHARED).text == text


def test_a_line_with_more_than_one_slip_is_repaired_step_by_step() -> None:
    text = written(" Ze zegt: ja.").replace("        gevolg", "\t\tgevolg")
    assert kinds(text) == [Kind.TAB, Kind.COLON]
    for lead in ("       ", "         "):
        assert kinds(written(" Ze zegt: ja.").replace("        gevolg", f"{lead}gevolg")) == [Kind.COLON, Kind.INDENT]


def test_a_slip_behind_one_that_stays_is_repaired_as_well() -> None:
    text = written(" Ze zegt: ja.").replace("titel: Een voorbeeld", 'titel: "Een voorbeeld')
    assert kinds(text) == [Kind.COLON]
    twice = story(step("begin", option("a", "gevlog: Ja."), option("a", "gevolg: Nee.")))
    assert kinds(twice) == [Kind.FIELD]


def test_another_format_is_another_language() -> None:
    text = story(step("begin", option("a", "gevlog: Ja."))).replace("formaat: 1", "formaat: 2")
    assert repaired(text, SHARED).text == text


def test_a_file_that_no_author_writes_comes_back_as_it_is() -> None:
    slip = "titel: Ze zegt: ja\n"
    for text in (
        slip + "x" * MOST_CHARACTERS,
        slip + "\n" * MOST_LINES,
        slip + "," * (MOST_SIGNS + 1),
        slip * (MOST_SLIPS + 1),
        f"{slip}\ud800",
    ):
        assert repaired(text) == replace(repaired(text), text=text, repairs=(), spent=False)


def crowd(names: int, typos: int, *, like: str = "stap_naam_nog_een") -> str:
    steps = "".join(
        f"  {like}_{number}aa: {{naar: {like}_{number}{'ba' if number < typos else 'aa'}}}\n" for number in range(names)
    )
    return story(f"{steps}", ends="eindes:\n  klaar: {titel: Einde, tekst: Klaar}\n")


def test_a_crowd_of_faults_is_not_looked_into_but_what_cannot_be_read_is_repaired() -> None:
    for text in (crowd(130, 1), crowd(100, 60), story("".join(f"  stap_{n}: {{gevlog: x}}\n" for n in range(250)))):
        result = repaired(text.replace("titel: Een voorbeeld", "titel: Een: voorbeeld"), SHARED)
        assert [repair.kind for repair in result.repairs] == [Kind.COLON]
    many = "personen:\n" + "".join(f"  p{number}: [{'a,' * 60}]\n" for number in range(110))
    assert not repaired(story(step("begin", option("a", "gevlog: Ja.")), head=many), SHARED).repairs


def test_too_much_work_ends_in_what_was_done_so_far() -> None:
    steps = "".join(
        f"  s{number}:\n    situatie: x\n    keuzs:\n      a: {{keuze: [x], naar: y}}\n" for number in range(90)
    )
    result = repaired(story(steps), SHARED)
    assert result.spent
    assert result.repairs


HEAD = "formaat: 1\nid: x\ntitel: x\n"
BIG = (SHIPPED / "blauwe_envelop.yaml").read_bytes().decode()
ATTACKS = {
    "one long line": "titel: " + "x " * 60_000,
    "spaces": "titel: x" + " " * 120_000 + "y: z",
    "colons": "titel: " + "x: " * 40_000,
    "remarks": "titel: x" + " #y" * 40_000 + ": z",
    "quotes": "titel: '" + "'" * 120_000,
    "a long name": "a" * 120_000 + ": b: c",
    "dashes": "- " * 60_000 + "x: y",
    "brackets": "titel: " + "[" * 120_000,
    "colons everywhere": HEAD + "titel: b: c\n" * 1_100,
    "tabs": "\ta: b\n" * 1_100,
    "hard spaces": "a:\n" + "".join("\u00a0" * (number % 7 + 1) + f"a{number}: b\n" for number in range(1_100)),
    "steps": "stappen:\n" + "".join(" " * (2 + number % 2) + f"s{number}: a\n" for number in range(2_400)),
    "texts that go on": "titel: x\nhallo jij\n" * 1_100,
    "names": crowd(118, 39),
    "more names": crowd(498, 498),
    "fields": HEAD + "eindes:\n" + "".join(f"  k{number}: {{titl: x, tekts: y}}\n" for number in range(95)),
    "a long case with a line off": BIG.replace("\n        naar:", "\n       naar:"),
    "a long case in tabs": BIG.replace("  ", "\t"),
    "a long case misspelt": BIG.replace("winst:", "wints:"),
    "ten long cases": BIG * 10,
    "the largest that can be sent": "titel: a: b\n" * (512 * 1024 // 12),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_file_takes_long(attack: str) -> None:
    repaired(HEAD, SHARED)
    begin = time.process_time()
    repaired(ATTACKS[attack], SHARED)
    assert time.process_time() - begin < SLOWEST * PATIENCE


def test_a_bitten_file_is_repaired_without_an_error_and_a_second_time_changes_nothing() -> None:
    chance = chance_of(20_261_124)
    shared = Shared(boxes={"drie_dagen": Box(title="Drie dagen", text="Drie.")})
    bodies = [path.read_bytes() for path, _ in GOOD if path.stat().st_size < 10_000]
    for _ in range(100):
        body = bitten(bodies[chance(len(bodies))], chance).decode("utf-8", "replace")
        once = repaired(body, shared)
        before = check(body, "x.yaml", shared)
        assert once.spent or repaired(once.text, shared) == replace(once, repairs=())
        assert bool(once.repairs) == (once.text != body)
        assert before.scenario is None or not set(Kind) - {Kind.BOM, Kind.LINE_ENDS, Kind.BRACKETS} & {
            repair.kind for repair in once.repairs
        }
