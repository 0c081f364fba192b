"""YAML is read as text with places, and no file can crash or swamp the reader."""

import time
from types import SimpleNamespace

import pytest
import yaml

from bot.scenario.model import Place
from bot.scenario.reader import MOST_EVENTS, LibyamlError, require_libyaml
from bot.scenario.source import MOST_BYTES, SourceError, load, read
from tests.scenario.files import PATIENCE


def slips(text: str | bytes) -> list[tuple[str, int, int]]:
    return [(issue.code, issue.place.line, issue.place.column) for issue in read(text, "f.yaml").issues]


@pytest.mark.parametrize(
    "written", ["no", "off", "1.10", "1.250", "10:30", "012", "2026-05-01", "=", "~", "null", "+2"]
)
def test_every_value_stays_the_text_that_was_written(written: str) -> None:
    assert read(f"waarde: {written}\n", "f.yaml").data == {"waarde": written}


def test_names_and_values_have_their_places() -> None:
    source = read("a:\n  - {b: één twee}\nc: |\n  tekst\n", "f.yaml")
    assert source.keys["a", 0, "b"] == Place("f.yaml", 2, 6)
    assert source.at_value(("a", 0, "b")) == Place("f.yaml", 2, 9, 8)
    assert source.at_value(("c",)) == Place("f.yaml", 3, 4)
    assert source.at_key(("a", 0)) == source.at_value(("a", 0)) == Place("f.yaml", 2, 5)


def test_what_has_no_place_has_the_place_of_what_is_around_it() -> None:
    source = read("a: b\n", "f.yaml")
    assert source.at_value(("a", 0, "anders")) == Place("f.yaml", 1, 4)
    assert read("", "f.yaml").at_value(("a",)) == Place("f.yaml", 1, 1)


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert slips("a: " + "x" * MOST_BYTES) == [("Y01", 1, 1)]
    assert slips("a: " + "x" * (MOST_BYTES - 3)) == []


def test_a_file_that_is_not_utf8_is_refused_at_the_first_wrong_byte() -> None:
    assert slips("a: b\nc: één".encode("latin-1")) == [("Y01", 2, 4)]
    assert slips("a: \ud800") == [("Y01", 1, 4)]
    assert read("a: b\r\nc: één".encode("latin-1"), "f.yaml").text == "a: b\nc: \ufffd\ufffdn", "the line can be shown"


def test_a_file_of_dashes_is_refused_at_once() -> None:
    begin = time.process_time()
    assert slips("- " * 25_000) == [("Y02", 1, 25)]
    assert slips("[" * 20_000) == [("Y02", 1, 13)]
    assert slips("a: " + "{b: " * 20_000) == [("Y02", 1, 48)]
    assert time.process_time() - begin < 0.1 * PATIENCE


def test_a_file_with_too_many_parts_is_refused_where_it_becomes_too_many() -> None:
    assert slips("- x\n" * MOST_EVENTS) == [("Y02", MOST_EVENTS - 2, 3)]


def test_an_anchor_bomb_never_goes_off() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    source = read(bomb, "f.yaml")
    assert source.data is None
    assert slips(bomb) == [("Y06", 1, 4), ("Y06", 2, 4), ("Y06", 2, 8)]


def test_a_name_that_stands_twice_keeps_its_first_value() -> None:
    source = read("a: 1\nb: 2\na: {c: 3}\n", "f.yaml")
    assert source.data == {"a": "1", "b": "2"}
    assert [(issue.code, issue.words) for issue in source.issues] == [("Y03", {"naam": "a", "regel": 1})]


def test_a_name_that_is_a_list_ends_the_reading() -> None:
    assert slips("? [a]\n: b\n") == [("Y05", 1, 3)]


def test_a_name_that_begins_with_a_hard_space_is_an_indentation_slip() -> None:
    assert slips("a:\n  \u00a0b: x\n") == [("Y04", 2, 3)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("duur: 45   # minuten\n", "45"),
        ("naar: klaar # einde\n", "klaar"),
        ("naar: klaar #\n", "klaar"),
        ('gevolg: "Besluit #12" # zo\n', "Besluit #12"),
        ("gevolg: |\n  Besluit #12\n", "Besluit #12\n"),
        ("gevolg: nr#12\n", "nr#12"),
    ],
)
def test_a_comment_is_not_a_text_that_was_cut_off(text: str, value: str) -> None:
    source = read(text, "f.yaml")
    assert (*source.data.values(),) == (value,)
    assert source.issues == ()


