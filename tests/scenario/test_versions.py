"""A new version keeps what walks under way need, says that it is new, and is summed up."""

from msgspec.structs import replace

from bot.scenario.check import check
from bot.scenario.model import Issue
from bot.scenario.rules.registry import Published
from tests.scenario.files import SHARED, option, scenario, step, story

MORE = "  stil:\n    titel: Stilte\n    tekst: Stil.\n"
BEGIN = step("begin", option("a", to="gang"), option("b", "gevolg: Stil.", to="stil"))
GANG = step("gang", option("a"), option("b", "gevolg: Stil.", to="stil"))
OLD = story(BEGIN + GANG, head="versie: 2\n") + MORE
NEW = OLD.replace("versie: 2", "versie: 3")


def against(text: str, *needed: str, out: str = OLD) -> list[Issue]:
    """Return what rules V say of a text while another version is out."""
    before = scenario(out)
    published = {before.id: Published(scenario=before, needed=frozenset(needed))}
    issues = check(text, "voorbeeld.yaml", replace(SHARED, published=published)).issues
    return [issue for issue in issues if issue.code[0] == "V"]


def codes(text: str, *needed: str) -> list[str]:
    return [issue.code for issue in against(text, *needed)]


def test_a_case_that_is_not_out_or_not_changed_hears_nothing() -> None:
    assert codes(OLD, "begin.a", "gang") == []
    other = {"ander": Published(scenario=replace(scenario(OLD), title="Iets anders"))}
    issues = check(
        NEW.replace("gevolg: Stil.", "gevolg: Stil!"), "voorbeeld.yaml", replace(SHARED, published=other)
    ).issues
    assert [issue.code for issue in issues if issue.code[0] == "V"] == []


def test_a_needed_option_that_is_gone_is_told_at_the_options_of_its_step() -> None:
    text = NEW.replace(option("a"), option("c"), 1)
    (gone,) = [issue for issue in against(text, "gang.a") if issue.code == "V01"]
    assert gone.words == {"vorm": "keuze", "stap": "gang", "naam": "a"}
    assert text.split("\n")[gone.place.line - 1] == "    keuzes:"
    assert "V01" not in codes(text, "begin.a", "gang")
    assert "V01" not in codes(text.replace("      c:\n", "      c:\n        voorheen: a\n"), "gang.a")


def test_an_option_of_a_renamed_step_is_still_needed() -> None:
    text = NEW.replace("gang", "hal").replace("  hal:\n", "  hal:\n    voorheen: gang\n")
    assert codes(text, "gang", "gang.a") == ["V03"]
    less = text.replace(option("a"), option("c"), 1)
    (gone,) = [issue for issue in against(less, "gang.a") if issue.code == "V01"]
    assert gone.words == {"vorm": "keuze", "stap": "hal", "naam": "a"}


def test_a_needed_ending_that_is_gone_is_told_at_the_endings() -> None:
    text = NEW.replace("naar: stil", "naar: klaar").replace(MORE, "")
    (gone,) = [issue for issue in against(text, "stil") if issue.code == "V01"]
    assert gone.words == {"vorm": "einde", "stap": "", "naam": "stil"}
    assert text.split("\n")[gone.place.line - 1] == "eindes:"
    assert "V01" not in codes(text, "klaar")


def test_what_was_gone_before_is_not_missed_again() -> None:
    assert codes(OLD, "kelder", "begin.z") == []


def test_a_version_that_is_not_written_is_asked_for_at_the_id() -> None:
    text = OLD.replace("versie: 2\n", "").replace("wordt", "wordt hard")
    (same, summary) = sorted(against(text), key=lambda issue: issue.code)
    assert (same.code, same.place.line, same.words) == ("V02", 2, {"vorm": "zonder", "versie": 1, "nieuw": 3})
    assert summary.code == "V03"


def test_a_case_with_a_new_id_is_still_the_case_it_was() -> None:
    text = OLD.replace("id: voorbeeld", "id: ander\nvoorheen: [voorbeeld]").replace("wordt", "wordt hard")
    assert sorted(codes(text)) == ["V02", "V03"]


def test_the_summary_counts_and_says_how_far_it_goes() -> None:
    words = {"versie": 2, "teksten": 0, "erbij": 0, "weg": 0, "hernoemd": 0, "wegen": 0, "effecten": 0}
    (texts,) = against(NEW.replace("wordt", "wordt hard"))
    assert texts.words == {**words, "vorm": "tekst", "teksten": 2}
    (more,) = against(NEW.replace(option("a"), option("a") + option("c", "gevolg: Hoi."), 1))
    assert more.words == {**words, "vorm": "erbij", "erbij": 1}
    (other,) = against(
        NEW.replace("naar: gang", "effect: {rust: +1}\n        naar: gang").replace(
            "versie", "meters: {rust: 1}\nversie"
        )
    )
    assert other.words == {**words, "vorm": "anders", "effecten": 2}


def test_a_case_under_another_id_that_has_the_title_of_one_that_is_out_is_asked_about() -> None:
    renamed = OLD.replace("id: voorbeeld", "id: nieuw")
    assert [issue.code for issue in against(renamed)] == ["V04"]
    assert [issue.code for issue in against(renamed.replace("id: nieuw", "id: nieuw\nvoorheen: [voorbeeld]"))] == []
