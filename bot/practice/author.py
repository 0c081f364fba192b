"""The author's side of the practice page over HTTP: which map, where somebody is on it, what the check says."""

from collections.abc import Iterable

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.practice.drawn import shapes
from bot.practice.reported import reported
from bot.practice.room import Room
from bot.practice.workbench import NoMapError, Offer, Walk
from bot.practice.world import Json
from bot.scenario.model import Branch, Decision, Scenario
from bot.scenario.phrases import title
from bot.scenario.walked import Source, walked
from bot.texts.catalog import Texts


def routes(room: Room, texts: Texts, language: str) -> list[Route]:
    """Return the routes that the pane beside the phones asks; the guards of the page stand in front of them."""
    desk = _Desk(room, texts, language)
    return [Route("/author", desk.author), Route("/map/{snapshot}", desk.map)]


class _Desk:
    def __init__(self, room: Room, texts: Texts, language: str) -> None:
        self.room = room
        self.texts = texts
        self.language = language

    async def author(self, request: Request) -> Response:
        """Give where a person is and what is wrong with the files; `case` is the map that is open, kept when `firm`."""
        asked = request.query_params
        person = asked.get("person", "")
        async with self.room.asked() as running:
            if running is None:
                return _fresh({"busy": True})
            bench, saved = running.workbench, self.room.saved
            walk = await bench.walk_of(int(person)) if person.isascii() and person.isdigit() else None
            offers = bench.offers()
            shown = _shown(walk, offers, saved, asked.get("case", ""), firm="firm" in asked)
            own = [each.file for each in offers if shown and each.case == shown["case"]]
            found = {file: await bench.found_in(file) for file in (*saved, *own) if file}
        reports = [reported(file, what, self.texts, self.language) for file, what in found.items()]
        return _fresh(
            {
                "walk": lit(walk) if walk else None,
                "shown": shown,
                "cases": [{"case": each.case, "title": each.title} for each in offers],
                "reports": [report for report in reports if report],
            }
        )

    async def map(self, request: Request) -> Response:
        """Give the map of a version of a case as shapes, with the sentence for who cannot see it."""
        async with self.room.asked() as running:
            if running is None:
                return _fresh({"busy": True})
            try:
                drawn = await running.workbench.map_of(request.path_params["snapshot"])
            except NoMapError:
                return JSONResponse({}, 404)
        return _fresh(shapes(drawn.svg) | {"alt": drawn.alt})


def _shown(walk: Walk | None, offers: tuple[Offer, ...], saved: Iterable[str], case: str, *, firm: bool) -> Json | None:
    """Return which map to show: the one that is asked for firmly, else that of the walk somebody is in.

    Without a walk the map that is open stays; then comes the case that was saved last, then the first there is.
    """
    asked = [each for each in offers if each.case == case]
    if walk and not (firm and asked and case != walk.scenario.id):
        return {"case": walk.scenario.id, "title": walk.scenario.title, "snapshot": walk.snapshot}
    fits = (*asked, *(each for each in offers if each.file in saved), *offers)
    return {"case": fits[0].case, "title": fits[0].title, "snapshot": fits[0].snapshot} if fits else None


def lit(walk: Walk) -> Json:
    """Return where a walk is on the map of its version (`here`, called `at`), and the way it came: boxes and lines.

    A box is a step or "<step>.<option>", a line "<box>/<step or ending>".
    """
    scenario, run = walk.scenario, walk.run
    # A trial may have begun anywhere; its road is found from there.
    begun = replace(scenario, first=run.taken[0].step) if run.taken else scenario
    boxes = [name for each in run.taken for name in (each.step, f"{each.step}.{each.option}" if each.option else "")]
    chosen = [each for each in run.taken if each.option]
    ways = walked(begun, chosen, run.place).ways if run.taken else ()
    gone = [(*_way(scenario, source), number) for source, number in ways]
    return {
        "snapshot": walk.snapshot,
        "here": run.place,
        "at": title(scenario, run.place),
        "ended": run.ended,
        "boxes": [name for name in dict.fromkeys(boxes) if name],
        "lines": sorted(f"{box}/{route[number].to}" for box, route, number in gone),
    }


def _way(scenario: Scenario, source: Source) -> tuple[str, tuple[Branch, ...]]:
    """Return the box a way begins at, and its branches."""
    name = source if isinstance(source, str) else source.step
    step = scenario.steps[name]
    if not isinstance(step, Decision):
        return name, step.to
    option = "" if isinstance(source, str) else source.option
    return f"{name}.{option}", step.options[option].to


def _fresh(body: Json) -> Response:
    return JSONResponse(body, headers={"cache-control": "no-store"})
