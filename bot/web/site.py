"""The one HTTP server of the bot: health, and the routes it is given."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

GRACE = 2.0  # seconds that requests under way get at a stop


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How the bot is doing: seconds since the last finished poll (None with a webhook), messages that wait."""

    ok: bool
    last_poll: float | None = None
    queue: int | None = None


class AddressTakenError(Exception):
    """The address to listen on cannot be used."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        """Take the address and what the system says."""
        super().__init__(f"{AddressTakenError.__doc__} ({host}:{port}: {reason})")


def site(
    health: Callable[[], Awaitable[Health]],
    routes: Sequence[BaseRoute] = (),
    middleware: Sequence[Middleware] = (),
) -> Starlette:
    """Return the app: /healthz (200, or 503 when not well) and the routes given (webhook, practice page, beamer)."""

    async def healthz(_request: Request) -> Response:
        now = await health()
        return Response(
            msgspec.json.encode(now),
            status_code=200 if now.ok else 503,
            media_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    return Starlette(routes=[Route("/healthz", healthz), *routes], middleware=list(middleware))


class _Server(uvicorn.Server):
    """uvicorn, leaving signals to the program it runs in."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one. Raises AddressTakenError."""
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=512
        )
    except OSError as error:
        raise AddressTakenError(host, port, error.strerror or "unknown") from None
    # Who connects gets it from here. asyncio sets it only where it opened the socket; without, an answer costs 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


async def serve(app: ASGIApp, listener: socket.socket, stop: asyncio.Event) -> None:
    """Serve on a listening socket until `stop` is set, or the task is cancelled.

    Streams that last (events for a page) should end when `stop` is set; what still runs after some seconds is cut off.
    """
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=int(GRACE),
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        server.should_exit = True
        stopping.cancel()
        await serving
