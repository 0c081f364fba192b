"""One run: people play over the World while the bot dies again and again, and then everything is compared."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection, select

from bot.app.clock import clock
from bot.conversation.messages import Lane
from bot.practice.door import check_update
from bot.practice.world import World
from bot.store.database import Database
from bot.store.schema import outbox
from tests.kill.chance import Chance
from tests.kill.findings import Fault, Finding
from tests.kill.human import Human
from tests.kill.judge import judged
from tests.kill.ledger import ledger
from tests.kill.lives import KILLED, End, Lives
from tests.kill.victim import Orders
from tests.support.served import served

CASE = Path(__file__).parent / "case"
PATIENCE = 40.0  # seconds for the last walks to end, beside what the lives and the presses take
LIFE = 1.5  # seconds, on a slow machine
PRESSES = 20  # a second, on a slow machine


class Plan(Struct, frozen=True, kw_only=True):
    """How long and how wild. The same seed plans the same deaths and the same people; the pace is the machine's.

    `kinds` are the ends of lives in turn, `flaw` is one of victim.FLAWS, and with `cold` each life begins from nothing.
    """

    database_url: str
    folder: Path
    seed: int = 1
    kills: int = 32
    presses: int = 1_000
    people: int = 70
    kinds: Sequence[End] = KILLED
    flaw: str = ""
    cold: bool = False


class Result(Struct, kw_only=True):
    """What a run was and what is wrong with it; times are in seconds. `copies` are messages that came a second time."""

    ends: Counter[End]
    presses: int
    updates: int
    messages: int
    walks: int
    copies: int
    recoveries: list[float]
    seconds: float
    findings: list[Finding]

    @property
    def kills(self) -> int:
        """Return how often the bot was killed."""
        return sum(self.ends[end] for end in KILLED)

    def count(self, fault: Fault) -> int:
        """Return how many findings are of one kind."""
        return sum(finding.fault is fault for finding in self.findings)


class Run:
    """One run of a plan; `play` returns its result."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._world = World(now=clock, check=check_update, cast=(), remember=None)
        self._humans = [self._human(number) for number in range(plan.people)]
        self._log = plan.folder / "bot.log"
        orders = Orders(database_url=plan.database_url, scenarios=CASE, log=self._log, flaw=plan.flaw)
        self._lives = Lives(orders, Chance(plan.seed), plan.kinds, cold=plan.cold)

    def _human(self, number: int) -> Human:
        self._world.add_person(f"P{number}")
        return Human(self._world, f"P{number}", Chance(self._plan.seed))

    async def play(self) -> Result:
        """Play until there were kills and presses enough and every walk has ended; return what it was."""
        begun = time.monotonic()
        findings: list[Finding] = []
        async with served(self._world) as address, self._ringing():
            living = asyncio.create_task(self._lives.live(address, self._plan.kills))
            playing = asyncio.create_task(self._people())
            await asyncio.wait((living, playing), timeout=self._longest, return_when=asyncio.FIRST_COMPLETED)
            if not playing.done():
                findings.append(Finding(Fault.LOST, "people waited in vain"))
                playing.cancel()
            self._lives.stop()
            for ended in await asyncio.gather(living, playing, return_exceptions=True):
                if isinstance(ended, Exception):
                    raise ended
        return await self._result(time.monotonic() - begun, findings)

    @property
    def _longest(self) -> float:
        return PATIENCE + LIFE * self._plan.kills + self._plan.presses / PRESSES

    async def _people(self) -> None:
        await asyncio.gather(*(human.play(self._more) for human in self._humans))
        await self._quiet()

    def _more(self) -> bool:
        """Return whether people should go on; what they still press to end their walks counts as well."""
        pressed = sum(human.presses for human in self._humans)
        return pressed < self._plan.presses - 3 * len(self._humans) or self._lives.kills < self._plan.kills - 3

    @asynccontextmanager
    async def _ringing(self) -> AsyncIterator[None]:
        """Let people know when something comes to their chat."""
        bells = {human.user: human.news for human in self._humans}
        with self._world.watch() as news:

            async def ring() -> None:
                while one := await news.get():
                    if one["kind"] == "message":
                        bells[one["chat"]].set()

            ringing = asyncio.create_task(ring())
            yield
            ringing.cancel()

    async def _quiet(self) -> None:
        """Return when no update waits for the bot, and for people nothing but what tidies older messages."""
        database = Database(self._plan.database_url)
        try:
            while bool(self._world.updates.waiting()) or await database.tx(_waiting):  # noqa: ASYNC110 (two processes)
                await asyncio.sleep(0.1)
        finally:
            await database.close()

    async def _result(self, seconds: float, findings: list[Finding]) -> Result:
        book = ledger(self._world.passed)
        judgement = await judged(self._plan.database_url, CASE, book, self._humans)
        bots = [f"the bot says: {line}" for line in self._logged()]
        findings += [Finding(Fault.STRANGE, what) for what in [*self._lives.troubles, *bots]]
        return Result(
            ends=self._lives.ends,
            presses=sum(human.presses for human in self._humans),
            updates=sum(len(chat.updates) for chat in book.chats.values()),
            messages=sum(len(chat.arrivals) for chat in book.chats.values()),
            walks=sum(len(human.walks) for human in self._humans),
            copies=judgement.copies,
            recoveries=list(self._lives.recoveries(self._world.passed)),
            seconds=seconds,
            findings=[*findings, *judgement.findings],
        )

    def _logged(self) -> list[str]:
        """Return what the bot itself found wrong."""
        lines = self._log.read_text("utf-8").splitlines() if self._log.exists() else []
        return [line for line in lines if line.startswith(("ERROR", "CRITICAL", "Traceback"))]


def _waiting(connection: Connection) -> bool:
    """Return whether a message waits that does more than tidy."""
    return connection.execute(select(outbox.c.id).where(outbox.c.lane != Lane.LIVE).limit(1)).first() is not None
