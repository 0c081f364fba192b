"""The postman: takes messages out of the outbox, brings them to Telegram and records what became of them."""

import asyncio
import contextlib
import logging
import traceback
from collections import deque
from collections.abc import Callable, Sequence

from telegram import Bot
from telegram import Message as Posted
from telegram.error import BadRequest, TelegramError, TimedOut

from bot.channel import errors, render
from bot.channel.taps import Taps
from bot.conversation.messages import Message, Toast
from bot.conversation.ports import Anew, Delivered, Delivery, Dropped, Later, Outbox, Verdict

IDLE = 1.0  # seconds to wait for a sign before looking again
LONGEST_CALL = 25.0  # seconds for one message; shorter than a lease of the outbox, or it would be sent twice
PROBE = 5.0  # seconds at most between two such tries
BREAKER = 5  # failures of the network in a row, after which one message at a time tries the line

log = logging.getLogger(__name__)


class Postman:
    """Sends what the outbox holds. `run` works until `stop`; `acknowledge` answers taps at once."""

    def __init__(
        self,
        bot: Bot,
        outbox: Outbox,
        concurrency: int = 64,
        *,
        away: tuple[type[Exception], ...] = (),
        pause: Callable[[str], None] = lambda _: None,
        deadline: float = 5.0,
    ) -> None:
        """Take the bot and the outbox, and how many messages are under way at once.

        `away` are the errors of a store that cannot be reached for now; `pause` is called with "sent" between a
        message that was sent and its record (for kill tests); `deadline` is how many seconds `stop` leaves for
        messages under way.
        """
        self._bot = bot
        self._taps = Taps(bot, self._give_up)
        self._outbox = outbox
        self._concurrency = concurrency
        self._away = away
        self._pause = pause
        self._deadline = deadline
        self._under_way: dict[asyncio.Task[Verdict], Delivery] = {}
        self._verdicts: dict[int, Verdict] = {}
        self._doubted: set[int] = set()
        self._rest_of: dict[int, tuple[Message, deque[render.Call]]] = {}  # what is left of a message sent in part
        self._changed = asyncio.Event()
        self._to_settle = asyncio.Event()
        self._stopping = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None
        self._closed = False
        self._failures = 0
        self._fault: errors.TokenRevokedError | None = None

    @property
    def healthy(self) -> bool:
        """Whether Telegram still takes our messages: False once the token was revoked."""
        return self._fault is None

    @property
    def busy(self) -> bool:
        """Whether something is under way: a message, its record, or the answer to a tap."""
        return bool(self._under_way or self._verdicts or self._taps.under_way)

    async def run(self) -> None:
        """Send until `stop` is called; raises TokenRevokedError when nothing can be sent any more."""
        settling = asyncio.create_task(self._settle())
        settling.add_done_callback(lambda _: self._changed.set())
        try:
            while not (self._stopping.is_set() or self._fault or settling.done()):
                self._changed.clear()
                await self._round()
            await self._finish(settling)
        finally:
            tasks = {*self._under_way, *self._taps.under_way, settling, *filter(None, [self._listening])}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self._fault:
            raise self._fault

    def stop(self) -> None:
        """Take nothing more out of the outbox; `run` returns when what is under way has arrived, or at the deadline."""
        self._stopping.set()
        self._changed.set()

    def acknowledge(self, toasts: Sequence[Toast]) -> None:
        """Answer taps, all at once and straight away; returns at once. An answer that comes too late is dropped."""
        self._taps.answer(toasts)

    def _give_up(self, fault: errors.TokenRevokedError) -> None:
        self._fault = fault
        self._changed.set()

    async def _round(self) -> None:
        """Claim what there is room for, then wait until something may have changed."""
        most = 1 if self._failures >= BREAKER else self._concurrency
        room = most - len(self._under_way)
        claimed: tuple[Delivery, ...] = ()
        await self._rest_when_broken()
        if room > 0 and not self._stopping.is_set():
            try:
                claimed = await self._outbox.claim(room)
                self._hear()
            except self._away as error:
                await self._store_away(error)
        for delivery in claimed:
            task = asyncio.create_task(self._deliver(delivery))
            self._under_way[task] = delivery
            task.add_done_callback(self._done)
        if len(claimed) < room:
            self._listen()
        if not claimed or len(claimed) < room:
            await self._changed.wait()

    def _listen(self) -> None:
        """Have the outbox tell when there may be something; one question at a time."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._outbox.wait(IDLE))
            self._listening.add_done_callback(lambda _: self._changed.set())

    def _hear(self) -> None:
        """Take the outbox's answer, if there is one; raises what it raised."""
        if self._listening and self._listening.done():
            listening, self._listening = self._listening, None
            listening.result()

    async def _rest_when_broken(self) -> None:
        if self._failures >= BREAKER:
            await self._rest(errors.backoff(self._failures - BREAKER, 0, PROBE))

    async def _store_away(self, error: Exception) -> None:
        log.warning("the outbox is away: %s", type(error).__name__)
        await self._rest(IDLE)
        self._changed.set()

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    async def _deliver(self, delivery: Delivery) -> Verdict:
        message, pending = self._rest_of.pop(delivery.id, (None, deque[render.Call]()))
        if message != delivery.message:
            pending = deque(render.calls(delivery.message, delivery.card))
        if not pending:
            return Anew()
        try:
            async with asyncio.timeout(LONGEST_CALL):
                posted = await self._perform(pending, delivery)
        except TimeoutError:
            return self._failed(delivery, TimedOut())
        except TelegramError as error:
            return self._failed(delivery, error)
        self._failures = 0
        self._pause("sent")
        return Delivered(posted)

    async def _perform(self, pending: deque[render.Call], delivery: Delivery) -> int:
        """Make the calls in order, a refused one again in another form; return the id of the last message."""
        message = delivery.card
        while pending:
            call = pending[0]
            try:
                posted = await getattr(self._bot, call.method)(**call.arguments)
            except BadRequest as error:
                remedy = errors.remedy(error, edit=bool(delivery.card))
                other = render.remade(call, remedy) if remedy else ()
                if not other:
                    raise
                log.warning("row %d is sent in another form: %s", delivery.id, remedy)
                pending.popleft()
                pending.extendleft(reversed(other))
            else:
                pending.popleft()
                if pending:
                    self._rest_of[delivery.id] = delivery.message, pending
                message = posted.message_id if isinstance(posted, Posted) else message
        return message

    def _failed(self, delivery: Delivery, error: TelegramError) -> Verdict:
        self._failures = self._failures + 1 if errors.unreachable_server(error) else 0
        result = errors.verdict(delivery, error, doubted=delivery.id in self._doubted)
        if isinstance(result, Later):
            if errors.in_doubt(error):
                self._doubted.add(delivery.id)
        else:
            self._doubted.discard(delivery.id)
        log.info("row %d: %s, so %s", delivery.id, type(error).__name__, type(result).__name__)
        if result == Dropped() and isinstance(error, BadRequest):
            log.warning("row %d is refused: %s", delivery.id, error.message)
        return result

    def _done(self, task: asyncio.Task[Verdict]) -> None:
        delivery = self._under_way.pop(task)
        if task.cancelled():
            return  # its lease runs out, and then it is sent again
        error = task.exception()
        if isinstance(error, errors.TokenRevokedError):
            self._give_up(error)
            return
        if error:  # ours: this one will never go, the others must
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error("row %d cannot be sent: %s\n%s", delivery.id, type(error).__name__, frames)
        self._verdicts[delivery.id] = verdict = Dropped() if error else task.result()
        if not isinstance(verdict, Later):
            self._rest_of.pop(delivery.id, None)
        self._to_settle.set()

    async def _settle(self) -> None:
        """Record verdicts: while one batch is recorded the next gathers, so no slow send holds others up."""
        while self._verdicts or not self._closed:
            await self._to_settle.wait()
            self._to_settle.clear()
            batch, self._verdicts = self._verdicts, {}
            if not batch:
                continue
            try:
                await self._outbox.settle(batch)
            except self._away as error:
                self._verdicts = batch | self._verdicts
                self._to_settle.set()
                await self._store_away(error)
            if self._listening is None or self._listening.done():  # else the outbox says that it was settled
                self._changed.set()

    async def _finish(self, settling: asyncio.Task[None]) -> None:
        """Wait for what is under way and its record, at most until the deadline."""
        try:
            async with asyncio.timeout(self._deadline):
                while self._under_way or self._taps.under_way:
                    await asyncio.wait((*self._under_way, *self._taps.under_way))
                    await asyncio.sleep(0)  # lets the callbacks run that take them off the lists
                self._closed = True
                self._to_settle.set()
                await settling
        except TimeoutError:
            log.warning("stopped with %d messages under way", len(self._under_way))
