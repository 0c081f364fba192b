"""The author's pane: which map it shows, where somebody is on it, what the check says, a trial from a step on."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace

from bot.engine.model import Run
from bot.practice.author import lit
from bot.practice.deeds import Did
from bot.practice.people import Person
from bot.practice.reported import reported
from bot.practice.room import Room
from bot.practice.site import site
from bot.practice.workbench import Found, Walk
from bot.practice.world import World
from bot.scenario.check import check
from bot.scenario.model import Chosen, Issue, Place, Scenario, Severity
from bot.scenario.rules.registry import Shared
from bot.texts.catalog import shipped
from bot.texts.pages import shipped_pages
from tests.practice.test_page import browser
from tests.practice.test_room import living
from tests.support.bench import Bench
from tests.support.cases import DOOR, LOOP
from tests.support.echo import echoing


class Opened:
    """A room with a bot at work in it, and a browser at its page."""

    def __init__(self, world: World) -> None:
        self.room = Room(world, echoing)
        self.client = browser(site(self.room, shipped()))

    async def asks(self, **what: str) -> dict[str, Any]:
        answer = await self.client.get("/author", params={"person": "501", **what})
        assert answer.headers["cache-control"] == "no-store"
        return dict(answer.json())

    @property
    async def bench(self) -> Bench:
        async with self.room.asked() as running:
            assert running
            assert isinstance(running.workbench, Bench)
            return running.workbench


@pytest.fixture
async def opened(world: World) -> AsyncIterator[Opened]:
    one = Opened(world)
    async with living(one.room), one.client:
        yield one


def walk(case: Scenario, run: Run) -> Walk:
    return Walk(snapshot="v1", scenario=case, run=run)


# --- where somebody is ------------------------------------------------------------------------------------------------


def test_the_way_somebody_came_goes_over_steps_options_and_crossroads() -> None:
    taken = (Chosen("bel", "open"), Chosen("brief", ""), Chosen("tafel", "thee"))
    place = lit(walk(DOOR, Run(place="samen", taken=taken, ended=True)))
    assert place["boxes"] == ["bel", "bel.open", "brief", "tafel", "tafel.thee"]
    assert place["lines"] == ["bel.open/brief", "brief/tafel", "slot/samen", "tafel.thee/slot"]
    assert (place["here"], place["at"], place["ended"]) == ("samen", "Samen", True)


def test_at_the_first_step_nothing_is_behind() -> None:
    place = lit(walk(DOOR, Run(place="bel")))
    assert (place["here"], place["at"], place["boxes"], place["lines"]) == ("bel", "De bel", [], [])


def test_the_way_of_a_trial_begins_where_the_trial_began() -> None:
    place = lit(walk(DOOR, Run(place="alleen", taken=(Chosen("tafel", "thee"),), ended=True)))
    assert place["lines"] == ["slot/alleen", "tafel.thee/slot"]
    assert place["boxes"] == ["tafel", "tafel.thee"]


def test_what_was_jumped_over_is_no_line() -> None:
    place = lit(walk(DOOR, Run(place="tafel", taken=(Chosen("bel", "open"), Chosen("tafel", "thee")))))
    assert "bel.open/brief" in place["lines"]
    assert "tafel.thee" in place["boxes"]


# --- which map --------------------------------------------------------------------------------------------------------


async def test_the_map_is_of_the_case_that_somebody_plays(opened: Opened) -> None:
    (await opened.bench).plays(501, LOOP, Run(place="hier"), version=3)
    found = await opened.asks(case="deur")
    assert found["shown"] == {"case": "rondje", "title": "Rondje", "snapshot": "rondje-3"}
    assert found["walk"]["snapshot"] == "rondje-3"
    assert [each["case"] for each in found["cases"]] == ["deur", "rondje"]


async def test_a_map_that_is_chosen_stays_until_it_is_let_go(opened: Opened) -> None:
    (await opened.bench).plays(501, LOOP, Run(place="hier"), version=3)
    assert (await opened.asks(case="deur", firm="1"))["shown"]["snapshot"] == "deur-1"
    assert (await opened.asks(case="rondje", firm="1"))["shown"]["snapshot"] == "rondje-3", "the version that is played"
    assert (await opened.asks(case="gone", firm="1"))["shown"]["case"] == "rondje"


async def test_who_plays_nothing_sees_the_open_map_or_what_was_saved_last_or_the_first_case(opened: Opened) -> None:
    assert (await opened.asks())["shown"]["case"] == "deur"
    assert (await opened.asks())["walk"] is None
    opened.room.saved = ("rondje.yaml",)
    assert (await opened.asks())["shown"]["case"] == "rondje"
    assert (await opened.asks(case="deur"))["shown"]["case"] == "deur"
    assert (await opened.asks(person="501; drop table"))["walk"] is None


async def test_without_any_case_there_is_nothing_to_show(opened: Opened) -> None:
    (await opened.bench).cases = ()
    found = await opened.asks()
    assert (found["shown"], found["reports"]) == (None, [])


async def test_a_map_comes_as_shapes_with_a_sentence_for_who_cannot_see_it(opened: Opened) -> None:
    answer = await opened.client.get("/map/deur-1")
    assert answer.json() == {"box": [0, 0, 8, 9], "shift": [4, 5], "parts": [], "alt": "Kaart van De deur"}
    assert (await opened.client.get("/map/deur-9")).status_code == 404


async def test_while_the_bot_begins_anew_the_page_is_asked_to_wait(world: World) -> None:
    room = Room(world, echoing)
    async with browser(site(room, shipped())) as client:
        assert (await client.get("/author")).json() == {"busy": True}
        assert (await client.get("/map/x")).json() == {"busy": True}


# --- the report -------------------------------------------------------------------------------------------------------


def checked(code: str) -> Found:
    """Return what the check says about the wrong example of a code."""
    text = shipped_pages()[code].wrong
    return Found(issues=check(text, "voorbeeld.yaml", Shared()).issues, text=text)


async def test_the_file_that_was_saved_is_reported_with_the_line_a_caret_and_a_suggestion(opened: Opened) -> None:
    (await opened.bench).found["deur.yaml"] = checked("R01")
    opened.room.saved = ("deur.yaml", "gone.yaml")
    reports = (await opened.asks(case="rondje"))["reports"]
    assert [(report["file"], report["sum"]) for report in reports] == [
        ("deur.yaml", "1 fout"),
        ("rondje.yaml", "Geen fouten"),
    ]
    (issue,) = reports[0]["issues"]
    assert (issue["where"], issue["severity"], issue["kind"], issue["code"]) == ("Regel 10", "F", "FOUT", "R01")
    assert issue["sentence"] == "Keuze 'a' van 'begin' wijst naar 'klar'. Die stap bestaat niet."
    assert issue["source"] == ["        naar: klar", "              ^^^^"]
    assert issue["hint"] == "Bedoelde je 'klaar'?"


def test_warnings_come_after_faults_and_tips_are_left_out() -> None:
    fault, warning = checked("R01").issues[0], checked("G12").issues[0]
    tip = Issue("T01", Severity.TIP, Place("deur.yaml", 1, 1))
    first = Place("deur.yaml", 1, 1)
    issues = (tip, replace(warning, place=first), fault)
    report = reported("deur.yaml", Found(issues=issues, text=checked("R01").text), shipped(), "nl")
    assert report
    assert [issue["code"] for issue in report["issues"]] == ["R01", "G12"]
    assert report["sum"] == "1 fout, 1 keer let op"
    only = reported("deur.yaml", Found(issues=(tip, warning, warning)), shipped(), "en")
    assert only
    assert only["sum"] == "No errors, 2 notes"
    assert only["issues"][0]["source"] == [], "a line that is not there is not shown"


def test_of_many_faults_of_a_kind_four_are_told_and_the_rest_counted() -> None:
    one = checked("R01").issues[0]
    issues = tuple(replace(one, place=Place("deur.yaml", line, 1)) for line in range(1, 8))
    report = reported("deur.yaml", Found(issues=issues, text="x"), shipped(), "nl")
    assert report
    assert len(report["issues"]) == 4
    assert report["more"] == ["en nog 3 keer R01"]
    assert report["sum"] == "7 fouten"


def test_a_file_that_was_taken_away_is_not_reported() -> None:
    assert reported("deur.yaml", Found(), shipped(), "nl") is None


# --- beginning at a step ----------------------------------------------------------------------------------------------


async def begins(opened: Opened, person: object = 501) -> tuple[int, str]:
    body = {"do": "try", "person": person, "case": "deur", "step": "tafel"}
    answer = await opened.client.post("/do", json=body)
    return answer.status_code, answer.json().get("why", "")


async def test_to_begin_at_a_step_is_what_somebody_would_type_after_start(opened: Opened, anna: Person) -> None:
    assert await begins(opened) == (200, "")
    assert await begins(opened) == (200, "")
    anna.blocks()
    assert await begins(opened) == (200, "")
    told = [(deed.did, deed.words) for deed in anna.world.deeds]
    assert told == [
        (Did.STARTED, ""),
        (Did.WROTE, "/proef deur tafel"),
        (Did.WROTE, "/proef deur tafel"),
        (Did.BLOCKED, ""),
        (Did.UNBLOCKED, ""),
        (Did.STARTED, ""),
        (Did.WROTE, "/proef deur tafel"),
    ]


async def test_nobody_begins_for_who_is_not_there(opened: Opened) -> None:
    for person in (999, "501", None):
        assert await begins(opened, person) == (400, "gone")


def test_every_kind_of_deed_has_words_in_both_languages() -> None:
    for did in Did:
        assert shipped().plain("nl", f"practice.deed.{did}", words="x")
        assert shipped().plain("en", f"practice.deed.{did}", words="x")
