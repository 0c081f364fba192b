"""The practice page: what it gives, what it lets people do, and whom it keeps out."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from telegram import Bot
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys

from bot.practice.people import Person
from bot.practice.replay import Played
from bot.practice.room import Notice, Room
from bot.practice.site import PAGE, SCRIPTS, site
from bot.practice.world import World
from bot.texts.catalog import shipped
from tests.practice.test_refusals import png
from tests.support.echo import echoing

HERE = "http://127.0.0.1:8080"


@pytest.fixture
def room(world: World) -> Room:
    return Room(world, echoing)


@pytest.fixture
def app(room: Room) -> Starlette:
    return site(room, shipped())


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app) as found:
        yield found


def browser(app: Starlette, client: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(client, 5))
    return httpx.AsyncClient(transport=transport, base_url=HERE, headers={"origin": HERE, **headers})


async def do(client: httpx.AsyncClient, **what: Any) -> tuple[int, str]:
    answer = await client.post("/do", json=what)
    return answer.status_code, answer.json().get("why", "")


def state(page: str) -> dict[str, Any]:
    found = re.search(r'id="state">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


async def test_the_page_says_what_it_is_and_holds_its_first_state(client: httpx.AsyncClient, anna: Person) -> None:
    anna.start()
    page = (await client.get("/")).text
    assert "Dit is niet Telegram. Alles blijft op deze computer." in page
    assert [one["name"] for one in state(page)["people"]] == ["Anna", "Bram", "Chris"]
    assert [one["text"] for one in state(page)["chats"]["501"]] == ["/start"]


async def test_what_somebody_writes_cannot_become_markup(client: httpx.AsyncClient, anna: Person) -> None:
    anna.writes("</script><script>alert(1)</script>")
    page = (await client.get("/")).text
    assert "<script>alert" not in page
    assert state(page)["chats"]["501"][0]["text"] == "</script><script>alert(1)</script>"
    assert all("innerHTML" not in (PAGE / f"{name}.js").read_text() for name in SCRIPTS)


async def test_all_that_a_person_can_do_reaches_the_bot(client: httpx.AsyncClient, bot: Bot, world: World) -> None:
    group = world.groups()[0].id
    assert await do(client, do="start", person=501, chat=501) == (200, "")
    sent = await bot.send_message(501, "x", reply_markup=Keys([[Key("A", callback_data="a")]]))
    for what in (
        {"do": "press", "person": 501, "chat": 501, "message": sent.message_id, "button": "a"},
        {"do": "write", "person": 501, "chat": 501, "text": "hello"},
        {"do": "send", "person": 501, "chat": 501, "what": "sticker"},
        {"do": "send", "person": 501, "chat": 501, "what": "forwarded", "text": "look"},
        {"do": "block", "person": 501, "chat": 501},
        {"do": "unblock", "person": 501, "chat": 501},
        {"do": "add_bot", "person": 502, "chat": group},
        {"do": "remove_bot", "person": 502, "chat": group},
        {"do": "newcomer"},
    ):
        assert await do(client, **what) == (200, "")
    kinds = [next(key for key in one if key != "update_id") for one in world.updates.waiting()]
    assert kinds == ["message", "callback_query", "message", "message", "message", *["my_chat_member"] * 3,
                     "message", "my_chat_member"]  # fmt: skip
    assert "Dewi" in [account.name for account in world.accounts.values()]


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"do": "dance"}, "not_understood"),
        ({"do": "write", "person": 501, "chat": 501, "text": "  "}, "no_text"),
        ({"do": "write", "person": 501, "chat": 501, "text": 5}, "no_text"),
        ({"do": "write", "person": 1, "chat": 501, "text": "x"}, "gone"),
        ({"do": "write", "person": "501", "chat": 501, "text": "x"}, "gone"),
        ({"do": "write", "person": 501, "chat": 502, "text": "x"}, "not_possible"),
        ({"do": "press", "person": 501, "chat": 501, "message": 1, "button": "x"}, "not_possible"),
        ({"do": "send", "person": 501, "chat": 501, "what": "money"}, "not_understood"),
        ({"do": ["write"], "person": 501, "chat": 501}, "not_understood"),
        ({"do": "try", "person": 501, "case": "deur", "step": "bel\n/stop"}, "not_understood"),
        ({"do": "try", "person": 501, "case": "deur"}, "not_understood"),
        ({"do": "try", "person": 501, "case": "deur", "step": "bel"}, "replaying"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_reason_the_page_has_words_for(
    client: httpx.AsyncClient, what: dict[str, Any], why: str
) -> None:
    assert await do(client, **what) == (400, why)
    assert shipped().plain("nl", f"practice.page.cannot.{why}")


async def test_a_body_that_is_no_object_is_refused(client: httpx.AsyncClient) -> None:
    for body in ("", "[]", "5", "{"):
        assert (await client.post("/do", content=body, headers={"content-type": "application/json"})).status_code == 400
    assert (await client.post("/do", json={"do": "write", "text": "x" * 50_000})).status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://example.org"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://127.0.0.1:9999"},
        {"content-type": "text/plain"},
    ],
)
async def test_another_page_cannot_do_anything(app: Starlette, world: World, headers: dict[str, str]) -> None:
    async with browser(app) as client:
        body = json.dumps({"do": "start", "person": 501, "chat": 501})
        answer = await client.post("/do", content=body, headers={"content-type": "application/json", **headers})
    assert answer.status_code == 403
    assert world.updates.waiting() == []


async def test_another_host_name_and_another_computer_see_nothing(app: Starlette) -> None:
    async with browser(app, host="evil.example") as client:
        assert (await client.get("/")).status_code == 400
    async with browser(app, client="192.168.1.7") as client:
        assert (await client.get("/")).status_code == 403


async def test_the_browser_is_told_to_load_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    for path in ("/", "/style.css", *(f"/{name}.js" for name in SCRIPTS)):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "http://" not in answer.text.replace("http://www.w3.org", "")


async def test_pictures_are_shown_and_other_files_only_downloaded(
    client: httpx.AsyncClient, bot: Bot, anna: Person
) -> None:
    anna.start()
    photo = await bot.send_photo(501, png())
    page = await bot.send_document(501, b"<script>alert(1)</script>", filename="x.html")
    assert page.document
    assert (await client.get(f"/files/{photo.photo[0].file_id}")).headers["content-type"] == "image/png"
    answer = await client.get(f"/files/{page.document.file_id}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''x.html"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await client.get("/files/none")).status_code == 404


async def test_the_stream_begins_with_all_there_is_and_tells_what_changes(
    client: httpx.AsyncClient, bot: Bot, anna: Person, world: World
) -> None:
    streaming = asyncio.create_task(client.get("/events"))
    await asyncio.sleep(0.01)
    anna.start()
    sent = await bot.send_message(
        501, "<b>x</b>", parse_mode="HTML", reply_markup=Keys([[Key("A", callback_data="a")]])
    )
    await bot.send_chat_action(501, "typing")
    query = anna.taps(anna.chat, sent.message_id, "a")
    await bot.answer_callback_query(query, "fine", show_alert=True)
    await bot.delete_message(501, sent.message_id)
    await asyncio.sleep(0.01)
    world.stop()
    lines = (await asyncio.wait_for(streaming, 2)).text.split("\n")
    told = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    kinds = [one["kind"] for one in told if one["kind"] != "passed"]
    assert kinds[:2] == ["state", "state"]
    assert kinds[-2:] == ["toast", "gone"]
    assert "busy" in kinds
    toast = next(one for one in told if one["kind"] == "toast")
    assert (toast["text"], toast["alert"]) == ("fine", True)
    passed = [one["passed"]["name"] for one in told if one["kind"] == "passed"]
    assert passed[-3:] == ["callback_query", "answerCallbackQuery", "deleteMessage"]


async def test_the_page_tells_how_far_a_replay_came(app: Starlette, room: Room, anna: Person) -> None:
    anna.start()
    async with browser(app) as client:
        room.notice = Notice(played=Played(done=1, total=4, stopped=anna.world.deeds[0]))
        assert state((await client.get("/")).text)["notice"] == (
            "Opnieuw gespeeld na je wijziging: 1 van de 4 handelingen. Hier past het niet meer: Anna, start."
        )
        room.notice = Notice(played=Played(done=1, total=1))
        assert "één handeling" in state((await client.get("/")).text)["notice"]
        room.notice = Notice(why="casus.yaml, regel 3")
        assert state((await client.get("/")).text)["notice"] == "De bot kon niet starten: casus.yaml, regel 3"


def test_every_word_the_page_asks_for_exists_in_both_languages() -> None:
    source = "".join((PAGE / f"{name}.js").read_text() for name in SCRIPTS)
    asked = set(re.findall(r'word\("([a-z_.]+)"', source))
    for language in ("nl", "en"):
        book = shipped().books[language]
        assert {key for key in asked if f"practice.page.{key}" not in book} == set()
