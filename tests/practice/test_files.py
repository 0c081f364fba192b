"""Files at the page: somebody sends one of their own as it is, and gets one back only to save."""

from base64 import b64encode
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.practice.deeds import Did
from bot.practice.files import BODY_LIMIT, FILE_LIMIT
from bot.practice.room import Room
from bot.practice.site import PAGE, site
from bot.practice.world import World
from bot.texts.catalog import shipped
from tests.practice.test_page import browser
from tests.support.echo import echoing


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(site(Room(world, echoing), shipped())) as found:
        yield found


async def sends(client: httpx.AsyncClient, name: object, content: object, chat: int = 501) -> tuple[int, str]:
    answer = await client.post("/file", json={"person": 501, "chat": chat, "name": name, "content": content})
    return answer.status_code, answer.json().get("why", "")


def packed(content: bytes) -> str:
    return b64encode(content).decode()


async def test_somebody_sends_a_file_of_their_own_as_it_is(client: httpx.AsyncClient, world: World) -> None:
    body = "titel: Één\r\n".encode("latin-1")
    assert await sends(client, "C:\\map\\casus.yaml", packed(body)) == (200, "")
    deed = world.deeds[-1]
    assert (deed.did, deed.words, deed.content) == (Did.FILED, "casus.yaml", body)
    (message,) = world.chats[501].messages.values()
    given = await client.get(f"/files/{message['document']['file_id']}")
    assert given.content == body
    assert given.headers["content-disposition"] == "attachment; filename*=UTF-8''casus.yaml"


async def test_a_name_can_have_any_letters_but_no_line_ends(client: httpx.AsyncClient, world: World) -> None:
    assert await sends(client, 'be"slag\r\nx: y é;.yaml', packed(b"x")) == (200, "")
    (message,) = world.chats[501].messages.values()
    given = await client.get(f"/files/{message['document']['file_id']}")
    assert given.headers["content-disposition"] == "attachment; filename*=UTF-8''be%22slagx%3A%20y%20%C3%A9%3B.yaml"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.yaml", "", "empty"),
        ("", "YQ==", "empty"),
        ("a.yaml", "YQ=", "not_understood"),
        ("a.yaml", "é", "not_understood"),
        ("a.yaml", 5, "not_understood"),
        (None, "YQ==", "not_understood"),
        ("a.yaml", packed(b"x" * (FILE_LIMIT + 1)), "large"),
    ],
)
async def test_what_is_no_file_is_refused_in_words(
    client: httpx.AsyncClient, name: object, content: object, why: str
) -> None:
    assert await sends(client, name, content) == (400, why)
    assert shipped().plain("nl", f"practice.page.cannot.{why}")


async def test_a_file_may_be_larger_than_what_somebody_writes_but_not_much(client: httpx.AsyncClient) -> None:
    assert await sends(client, "a.yaml", packed(b"x" * FILE_LIMIT)) == (200, "")
    assert await sends(client, "a.yaml", "x" * BODY_LIMIT) == (413, "large")
    assert await sends(client, "a.yaml", packed(b"x"), chat=502) == (400, "not_possible")


def test_the_page_knows_how_large_a_file_may_be() -> None:
    assert f"const FILE_LIMIT = {FILE_LIMIT:_};" in (PAGE / "room.js").read_text("utf-8")


async def test_another_page_cannot_send_a_file(client: httpx.AsyncClient, world: World) -> None:
    headers = {"origin": "https://example.org"}
    body = {"person": 501, "chat": 501, "name": "a.yaml", "content": packed(b"x")}
    assert (await client.post("/file", json=body, headers=headers)).status_code == 403
    assert world.deeds == []
