"""The lives of the bot in one run: begun again as soon as one ends, each ended at a named point or at any moment."""

import asyncio
import multiprocessing
import signal
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from multiprocessing.process import BaseProcess

from msgspec.structs import replace

from bot.app.clock import clock
from bot.practice.world import Passed
from tests.kill import victim
from tests.kill.chance import Chance
from tests.kill.victim import Orders

ANSWERS = ("sendMessage", "editMessageText", "answerCallbackQuery")
LONGEST_LIFE = 5.0  # seconds to wait for the bot to come by a point; then it is killed where it is
NTH = 3  # a point is passed at most so often
MOMENTS = (0.0, 0.8)  # seconds of a life that ends at any moment
STOPS_WITHIN = 10.0  # seconds after SIGTERM
# Every so many lives one is calm, and then asked to stop: a message that was under way at eight deaths in a row is
# given up on purpose (bot.store.outbox.TRIES), because it may be what the bot dies of.
CALM_EVERY = 6
CALM = (1.2, 1.8)  # seconds
FALLS = 3  # lives that end otherwise than they should, after which it is no use


class End(StrEnum):
    """How a life ends."""

    INSIDE = "inside"
    COMMITTED = "committed"
    SENT = "sent"
    RANDOM = "at any moment"
    STOPPED = "asked to stop"


KILLED = (End.INSIDE, End.COMMITTED, End.SENT, End.RANDOM)


class Lives:
    """Keeps the bot alive, and kills it. `ends` says how many lives ended how, `troubles` what should not have been."""

    def __init__(self, orders: Orders, chance: Chance, kinds: Sequence[End] = KILLED, *, cold: bool = False) -> None:
        """Take what the bot is told, and how its lives end in turn.

        With `cold` each life is a new interpreter, as after a real death; else it is the fork of a warm one.
        """
        self.ends: Counter[End] = Counter()
        self.troubles: list[str] = []
        self._orders = orders
        self._chance = chance
        self._kinds = kinds
        self._context = multiprocessing.get_context("spawn" if cold else "forkserver")
        if not cold:
            self._context.set_forkserver_preload(["__main__", victim.__name__])
        self._stopping = asyncio.Event()
        self._deaths: list[datetime] = []

    @property
    def kills(self) -> int:
        """How often the bot was killed."""
        return sum(self.ends[end] for end in KILLED)

    def stop(self) -> None:
        """Ask the bot to stop; it is not begun again."""
        self._stopping.set()

    async def live(self, address: str, kills: int) -> None:
        """Let the bot be killed so many times, and then live until `stop`; give up on one that keeps falling over."""
        self._orders = replace(self._orders, address=address)
        life = 0
        while not self._stopping.is_set() and len(self.troubles) < FALLS:
            life += 1
            if self.kills >= kills:
                await self._live(life, End.STOPPED, None)
            elif life % CALM_EVERY == 0:
                await self._live(life, End.STOPPED, self._chance.between(*CALM, life, "moment"))
            else:
                end = self._kinds[self.kills % len(self._kinds)]
                moment = self._chance.between(*MOMENTS, life, "moment")
                await self._live(life, end, moment if end is End.RANDOM else LONGEST_LIFE)

    async def _live(self, life: int, end: End, longest: float | None) -> None:
        """Live once, for `longest` seconds at most."""
        point = end.value if end.value in victim.POINTS else ""
        orders = replace(self._orders, point=point, nth=1 + int(NTH * self._chance.of(life, "nth")))
        process: BaseProcess = self._context.Process(target=victim.live, args=(orders,), daemon=True)  # type: ignore[attr-defined]
        process.start()
        dying = asyncio.create_task(asyncio.to_thread(process.join))
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait((dying, stopping), timeout=longest, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if dying.done():
            self._note(life, end, process, (-signal.SIGKILL,))
        else:
            await self._end(life, end, process, dying)
        self._deaths.append(clock())
        process.close()

    async def _end(self, life: int, end: End, process: BaseProcess, dying: "asyncio.Task[None]") -> None:
        """End a life that goes on: kill it, or ask it to stop."""
        if end is not End.STOPPED and not self._stopping.is_set():
            process.kill()
            await dying
            self._note(life, End.RANDOM, process, (-signal.SIGKILL,))
            return
        process.terminate()
        try:
            await asyncio.wait_for(asyncio.shield(dying), STOPS_WITHIN)
        except TimeoutError:
            process.kill()
            await dying
        # Before it listens to signals, a process that is told to stop simply ends.
        self._note(life, End.STOPPED, process, (0, -signal.SIGTERM))

    def _note(self, life: int, end: End, process: BaseProcess, expected: tuple[int, ...]) -> None:
        if process.exitcode in expected:
            self.ends[end] += 1
        else:
            self.troubles.append(f"life {life} should end {end}, and ended with {process.exitcode}")

    def recoveries(self, passed: Iterable[Passed]) -> Iterator[float]:
        """Yield the seconds from each death to the first answer after it, where there was one before the next death."""
        died: datetime | None = None
        for one in passed:
            if one.kind == "request" and one.name in ANSWERS and died:
                yield (one.at - died).total_seconds()
                died = None
            elif one.name == "getMe":
                died = max((death for death in self._deaths if death < one.at), default=None)
