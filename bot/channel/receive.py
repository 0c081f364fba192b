"""Updates from Telegram by long poll: kept first, acknowledged afterwards."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from telegram import Bot
from telegram.error import Conflict, NetworkError, RetryAfter, TelegramError

from bot.channel import errors, transport
from bot.conversation.messages import Toast

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
BATCH = 100  # updates: Bot API, getUpdates
CONFLICTS = 3  # refusals in a row: at a restart the program before us may still hold its last poll
CONFLICT_REST = 5.0  # seconds
LAST_WORD = 3.0  # seconds for the confirmation at a stop
LONGEST_REST = 15.0  # seconds
SLACK = 10.0  # seconds an answer may come later than a long poll lasts

log = logging.getLogger(__name__)

Update = Mapping[str, Any]


class Applied(Protocol):
    """What a batch gives back once it is kept."""

    @property
    def toasts(self) -> Sequence[Toast]:
        """The answers to the taps in it."""


Apply = Callable[[Sequence[Update]], Awaitable[Applied]]
Acknowledge = Callable[[Sequence[Toast]], None]


class ConflictError(Exception):
    """Another program receives the updates of this bot. Stop that one, or use webhooks for several at a time."""

    def __init__(self) -> None:
        """Say the docstring."""
        super().__init__(ConflictError.__doc__)


class PollLoop:
    """Long poll. `run` works until `stop`; one per token."""

    def __init__(
        self,
        make_bot: Callable[[], Bot],
        apply: Apply,
        acknowledge: Acknowledge,
        *,
        away: tuple[type[Exception], ...] = (),
        timeout: int = 25,
        watchdog: float = 90.0,
        rest: float = 1.0,
    ) -> None:
        """Take what makes a bot, what keeps a batch, and what answers taps.

        `away` are the errors of a store that cannot be reached for now: the same updates are asked again later. After
        `watchdog` seconds without a finished poll a new bot is made, connections and all. `rest` is the first pause
        after a failure, all in seconds.
        """
        self._make_bot = make_bot
        self._apply = apply
        self._acknowledge = acknowledge
        self._away = away
        self._timeout = timeout
        self._watchdog = watchdog
        self._rest = rest
        self._bot: Bot | None = None
        self._stopping = asyncio.Event()
        self._offset = 0
        self._since = 0.0
        self._failures = 0
        self._conflicts = 0

    @property
    def age(self) -> float:
        """Seconds since the last finished poll, or since the bot was made."""
        return asyncio.get_running_loop().time() - self._since if self._bot else 0.0

    def stop(self) -> None:
        """End the poll under way; `run` returns when the last batch is kept and confirmed."""
        self._stopping.set()

    async def run(self) -> None:
        """Receive until `stop` is called.

        Raises ConflictError, TokenRevokedError, and what `apply` raises and is not `away`.
        """
        self._renew()
        try:
            while not self._stopping.is_set():
                await self._round()
            await self._confirm()
        finally:
            if self._bot:
                await transport.close(self._bot)

    async def _round(self) -> None:
        try:
            updates = await self._ask()
        except TimeoutError:
            await self._restart()
            return
        except TelegramError as error:
            await self._failed(error)
            return
        if updates:
            await self._keep(updates)

    async def _ask(self) -> Sequence[Update]:
        """Return the next updates; () when stopped. Raises TimeoutError when the watchdog barks."""
        asking = asyncio.create_task(self._get_updates(self._timeout, BATCH))
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            async with asyncio.timeout_at(self._since + self._watchdog):
                await asyncio.wait((asking, stopping), return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                return ()
            updates = asking.result()
        finally:
            asking.cancel()
            stopping.cancel()
            await asyncio.gather(asking, stopping, return_exceptions=True)
        self._since = asyncio.get_running_loop().time()
        self._failures = self._conflicts = 0
        return updates

    async def _get_updates(self, seconds: int, limit: int) -> Sequence[Update]:
        """Return raw updates, since one that the library cannot parse would block all others."""
        assert self._bot is not None  # noqa: S101
        wishes: dict[str, Any] = {"timeout": seconds, "limit": limit, "allowed_updates": list(ALLOWED)}
        if self._offset:
            wishes["offset"] = self._offset
        # The name is getUpdates; spelled so, because the library warns of a method that it has itself.
        updates = await self._bot.do_api_request("get_updates_", api_kwargs=wishes, read_timeout=seconds + SLACK)
        if not isinstance(updates, list):
            raise NetworkError("the answer is no list of updates")
        return [update for update in updates if well_formed(update)]

    async def _keep(self, updates: Sequence[Update]) -> None:
        try:
            applied = await self._apply(updates)
        except self._away as error:
            log.warning("the store is away: %s", type(error).__name__)
            await self._pause()
            return
        self._offset = max(update["update_id"] for update in updates) + 1
        self._acknowledge(applied.toasts)

    async def _failed(self, error: TelegramError) -> None:
        errors.stop_if_revoked(error)
        log.warning("no updates: %s", type(error).__name__)
        if isinstance(error, Conflict):
            await self._conflict(error)
        elif isinstance(error, RetryAfter):
            await self._wait(errors.seconds_of(error))
        else:
            await self._pause()

    async def _conflict(self, error: Conflict) -> None:
        """Take away a webhook that is still set; raise ConflictError when another program keeps polling."""
        self._conflicts += 1
        if self._conflicts >= CONFLICTS:
            raise ConflictError from None
        if errors.says(error, errors.WEBHOOK_SET) and self._bot:
            with contextlib.suppress(TelegramError):
                await self._bot.delete_webhook(drop_pending_updates=False)
                return
        await self._wait(self._rest * CONFLICT_REST)

    async def _pause(self) -> None:
        self._failures += 1
        await self._wait(min(LONGEST_REST, self._rest * 2.0 ** min(self._failures - 1, 10)))

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    async def _restart(self) -> None:
        log.error("no poll has finished for %.0f seconds: new connections are made", self._watchdog)
        if self._bot:
            await transport.close(self._bot)
        self._renew()

    def _renew(self) -> None:
        self._bot = self._make_bot()
        self._since = asyncio.get_running_loop().time()

    async def _confirm(self) -> None:
        """Tell Telegram what is kept, so that it is not sent again; without it the ledger would skip it."""
        if self._offset:
            with contextlib.suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(LAST_WORD):
                    await self._get_updates(0, 1)


def well_formed(update: object) -> bool:
    """Return whether it is an object with an id, without which it can be neither kept nor confirmed."""
    good = isinstance(update, Mapping) and type(update.get("update_id")) is int
    if not good:
        log.error("something without an update id came from Telegram")
    return good
