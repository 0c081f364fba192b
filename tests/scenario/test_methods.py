"""Methods for teams: first each chooses alone, then they talk, and the client has the last word."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from bot.scenario.check import check_method
from bot.scenario.library import check_paths, read_shelf
from bot.scenario.method import VOICE, Act, Method, Part, Phase, Role, Who, course, dealt, within
from bot.scenario.method_shape import ACTS, MAY, PARTS, MethodEntry, looks_like_method
from bot.scenario.model import Issue
from bot.scenario.repair import repaired
from bot.scenario.rules.registry import Shared
from bot.scenario.shelf import Shelf, merge
from bot.texts.pages import shipped_pages
from bot.texts.wordlists import word_lists
from tests.scenario.files import CASES, SHIPPED

GOOD = shipped_pages()["W01"].right
GOAL = "doel: Je kiest eerst alleen en praat daarna.\n"
TALK = "  gesprek: {titel: Gesprek, doe: praten, minuten: 3, instructie: Wat pleit ervoor?}\n"
LAST = "    instructie: De klant sluit af.\n    prive: Wat zeg je als klant?\n"
NAMES = ("kort_gesprek", "dilemmamethode", "incidentmethode")


def phase(act: str, *more: str, name: str = "nieuw") -> str:
    """Return a line with a phase of a minute."""
    return f"  {name}: {{{', '.join((f'titel: Nieuw, doe: {act}, minuten: 1, instructie: Doe dit.', *more))}}}\n"


def issues(text: str) -> tuple[Issue, ...]:
    return check_method(text, "voorbeeld.yaml", Shared())[2]


def told(text: str) -> list[tuple[str, int, object]]:
    """Return what is said about a text: codes, lines, and the form of the sentence where there is more than one."""
    return [(one.code, one.place.line, one.words.get("vorm", "")) for one in issues(text)]


def with_phase(act: str, *more: str, before: str = TALK) -> str:
    """Return the good method with one phase more before a line of it."""
    assert before in GOOD
    return GOOD.replace(before, phase(act, *more) + before).replace("duur: 10", "duur: 11")


def method(text: str) -> Method:
    found, _, told = check_method(text, "voorbeeld.yaml", Shared())
    assert found is not None, told
    return found


def shipped(name: str) -> Method:
    return read_shelf(SHIPPED).methods[name]


def test_the_smallest_method_is_read_as_it_is_written() -> None:
    found = method(GOOD)
    assert (found.id, found.title, found.minutes, found.least, found.most) == ("voorbeeld", "Kort gesprek", 10, 3, 10)
    assert found.roles == {VOICE: Role(title="Stem van de klant", task="Luister alsof jij de klant bent.")}
    assert list(found.phases) == ["lezen", "kiezen", "gesprek", "besluit", "gevolg", "slotzin"]
    assert found.phases["slotzin"] == Phase(
        title="Laatste woord",
        part=Part.ROUND,
        act=Act.LAST_WORD,
        minutes=1,
        instruction="De klant sluit af.",
        who=Who.ROLE,
        role=VOICE,
        private="Wat zeg je als klant?",
    )
    assert msgspec.json.decode(msgspec.json.encode(found), type=Method) == found


def test_every_field_of_a_method_is_read() -> None:
    found = read_shelf(CASES).methods["elk_veld"]
    assert (found.decisions, found.leader, found.source, found.unverified) == (
        2,
        "Voor het begin.",
        "Zelf bedacht.",
        "Alles.",
    )
    talk = found.phases["gesprek"]
    assert (talk.who, talk.extendable, talk.private, talk.leader) == (
        Who.IN_TURN,
        True,
        "Bedenk één argument.",
        "Vraag door.",
    )
    assert found.phases["besluit"].who is Who.LEADER
    assert found.phases["zin"].role == "schrijver"
    assert found.evaluation == ("Kwam de klant genoeg aan bod?",)


def test_each_round_is_done_between_the_start_and_the_end() -> None:
    found = read_shelf(CASES).methods["elk_veld"]
    steps = course(found, found.decisions)
    assert steps[:3] == ((0, "welkom"), (0, "vorige_keer"), (1, "lezen"))
    assert [number for number, name in steps if name == "kiezen"] == [1, 2]
    assert steps[-1] == (2, "terugblik")
    assert sum(found.phases[name].minutes for _, name in steps) == found.minutes


def test_a_role_is_dealt_only_in_a_group_that_is_large_enough() -> None:
    found = read_shelf(CASES).methods["elk_veld"]
    assert dealt(found, 3) == (VOICE,)
    assert dealt(found, 4) == (VOICE, "schrijver")


def test_every_word_for_what_a_group_does_has_a_place_and_a_meaning() -> None:
    assert set(ACTS.values()) == set(Act)
    assert set(PARTS.values()) == set(Part)
    assert set().union(*MAY.values()) == set(ACTS)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (GOOD.replace("duur: 10", "duur: 10\nbeslissingen: 2"), [("W01", 4, "")]),
        (GOOD.replace("wie: stem_van_de_klant", "wie: klant"), [("W02", 20, "onbekend")]),
        (GOOD.replace("  stem_van_de_klant:\n", f"{'  iedereen: {titel: X, opdracht: Y.}'}\n  stem_van_de_klant:\n"),
         [("W02", 8, "bezet")]),
        (GOOD.replace("ronde:\n", f"begin:\n{phase('openen', f'wie: {VOICE}')}ronde:\n"), [("W02", 12, "begin")]),
        (with_phase("zingen"), [("W03", 14, "onbekend")]),
        (with_phase("evalueren"), [("W03", 14, "deel")]),
        (GOOD.replace("ronde:\n", f"begin:\n{phase('praten')}ronde:\n"), [("W03", 12, "deel")]),
        (with_phase("tonen", before="  kiezen: "), [("W04", 13, "")]),
        (with_phase("vragen", before="  kiezen: "), []),
        (with_phase("kiezen"), [("W05", 14, "dubbel")]),
        (with_phase("praten"), []),
        (GOOD.replace("doe: kiezen", "doe: tonen"), [("W05", 11, "mist")]),
        (GOOD.replace("doe: kiezen", "doe: opnieuw"), [("W05", 11, "mist")]),
        (with_phase("opnieuw"), [("W06", 14, "praten")]),
        (with_phase("opnieuw", before="  kiezen: "), [("W06", 13, "volgorde")]),
        (with_phase("opnieuw", before="  besluit: "), []),
        (with_phase("opnieuw", before="  gevolg: "), [("W06", 15, "volgorde")]),
        (GOOD.replace("  stem_van_de_klant:\n", "  klant:\n").replace("wie: stem_van_de_klant", "wie: klant"),
         [("W07", 7, "mist")]),
        (GOOD.replace("    titel: Stem", "    vanaf: 4\n    titel: Stem"), [("W07", 9, "vanaf")]),
        (GOOD.replace("duur: 10", "duur: 11") + phase("praten"), [("W07", 24, "slot")]),
        (GOOD.replace("minstens: 3", "minstens: 2"), [("W08", 5, "klein")]),
        (GOOD.replace("minstens: 3, hoogstens: 10", "minstens: 2, hoogstens: 1"),
         [("W08", 5, "klein"), ("W08", 5, "meer")]),
        (GOOD.replace("Wat zeg je als klant?", "a" * 701), [("W10", 23, "")]),
        (GOOD.replace("Wat zeg je als klant?", "a" * 700), []),
        (GOOD.replace("    prive: Wat zeg je als klant?\n", ""), [("W11", 17, "")]),
        (GOOD + "evaluatie: Ging het?\n", [("W12", 24, "fase")]),
        (GOOD.replace("duur: 10", "duur: 11") + "evaluatie: [a, b, c, d]\nslot:\n" + phase("evalueren"),
         [("W12", 24, "veel")]),
        (GOOD.replace("duur: 10", "duur: 11") + "slot:\n" + phase("praten", name="gesprek"), [("W13", 25, "")]),
    ],
)  # fmt: skip
def test_a_method_that_does_not_fit_is_told_where(wrong: str, expected: list[tuple[str, int, object]]) -> None:
    assert wrong != GOOD
    assert told(wrong) == expected


def test_a_role_that_joins_later_must_leave_someone_without_one() -> None:
    later = "".join(f"  rol_{n}: {{titel: Rol, vanaf: 4, opdracht: Doe mee.}}\n" for n in range(3))
    wrong = GOOD.replace("ronde:\n", f"{later}ronde:\n")
    (found,) = issues(wrong)
    assert (found.code, found.words) == ("W09", {"mensen": 4, "rollen": 4, "over": 3})
    assert issues(wrong.replace("vanaf: 4", "vanaf: 12")) == (), "such a group does not come"


def test_what_was_meant_is_named() -> None:
    assert [one.suggestion for one in issues(GOOD.replace("doe: praten", "doe: praat"))] == ["praten"]
    assert [one.suggestion for one in issues(with_phase("praten", "wie: iederen"))] == ["iedereen"]
    assert [one.suggestion for one in issues(with_phase("praten", f"wie: {'i' * 61}"))] == [""]
    assert [one.suggestion for one in issues(GOOD.replace("instructie: Lees wat", "instuctie: Lees wat"))] == [
        "instructie"
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (GOOD.replace("formaat: 1", "formaat: 2"), "S09"),
        (GOOD.replace(GOAL, ""), "S02"),
        (GOOD.replace("    opdracht: Luister alsof jij de klant bent.\n", ""), "S02"),
        (GOOD.replace(LAST, "    prive: Wat?\n"), "S02"),
        (GOOD.replace("  lezen:", "  Lezen:"), "S03"),
        (GOOD.replace("minuten: 3", "minuten: kort"), "S04"),
        (GOOD.replace("ronde:\n", "begin: straks\nronde:\n"), "S04"),
        (GOOD.replace("rollen:\n", "rollen:\nx: [\n"), "Y12"),
        (GOOD.replace("De klant sluit af.", ""), "S08"),
        (GOOD.replace("doe: praten", "doe: ''"), "S08"),
        (GOOD.replace("wie: stem_van_de_klant", "wie: ''"), "S08"),
        (GOOD.replace("wie: stem_van_de_klant", "wie: [x]"), "S04"),
        (GOOD.replace("doe: praten", "doe: [praten]"), "S04"),
        (GOOD.replace("id: voorbeeld", "id: ander"), "S10"),
        (GOOD.replace("De klant sluit af.", "De *klant sluit af."), "T05"),
        (GOOD.replace("De klant sluit af.", "Bel 06 12345678."), "P02"),
    ],
)
def test_what_is_wrong_in_any_file_is_told_of_a_method_too(wrong: str, code: str) -> None:
    assert wrong != GOOD
    assert code in [one.code for one in issues(wrong)]


def test_slips_in_a_method_are_mended() -> None:
    slip = GOOD.replace("    prive: Wat zeg je als klant?", "    prive: De klant zegt: ik.").replace("doel:", "doell:")
    mended = repaired(slip, kind=MethodEntry)
    assert [repair.line for repair in mended.repairs] == [6, 23]
    assert method(mended.text).phases["slotzin"].private == "De klant zegt: ik."


# The folder


def shelf(folder: Path, files: Mapping[str, str]) -> Shelf:
    for name, text in files.items():
        path = folder / "_werkvormen" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return read_shelf(folder)


def test_methods_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    found = shelf(tmp_path, {"voorbeeld.yaml": GOOD, "_later.yaml": "x: ["})
    assert list(found.methods) == ["voorbeeld"]
    assert (dict(found.scenarios), found.broken) == ({}, frozenset())
    assert found.sources["_werkvormen/voorbeeld.yaml"] == GOOD


def test_a_broken_method_keeps_its_last_good_version_and_breaks_no_case(tmp_path: Path) -> None:
    last = shelf(tmp_path, {"voorbeeld.yaml": GOOD, "weg.yaml": GOOD.replace("id: voorbeeld", "id: weg")})
    (tmp_path / "_werkvormen" / "weg.yaml").unlink()
    fresh = shelf(tmp_path, {"voorbeeld.yaml": GOOD.replace("doe: praten", "doe: x")})
    assert dict(fresh.methods) == {}
    assert fresh.broken == frozenset()
    assert [one.code for one in fresh.issues["_werkvormen/voorbeeld.yaml"]] == ["W03"]
    assert dict(merge(last, fresh).methods) == {"voorbeeld": last.methods["voorbeeld"]}


def test_a_method_on_yml_is_not_read_and_that_is_told(tmp_path: Path) -> None:
    found = shelf(tmp_path, {"voorbeeld.yml": GOOD})
    assert dict(found.methods) == {}
    assert [one.code for one in found.issues["_werkvormen/voorbeeld.yml"]] == ["S13"]
    assert [one.code for one in check_paths([tmp_path])[0]] == ["S13"]


def test_two_methods_with_one_id_are_told_at_the_second(tmp_path: Path) -> None:
    found = shelf(tmp_path, {"een.yaml": GOOD, "twee.yaml": GOOD.replace("Kort", "Lang"), "drie.yaml": "titel: x\n"})
    assert found.methods["voorbeeld"].title == "Kort gesprek"
    assert [one.code for one in found.issues["_werkvormen/twee.yaml"]] == ["S10", "S11"]


def test_the_check_looks_at_methods_in_a_folder_and_by_themselves(tmp_path: Path) -> None:
    shelf(tmp_path, {"voorbeeld.yaml": GOOD.replace("duur: 10", "duur: 9")})
    file = tmp_path / "_werkvormen" / "voorbeeld.yaml"
    for asked in (tmp_path, file):
        found, texts = check_paths([asked])
        assert [(one.code, one.place.file) for one in found] == [("W01", str(file))]
        assert list(texts) == [str(file)]


# Those that come along


def test_three_methods_come_with_the_bot_and_nothing_is_wrong_with_them() -> None:
    found = read_shelf(SHIPPED, Shared(words=word_lists()))
    assert {name: one.minutes for name, one in found.methods.items()} == dict(
        zip(sorted(NAMES), (60, 65, 20), strict=True)
    )
    assert [found.issues[f"_werkvormen/{name}.yaml"] for name in NAMES] == [(), (), ()]


@pytest.mark.parametrize("name", NAMES)
def test_each_method_does_all_that_a_team_comes_for(name: str) -> None:
    found = shipped(name)
    acts = [found.phases[step].act for _, step in course(found, found.decisions)]
    need = [Act.OPEN, Act.LOOK_BACK, Act.READ, Act.CHOOSE, Act.REVEAL, Act.TALK, Act.CHOOSE_AGAIN, Act.DECIDE]
    need += [Act.CONSEQUENCE, Act.LAST_WORD, Act.ACCOUNT, Act.AGREE, Act.EVALUATE]
    assert sorted({acts.index(act) for act in need}) == [acts.index(act) for act in need], "in this order"
    assert len(found.evaluation) == 3
    assert any(phase.extendable for phase in within(found, Part.ROUND).values())
    assert (found.decisions, found.most) == (1, 10)
    assert found.leader


@pytest.mark.parametrize("name", NAMES)
def test_the_texts_of_a_method_are_calm_and_plain(name: str) -> None:
    text = (SHIPPED / "_werkvormen" / f"{name}.yaml").read_text("utf-8")
    assert "!" not in text
    assert "goed gedaan" not in text.lower()


def test_a_method_from_another_source_says_so() -> None:
    for name in ("dilemmamethode", "incidentmethode"):
        assert shipped(name).source
        assert shipped(name).unverified


def test_a_method_is_known_by_its_rounds_and_a_case_by_its_steps() -> None:
    assert looks_like_method("id: gesprek\nronde:\n  kiezen:\n")
    assert not looks_like_method("id: deur\nstappen:\n  ronde:\n")
    assert not looks_like_method("ronde:\n  x:\nstappen:\n")
