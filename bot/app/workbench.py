"""The tools of an author at the practice page, over a machine (bot.practice.workbench.Workbench)."""

import asyncio
from typing import TYPE_CHECKING

from bot.conversation.equipment import equipped
from bot.practice.workbench import Found, Mapped, NoMapError, Offer, Walk
from bot.press import pictures
from bot.press.program import PressError
from bot.scenario.draw import alternative, dot
from bot.scenario.library import check_paths
from bot.scenario.model import Scenario
from bot.texts.catalog import shipped
from bot.texts.paper import map_words

if TYPE_CHECKING:
    from bot.app.machine import Machine

MOST_MAPS = 100


class Maps:
    """The maps of cases, each version drawn once."""

    def __init__(self, language: str) -> None:
        """Take the language of the words round a case."""
        self._words = map_words(shipped(), language)
        self._drawn: dict[str, Mapped] = {}

    async def of(self, snapshot: str, scenario: Scenario) -> Mapped:
        """Return the map of a version of a case, by its hash; raises NoMapError."""
        if snapshot not in self._drawn:
            if len(self._drawn) >= MOST_MAPS:
                self._drawn.clear()
            self._drawn[snapshot] = await asyncio.to_thread(self._draw, scenario)
        return self._drawn[snapshot]

    def _draw(self, scenario: Scenario) -> Mapped:
        try:
            return Mapped(pictures.svg(dot(scenario, self._words)), alternative(scenario, self._words))
        except PressError as error:
            raise NoMapError(str(error)) from error


class Tools:
    """The tools over one machine; `maps` may be kept longer than the machine, the rest is looked up in it."""

    def __init__(self, machine: "Machine", maps: Maps) -> None:
        """Take the machine, and the maps that were drawn already."""
        self._machine = machine
        self._maps = maps
        self._found: dict[str, Found] = {}  # a machine of the practice page lives no longer than its files stay

    def offers(self) -> tuple[Offer, ...]:
        """Return the cases that can be begun now, by title, those about a dilemma of one's own too."""
        catalogue = self._machine.catalogue
        files = {name: kept.file for name, kept in catalogue.shelf.scenarios.items()}
        return tuple(
            Offer(
                case=card.scenario.id,
                title=card.scenario.title,
                snapshot=card.snapshot,
                file=files.get(card.scenario.id, ""),
            )
            for card in catalogue.everything()
        )

    async def walk_of(self, user: int) -> Walk | None:
        """Return the walk a person is in, None when they are in none."""
        session = await self._machine.kernel.walk_of(user)
        if session is None:
            return None
        scenario = await self._machine.snapshots.get(session.snapshot)
        return Walk(snapshot=session.snapshot, scenario=scenario, run=session.run)

    async def map_of(self, snapshot: str) -> Mapped:
        """Return the map of a version of a case; raises NoMapError for one that is not there or cannot be drawn."""
        try:
            scenario = await self._machine.snapshots.get(snapshot)
        except LookupError as error:
            raise NoMapError(snapshot) from error
        return await self._maps.of(snapshot, scenario)

    async def found_in(self, file: str) -> Found:
        """Return what the whole check says now about a file, by its path in the folder."""
        if file not in self._found:
            self._found[file] = await asyncio.to_thread(self._check, file)
        return self._found[file]

    def _check(self, file: str) -> Found:
        machine = self._machine
        path = machine.parts.scenarios / file
        known = equipped(machine.catalogue.known(machine.parts.clock(), {}))
        try:
            issues, texts = check_paths([path], known)
        except OSError:
            return Found()
        # That another file has the same id is known only to who read the whole folder.
        codes = {issue.code for issue in issues}
        more = [issue for issue in machine.catalogue.shelf.issues.get(file, ()) if issue.code not in codes]
        return Found(issues=(*issues, *more), text=texts.get(str(path), ""))
