"""Updates from Telegram by webhook: answered with 200 only when they are kept."""

import asyncio
import hmac
import json
import logging

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from bot.channel.receive import ALLOWED, BATCH, Acknowledge, Apply, Update, well_formed

HEADER = "X-Telegram-Bot-Api-Secret-Token"
BODY_LIMIT = 256 * 1024  # bytes
BODY_TIME = 10.0  # seconds
WAITING_LIMIT = 1_000  # updates that wait for a commit
CONNECTIONS = 40  # of Telegram at once, its own default
COME_BACK = {"Retry-After": "5"}  # seconds

log = logging.getLogger(__name__)


class RefusedError(Exception):
    """A request that is answered with an error status."""

    def __init__(self, status: int) -> None:
        """Take the HTTP status."""
        super().__init__(RefusedError.__doc__)
        self.status = status


def webhook(
    path: str,
    secret: str,
    apply: Apply,
    acknowledge: Acknowledge,
    *,
    away: tuple[type[Exception], ...] = (),
    body_time: float = BODY_TIME,
) -> Route:
    """Return the route on which Telegram delivers one update at a time.

    Requests that arrive while a commit runs share the next one. `away` are the errors of a store that cannot be
    reached for now (503). 401: wrong secret; 408, 413: body too slow or too large; 415: no JSON. Telegram repeats what
    is not answered with 200.
    """
    if not secret:
        raise ValueError("without a secret anyone could send updates")
    gathering = Gathering(apply, acknowledge)
    expected = secret.encode()

    async def receive(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), expected):
            return Response(status_code=401)
        try:
            body = await _body(request, body_time)
        except RefusedError as error:
            return Response(status_code=error.status, headers={"Connection": "close"})
        update = _update(body)
        if update is None:
            return Response(status_code=200)  # it is Telegram's, and would come back for a day
        if gathering.waiting >= WAITING_LIMIT:
            return Response(status_code=503, headers=COME_BACK)
        try:
            await gathering.keep(update)
        except away as error:
            log.warning("the store is away: %s", type(error).__name__)
            return Response(status_code=503, headers=COME_BACK)
        return Response(status_code=200)

    return Route(path, receive, methods=["POST"])


async def open_webhook(bot: Bot, url: str, secret: str) -> None:
    """Tell Telegram where to deliver; what waits there already is delivered as well."""
    await bot.set_webhook(
        url, secret_token=secret, allowed_updates=ALLOWED, max_connections=CONNECTIONS, drop_pending_updates=False
    )


async def _body(request: Request, seconds: float) -> bytes:
    """Return the body; raises RefusedError when it is not JSON, too large or too slow."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(415)
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > BODY_LIMIT:
        raise RefusedError(413)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY_LIMIT:
                    raise RefusedError(413)
    except TimeoutError:
        raise RefusedError(408) from None
    except ClientDisconnect:
        raise RefusedError(400) from None
    return bytes(body)


def _update(body: bytes) -> Update | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        log.error("something that is no JSON came with Telegram's secret")
        return None
    return update if well_formed(update) else None


class Gathering:
    """Updates that arrive one by one while a commit runs are kept together in the next."""

    def __init__(self, apply: Apply, acknowledge: Acknowledge) -> None:
        """Take what keeps a batch, and what answers the taps in it."""
        self._apply = apply
        self._acknowledge = acknowledge
        self._one_at_a_time = asyncio.Lock()
        self._open: tuple[list[Update], asyncio.Task[None]] | None = None
        self.waiting = 0

    async def keep(self, update: Update) -> None:
        """Return when the update is kept; raises what `apply` raises."""
        if self._open is None or len(self._open[0]) >= BATCH:
            batch: list[Update] = []
            self._open = (batch, asyncio.create_task(self._commit(batch)))
        batch, commit = self._open
        batch.append(update)
        self.waiting += 1
        try:
            await asyncio.shield(commit)
        finally:
            self.waiting -= 1

    async def _commit(self, batch: list[Update]) -> None:
        async with self._one_at_a_time:
            if self._open and self._open[0] is batch:
                self._open = None
            applied = await self._apply(batch)
        self._acknowledge(applied.toasts)
