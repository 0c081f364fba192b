"""A World served as a Bot API over loopback HTTP, for a bot in another process."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette

from bot.practice import gate
from bot.practice.door import TOKEN
from bot.practice.world import World


class Quiet(uvicorn.Server):
    """A server that leaves signals to whoever runs the tests."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(world: World, token: str = TOKEN) -> AsyncIterator[str]:
    """Give the address http://127.0.0.1:<port>; a bot takes it with /bot behind it as its base URL."""
    app = Starlette(routes=gate.routes(world, token))
    server = Quiet(uvicorn.Config(app, log_level="critical", lifespan="off"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        task = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:  # noqa: ASYNC110 (uvicorn tells nobody)
            await asyncio.sleep(0.005)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            await task
