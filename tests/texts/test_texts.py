"""The bot's own words: complete in both languages, in order, and nowhere else."""

import ast
import re
import string
from pathlib import Path

import pytest

from bot.texts.catalog import Html, Texts, TextsError, escape, read_texts, shipped
from bot.texts.dates import day, month
from bot.texts.prose import prose
from tests.support.memory import NOON

BOT = Path(__file__).parents[2] / "bot"
NL, EN = shipped().books["nl"], shipped().books["en"]


def sentences(entry: object) -> list[str]:
    return list(entry.values()) if isinstance(entry, dict) else [str(entry)]


def blanks(entry: object) -> set[str]:
    return {name for text in sentences(entry) for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_with_the_same_blanks() -> None:
    assert NL.keys() == EN.keys()
    assert {key: blanks(NL[key]) for key in NL} == {key: blanks(EN[key]) for key in EN}


def test_dutch_never_shouts() -> None:
    assert not [key for key, entry in NL.items() for text in sentences(entry) if "!" in text.replace("<!", "")]


def test_every_key_that_code_names_exists_and_every_key_is_named() -> None:
    code = "\n".join(path.read_text("utf-8") for path in BOT.rglob("*.py"))
    named = set(re.findall(r'"((?:solo|menu|road|walks|wrong|refused|commands|dates)\.[a-z_0-9.]+)"', code))
    beginnings = set(re.findall(r'"((?:solo|menu|road|walks|wrong|refused|commands|dates)\.[a-z_0-9.]*)\{', code))
    beginnings |= {name for name in named if name.endswith(".")}
    missing = {name for name in named if name not in NL and not any(key.startswith(name) for key in NL)}
    assert not missing
    ours = [key for key in NL if key.partition(".")[0] in ("solo", "menu", "road", "walks", "wrong", "refused")]
    assert not [key for key in ours if key not in named and not key.startswith(tuple(beginnings))]


def test_no_dutch_sentence_stands_in_code() -> None:
    dutch = re.compile(r"\b(je|jij|het|een|niet|geen|wordt|naar|voor de|dit is)\b", re.IGNORECASE)
    stray = []
    for path in BOT.rglob("*.py"):
        if path.name.endswith("shape.py"):  # what fields are is part of the format: editors show it to authors
            continue
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                text = node.value
                if len(text.split()) >= 3 and dutch.search(text) and not text.startswith("("):
                    stray.append((path.name, node.lineno, text))
    assert not stray


def test_values_are_escaped_in_one_place_and_html_is_left_alone() -> None:
    texts = Texts({"nl": {"hoi": "<b>{who}</b>", "n": {"one": "een", "other": "{n}"}}, "en": {"hoi": "", "n": ""}})
    assert texts("nl", "hoi", who="<Anna> & co") == "<b>&lt;Anna&gt; &amp; co</b>"
    assert texts("nl", "hoi", who=Html("<i>A</i>")) == "<b><i>A</i></b>"
    assert texts.plain("nl", "hoi", who="<Anna>") == "<b><Anna></b>"
    assert [texts.plain("nl", "n", n=n) for n in (0, 1, 2)] == ["0", "een", "2"]
    assert texts("fr", "hoi", who="A") == "<b>A</b>", "a language we do not have is answered in Dutch"
    assert escape(3) == "3"


def test_texts_that_do_not_match_are_refused_at_the_start(tmp_path: Path) -> None:
    for language, text in (("nl", "a: hoi\n"), ("en", "b: hi\n")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "x.yaml").write_text(text, "utf-8")
    with pytest.raises(TextsError, match=r"x\.a, x\.b"):
        read_texts(tmp_path)
    (tmp_path / "nl" / "x.yaml").write_text("a:\n  - hoi\n", "utf-8")
    with pytest.raises(TextsError, match=r"x\.a is a list"):
        read_texts(tmp_path)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*vet* en _cursief_", "<b>vet</b> en <i>cursief</i>"),
        ("2 * 3 * 4 en een_lange_naam", "2 * 3 * 4 en een_lange_naam"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("*niet\nover de regel*", "*niet\nover de regel*"),
    ],
)
def test_authors_marks_become_bold_and_italic_and_nothing_else_does(written: str, shown: str) -> None:
    assert prose(written) == shown


def test_days_are_written_as_people_here_count_them() -> None:
    assert day(shipped(), "nl", NOON) == "23 november 2026"
    assert day(shipped(), "nl", NOON.replace(hour=23, minute=30)) == "24 november 2026"
    assert month(shipped(), "en", "2027-01") == "January 2027"