def test_a_text_cut_off_by_a_number_sign_is_told_with_what_is_lost() -> None:
    source = read("a: Zie besluit #12 van de raad.\n", "f.yaml")
    assert [(issue.code, issue.place.column, issue.words) for issue in source.issues] == [
        ("Y09", 16, {"tekst": "#12 van de raad."})
    ]


@pytest.mark.parametrize("listed", ["[Ja, maar hoe?]", "[Op welk moment kon het nog anders, Nu]", "[Klaar.]"])
def test_a_sentence_between_brackets_is_told(listed: str) -> None:
    assert slips(f"vragen: {listed}\n") == [("Y11", 1, 9)]


@pytest.mark.parametrize(
    "listed", ["[Participatiewet art. 18 22a 35, Wgs art. 4]", '["Ja, maar hoe?"]', "\n  - Ja, hoe?"]
)
def test_names_between_brackets_and_sentences_on_their_own_line_are_good(listed: str) -> None:
    assert slips(f"vragen: {listed}\n") == []


def test_windows_files_are_read_and_told_about() -> None:
    source = read("\ufeffa: één\r\nb: |\r\n  x\r\n  y\r\n".encode(), "f.yaml")
    assert source.data == {"a": "één", "b": "x\ny\n"}
    assert [(issue.code, issue.place.line, issue.place.column) for issue in source.issues] == [
        ("Y13", 1, 1),
        ("Y13", 1, 7),
    ]
    assert not source.refused


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_file_from_an_old_kladblok_is_read_and_told_about(encoding: str) -> None:
    source = read("\ufeffa: één\n".encode(encoding), "f.yaml")
    assert source.data == {"a": "één"}
    assert [(issue.code, issue.words["vorm"]) for issue in source.issues] == [("Y13", "utf16")]
    half = read("\ufeffa: ".encode("utf-16-le") + b"\x00\xd8", "f.yaml")
    assert [(issue.code, issue.words["vorm"]) for issue in half.issues] == [("Y01", "tekens")]


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (b"PK\x03\x04\x00word/document.xml", "word"),
        (b"%PDF-1.7\n\xff", "pdf"),
        (b"PK\x03\x04\xff", "tekens"),
    ],
)
def test_a_file_of_another_program_is_named(body: bytes, form: str) -> None:
    source = read(body, "f.yaml")
    assert source.data is None
    assert [(issue.code, issue.words["vorm"]) for issue in source.issues] == [("Y01", form)]


def test_odd_line_breaks_count_as_lines() -> None:
    assert slips("a: x\u2028b: x\x85b: y\n") == [("Y03", 3, 1)]


def test_a_character_that_no_text_has_is_told_at_its_place() -> None:
    source = read("a: x\nb: ding\x07dong\n", "f.yaml")
    assert source.data is None
    assert slips("a: x\nb: ding\x07dong\n") == [("Y12", 2, 8)]


def test_a_list_of_our_own_is_read_or_refused_with_its_place() -> None:
    assert load("a: {b: [c]}\n", "eigen.yaml") == {"a": {"b": ["c"]}}
    with pytest.raises(SourceError, match=r"eigen\.yaml:2:1: Y03"):
        load("a: 1\na: 2\n", "eigen.yaml")
    with pytest.raises(SourceError, match="no fields"):
        load("- a\n", "eigen.yaml")


def test_pyyaml_without_libyaml_is_refused_with_one_line() -> None:
    with pytest.raises(LibyamlError, match="libyaml"):
        require_libyaml(SimpleNamespace(__with_libyaml__=False))


@pytest.mark.parametrize("text", ["a: [Op welk moment?, Wat nu?]\n", "a: b\tc # d\n", "a:\n  b: c\n"])
def test_the_c_loader_reads_what_authors_write(text: str) -> None:
    assert read(text, "f.yaml").data is not None


def test_the_pure_loader_reads_other_files_than_the_c_loader() -> None:
    """The reason that only one of them is used."""
    text = "a: [Op welk moment?, Wat nu?]\n"
    assert len(list(yaml.parse(text, Loader=yaml.CBaseLoader))) > 0
    with pytest.raises(yaml.YAMLError):
        list(yaml.parse(text, Loader=yaml.BaseLoader))
