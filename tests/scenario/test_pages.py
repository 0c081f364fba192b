"""Every check has a page, and every page's examples do what the page says."""

import string

import pytest
from msgspec.structs import replace

from bot.scenario.check import check, check_boxes, check_method
from bot.scenario.check_layer import check_layer
from bot.scenario.model import Issue, Place, Severity
from bot.scenario.rules.registry import SEVERITIES, Published, Shared
from bot.texts.pages import Page, sentence, shipped_pages, wording
from tests.scenario.files import SHARED, checked

PAGES = shipped_pages()
ALONE = [page for page in PAGES.values() if not page.apart]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def issues_of(page: Page, text: str) -> tuple[Issue, ...]:
    """Return what is found in an example of a page, with what lies beside it; tips only for the page of a tip."""
    if page.kind == "laag":
        issues = check_layer(text, "voorbeeld.en.yaml", beside(page), checked(page.beside["casus"]).scenario).issues
    elif page.kind == "kaders":
        _, _, issues = check_boxes(text, "kaders.yaml", beside(page))
    elif page.kind == "werkvorm":
        _, _, issues = check_method(text, "voorbeeld.yaml", beside(page))
    else:
        issues = check(text, "voorbeeld.yaml", beside(page)).issues
    tips = SEVERITIES[page.code] is Severity.TIP
    return tuple(issue for issue in issues if tips or issue.severity is not Severity.TIP)


def beside(page: Page) -> Shared:
    boxes = check_boxes(page.beside["kaders"], "kaders.yaml", Shared())[0] if "kaders" in page.beside else SHARED.boxes
    published = {}
    if "vorige" in page.beside:
        before = check(page.beside["vorige"], "vorige.yaml", SHARED).scenario
        assert before is not None
        published[before.id] = Published(scenario=before, needed=frozenset(page.beside.get("nodig", "").split()))
    pictures = [line.split() for line in page.beside.get("plaatjes", "").splitlines()]
    return replace(
        SHARED,
        boxes=boxes,
        published=published,
        month=page.beside.get("maand", SHARED.month),
        media={path: int(size) for path, size in pictures} or SHARED.media,
    )


def test_every_check_has_a_page_and_every_page_a_check() -> None:
    assert PAGES.keys() == SEVERITIES.keys()


@pytest.mark.parametrize("page", ALONE, ids=lambda page: page.code)
def test_the_wrong_example_gives_this_code_at_this_place_and_nothing_else(page: Page) -> None:
    found = [(issue.code, issue.place.line, issue.place.column) for issue in issues_of(page, page.wrong)]
    assert found == [(page.code, page.line, page.column)]


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.code)
def test_the_right_example_gives_nothing(page: Page) -> None:
    assert issues_of(page, page.right) == ()
    assert page.kind != "casus" or checked(page.right).scenario is not None


def test_only_what_one_text_cannot_show_is_shown_apart() -> None:
    assert [page.code for page in PAGES.values() if page.apart] == ["E03", "R09", "S11", "S13", "Y01", "Y13"]


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.code)
def test_both_languages_say_the_same_forms_with_the_same_blanks(page: Page) -> None:
    dutch, english = page.sentences["nl"], page.sentences["en"]
    if isinstance(dutch, str) or isinstance(english, str):
        assert isinstance(dutch, str)
        assert isinstance(english, str)
        assert blanks(dutch) == blanks(english)
    else:
        assert dutch.keys() == english.keys()
        assert all(blanks(dutch[form]) == blanks(english[form]) for form in dutch)
    assert page.why


def test_a_language_that_does_not_exist_is_answered_in_dutch() -> None:
    issue = Issue("Y08", SEVERITIES["Y08"], Place("f.yaml", 1, 1))
    assert sentence("fr")(issue) == sentence("nl")(issue) != sentence("en")(issue)
    assert wording("fr").suggestion("a") == "Bedoelde je 'a'?"


def test_a_long_name_is_cut_in_a_sentence() -> None:
    issue = Issue("R03", SEVERITIES["R03"], Place("f.yaml", 1, 1), {"naam": "lang\n" * 100})
    assert len(sentence("nl")(issue)) < 100
