"""Blind plays of a shipped case through the whole bot: people in a simulated Telegram who press what is there."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection

from bot.app.machine import Parts
from bot.app.practising import Practised, on_world
from bot.conversation.actions import Action, read
from bot.practice import seen
from bot.practice.door import check_update
from bot.practice.people import Person, newcomer
from bot.practice.world import Json, World
from bot.safety.vault import Vault
from bot.scenario.model import Decision, Scenario
from bot.scenario.shelf import SHARED
from bot.session.model import Phase, Session
from bot.store.database import Database
from bot.store.shelf import Shelf
from bot.store.snapshots import Snapshots
from bot.store.unit import Unit
from tests.support.clock import Clock

SCENARIOS = Path(__file__).parents[2] / "scenarios"
QUESTION = "*Wat is het beste voor de klant?*"
MASTER = bytes(32)
CROWD = 50  # people who play at the same time
MOST_PRESSES = 200  # of one play
A_MOMENT = timedelta(seconds=1)
ONWARD = {Action.CHOOSE, Action.SKIP, Action.FIRST, Action.SECOND, Action.POWER, Action.NEXT}


class Seen(Struct, frozen=True, kw_only=True):
    """What all plays of a case came by. Options are written "stap.keuze"; `wrong` says what should not have been."""

    plays: int
    steps: frozenset[str]
    options: frozenset[str]
    endings: frozenset[str]
    wrong: tuple[str, ...]


def everything(case: Scenario) -> Seen:
    """Return what a play without fault can come by, as far as a person sees it: all but the crossroads."""
    asking = {name: step for name, step in case.steps.items() if isinstance(step, Decision)}
    return Seen(
        plays=0,
        steps=frozenset(asking),
        options=frozenset(f"{name}.{option}" for name, step in asking.items() for option in step.options),
        endings=frozenset(case.endings),
        wrong=(),
    )


def played(case: Scenario, plays: int, folder: Path) -> Seen:
    """Play a case so many times in a folder of its own, and return what was seen; the same each time."""
    scenarios = folder / "scenarios"
    scenarios.mkdir(parents=True)
    for file in SCENARIOS.glob(f"{case.id}*.yaml"):
        shutil.copy(file, scenarios)
    shutil.copytree(SCENARIOS / SHARED, scenarios / SHARED)
    return asyncio.run(_Plays(case, plays, folder).run())


class _Plays:
    def __init__(self, case: Scenario, plays: int, folder: Path) -> None:
        self.case = case
        self.plays = plays
        self.folder = folder
        self.url = f"sqlite:///{folder}/plays.db"
        self.clock = Clock()
        self.world = World(now=self.clock.now, check=check_update, limits=None, remember=None)
        self.pressed: Counter[str] = Counter()
        self.wrong: list[str] = []

    async def run(self) -> Seen:
        parts = Parts(database_url=self.url, master=MASTER, scenarios=self.folder / "scenarios", clock=self.clock.now)
        walks: list[Session] = []
        async with on_world(self.world, parts) as running:
            with running.hurried():
                for first in range(0, self.plays, CROWD):
                    crowd = [self._person(number) for number in range(first, min(first + CROWD, self.plays))]
                    await self._play(running, crowd)
                    walks += await self._walks(crowd)
        taken = {(one.step, one.option) for walk in walks for one in walk.run.taken if one.option}
        unended = [walk for walk in walks if walk.phase is not Phase.ENDED]
        return Seen(
            plays=len(walks),
            steps=frozenset(step for step, _ in taken),
            options=frozenset(f"{step}.{option}" for step, option in taken),
            endings=frozenset(walk.run.place for walk in walks if walk.phase is Phase.ENDED),
            wrong=(*self.wrong, *(f"a play never ended: it stands at {walk.run.place}" for walk in unended)),
        )

    def _person(self, number: int) -> Person:
        name = f"Speler {number}"
        newcomer(self.world, name)
        return Person(self.world, name)

    async def _play(self, running: Practised, crowd: list[Person]) -> None:
        for person in crowd:
            person.start()
        await self._settled(running)
        for label in ("Begrepen", "Begin met een casus", self.case.title, "Begin kort"):
            for person in crowd:
                self._tap(person, label)
            await self._settled(running)
        for turn in range(MOST_PRESSES):
            pressed = [self._goes_on(person, turn) for person in crowd]
            if not any(pressed):
                break
            await self._settled(running)

    async def _settled(self, running: Practised) -> None:
        """Let time pass until nothing waits: messages to one chat and to all chats keep their distance."""
        settling = asyncio.create_task(running.settle())
        while not settling.done():
            self.clock.forward(A_MOMENT)
            await asyncio.wait([settling], timeout=0.01)
        await settling

    def _tap(self, person: Person, label: str) -> None:
        shown = [button["text"] for _, button in seen.buttons(person.chat) if button["text"].startswith(label[:20])]
        person.presses(shown[-1])

    def _goes_on(self, person: Person, turn: int) -> bool:
        """Press one of the ways on under the newest message with buttons; return whether there was one."""
        message = next(one for _, one in sorted(person.chat.messages.items(), reverse=True) if "reply_markup" in one)
        ways = [(press, data) for data in _carried(message) if (press := read(data)) and press.action in ONWARD]
        if not ways:
            return False
        asked = seen.words(message)
        if ways[0][0].action is Action.CHOOSE and QUESTION not in asked:
            self.wrong.append(f"a decision does not ask what is best for the client: {asked}")
        self._presses(person, message, [(f"{asked} {press.id}", data) for press, data in ways], turn)
        return True

    def _presses(self, person: Person, message: Json, ways: list[tuple[str, str]], turn: int) -> None:
        """Press what was pressed least in all plays, so that a rare way is tried as well; chance settles a tie."""
        chances = [sha256(f"{person.name} {turn} {key}".encode()).digest() for key, _ in ways]
        _, _, key, data = min(
            (self.pressed[key], chance, key, data) for chance, (key, data) in zip(chances, ways, strict=True)
        )
        self.pressed[key] += 1
        person.presses(data, message=message["message_id"])

    async def _walks(self, crowd: list[Person]) -> list[Session]:
        database = Database(self.url)
        users = [person.account.id for person in crowd]

        def read_walks(connection: Connection) -> list[Session]:
            unit = Unit(Shelf(connection, Vault(MASTER), self.clock.now()), Snapshots(database))
            return [walk for user in users for walk in unit.sessions_of(unit.person_key(user))]

        try:
            return await database.tx(read_walks)
        finally:
            await database.close()


def _carried(message: Json) -> Iterator[str]:
    for row in message["reply_markup"]["inline_keyboard"]:
        yield from (str(button.get("callback_data", "")) for button in row)
