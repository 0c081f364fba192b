import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from bot.web.site import AddressTakenError, Health, listen, serve, site


async def well() -> Health:
    return Health(ok=True, last_poll=1.5, queue=3)


async def unwell() -> Health:
    return Health(ok=False)


async def hello(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("dag")


@contextlib.asynccontextmanager
async def served(app: object) -> AsyncIterator[tuple[str, asyncio.Event, asyncio.Task[None]]]:
    stop, listener = asyncio.Event(), listen("127.0.0.1", 0)
    serving = asyncio.create_task(serve(app, listener, stop))  # type: ignore[arg-type]
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", stop, serving
    stop.set()
    await serving


async def test_an_answer_leaves_at_once() -> None:
    async with served(site(well)) as (url, _, _), httpx.AsyncClient(base_url=url) as client:
        await client.get("/healthz")
        begun = asyncio.get_running_loop().time()
        for _ in range(5):
            await client.get("/healthz")
        took = asyncio.get_running_loop().time() - begun
    assert took < 0.15, "held back for an acknowledgement, each of them takes 0.04 seconds more"


async def test_health_tells_how_old_the_last_poll_is_and_how_much_waits() -> None:
    async with served(site(well)) as (url, _, _), httpx.AsyncClient(base_url=url) as client:
        answer = await client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "last_poll": 1.5, "queue": 3}
    assert answer.headers["Content-Type"] == "application/json"


async def test_a_bot_that_is_not_well_answers_so_to_whoever_watches() -> None:
    async with served(site(unwell)) as (url, _, _), httpx.AsyncClient(base_url=url) as client:
        assert (await client.get("/healthz")).status_code == 503


async def test_other_rooms_bring_their_own_routes() -> None:
    async with served(site(well, [Route("/dag", hello)])) as (url, _, _), httpx.AsyncClient(base_url=url) as client:
        assert (await client.get("/dag")).text == "dag"
        assert (await client.get("/elders")).status_code == 404


async def test_an_address_that_is_taken_is_told_in_one_line() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressTakenError, match=rf"127\.0\.0\.1:{port}"):
            listen("127.0.0.1", port)


async def test_the_server_leaves_signals_to_the_program() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    async with served(site(well)) as (url, _, _), httpx.AsyncClient(base_url=url) as client:
        await client.get("/healthz")
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


async def test_a_stop_is_fast_with_a_page_open_that_listens(caplog: pytest.LogCaptureFixture) -> None:
    ending = asyncio.Event()

    async def events(_request: Request) -> StreamingResponse:
        async def stream() -> AsyncIterator[bytes]:
            yield b"data: dag\n\n"
            await ending.wait()

        return StreamingResponse(stream(), media_type="text/event-stream")

    async with (
        served(site(well, [Route("/events", events)])) as (url, stop, serving),
        httpx.AsyncClient(base_url=url) as client,
        client.stream("GET", "/events") as answer,
    ):
        assert await anext(answer.aiter_lines()) == "data: dag"
        ending.set()
        stop.set()
        async with asyncio.timeout(1):
            await serving
    assert caplog.text == ""


async def test_a_server_that_is_cancelled_closes_its_door() -> None:
    listener = listen("127.0.0.1", 0)
    address = listener.getsockname()
    serving = asyncio.create_task(serve(site(well), listener, asyncio.Event()))
    _, writer = await asyncio.open_connection(*address)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    writer.close()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*address)
