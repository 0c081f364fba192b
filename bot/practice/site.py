"""The practice page over HTTP, for this computer only: the page, a stream of what changes, what people do."""

import asyncio
import html
import json
from collections.abc import AsyncIterator, Callable
from importlib import resources
from string import Template

from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.practice import author, files, pictured, trying
from bot.practice.actions import CannotError, act
from bot.practice.guard import Guard
from bot.practice.replay import Played
from bot.practice.room import Notice, Order, Room
from bot.practice.world import Json
from bot.scenario.model import Issue
from bot.texts.catalog import Texts
from bot.texts.pages import wording

HOSTS = ["127.0.0.1", "localhost"]
SCRIPTS = ("page", "phone", "bubble", "foot", "toast", "traffic", "author", "map", "report", "room")
HEARTBEAT = 15.0
BODY_LIMIT = 40_000
PAGE = resources.files("bot.practice") / "page"
# Rare changes after which the page draws itself anew.
WHOLE = frozenset({"person", "group", "profile", "reset", "notice"})


def site(room: Room, texts: Texts, language: str = "nl") -> Starlette:
    """Return the practice page as an application to serve on loopback or to mount at a path that ends in a slash."""
    return Starlette(
        routes=routes(room, texts, language),
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS), Middleware(Guard)],
    )


def routes(room: Room, texts: Texts, language: str = "nl") -> list[Route]:
    """Return the routes of the practice page; `site` puts the guards in front of them."""
    desk = _Desk(room, texts, language)
    return [
        Route("/", desk.page),
        Route("/style.css", _shipped("style.css", "text/css")),
        *(Route(f"/{name}.js", _shipped(f"{name}.js", "text/javascript")) for name in SCRIPTS),
        Route("/events", desk.events),
        Route("/do", desk.do, methods=["POST"]),
        Route("/file", desk.file, methods=["POST"]),
        Route("/files/{name}", desk.give),
        *author.routes(room, texts, language),
    ]


class _Desk:
    def __init__(self, room: Room, texts: Texts, language: str) -> None:
        self.room = room
        self.world = room.world
        self.texts = texts
        self.language = language

    def words(self) -> dict[str, str]:
        """Return the words of the page by their short key."""
        prefix = "practice.page."
        book = self.texts.books[self.language]
        return {key.removeprefix(prefix): str(text) for key, text in book.items() if key.startswith(prefix)}

    def state(self) -> Json:
        """Return the state of the World and what the page says about the room."""
        notice = self.room.notice
        beside = replace(notice, faults=())  # whoever has the author's pane open reads of the faults there
        said = {"notice": self.notice(notice), "notice_beside": self.notice(beside)}
        return pictured.state(self.world) | said

    def notice(self, notice: Notice) -> str:
        """Return what the page says about a replay or a bot that could not be opened, "" for nothing."""
        say = self.texts.plain
        if notice.why:
            return say(self.language, "practice.room.not_opened", why=notice.why)
        if notice.replaying:
            return say(self.language, "practice.room.replaying")
        return " ".join(filter(None, (self.faults(notice.faults), self.replayed(notice.played))))

    def faults(self, faults: tuple[Issue, ...]) -> str:
        """Return what the page says about the first fault in the cases, "" when there is none."""
        if not faults:
            return ""
        first, words = faults[0], wording(self.language)
        where = f"{first.place.file}:{first.place.line}:{first.place.column}"
        hint = words.suggestion(first.suggestion) if first.suggestion else ""
        what = " ".join(filter(None, (words.sentence(first), hint)))
        return self.texts.plain(self.language, "practice.room.fault", where=where, what=what)

    def replayed(self, played: Played | None) -> str:
        """Return what the page says about a replay, "" when there was none."""
        say = self.texts.plain
        if played is None:
            return ""
        if played.stopped is None:
            return say(self.language, "practice.room.replayed", n=played.total)
        what = say(self.language, f"practice.deed.{played.stopped.did}", words=played.stopped.words)
        values = {"done": played.done, "total": played.total, "who": played.stopped.who, "what": what}
        return say(self.language, "practice.room.stopped", **values)

    async def page(self, _: Request) -> Response:
        """Give the page, with the state it begins with."""
        words = self.words()
        blanks = {key.replace(".", "_"): html.escape(text) for key, text in words.items()}
        drawn = Template((PAGE / "index.html").read_text("utf-8")).substitute(
            blanks, language=self.language, state=_inside(self.state()), words=_inside(words)
        )
        return HTMLResponse(drawn, headers={"cache-control": "no-store"})

    async def events(self, _: Request) -> Response:
        """Give the stream of changes, first the whole state."""
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers={"cache-control": "no-store"})

    async def _stream(self) -> AsyncIterator[str]:
        with self.world.watch() as queue:
            yield "retry: 1000\n" + _event({"kind": "state", "state": self.state()})
            while not self.world.stopped:
                try:
                    news = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if news is None:
                    return
                drawn = self.draw(news)
                if drawn:
                    yield _event(drawn)

    def draw(self, news: Json) -> Json | None:
        """Return a change as the page draws it, None when it was overtaken by a later one."""
        if news["kind"] in WHOLE:
            return {"kind": "state", "state": self.state()}
        if news["kind"] == "message":
            chat = self.world.chats.get(news["chat"])
            raw = chat.messages.get(news["message"]) if chat else None
            return news | {"message": pictured.message(raw)} if raw else None
        if news["kind"] == "passed":
            found = [one for one in self.world.passed if one.number == news["number"]]
            return {"kind": "passed", "passed": pictured.passed(found[0])} if found else None
        return news

    async def do(self, request: Request) -> Response:
        """Carry out what somebody at the page did."""
        body = await files.within(request, BODY_LIMIT)
        return await self._done(body, {}) if body is not None else _refused("too_long", 413)

    async def file(self, request: Request) -> Response:
        """Let somebody send a file of their own."""
        body = await files.within(request, files.BODY_LIMIT)
        return await self._done(body, {"do": "file"}) if body is not None else _refused("large", 413)

    async def _done(self, body: bytes, what: Json) -> Response:
        try:
            asked = json.loads(body)
            if not isinstance(asked, dict):
                raise CannotError("not_understood")
            asked |= what
            match asked.get("do"):
                case "again":
                    self.room.order(Order.AGAIN)
                case "try":
                    await trying.begin(self.room, asked)
                case _:
                    act(self.world, asked)
        except (CannotError, ValueError) as wrong:
            return _refused(str(wrong) if isinstance(wrong, CannotError) else "not_understood", 400)
        return JSONResponse({"ok": True})

    async def give(self, request: Request) -> Response:
        """Give a picture or file that hangs in a chat."""
        return files.give(self.world, request.path_params["name"])


def _shipped(name: str, kind: str) -> Callable[[Request], Response]:
    def give(_: Request) -> Response:
        return Response((PAGE / name).read_bytes(), media_type=kind, headers={"cache-control": "no-cache"})

    return give


def _inside(value: object) -> str:
    """Return JSON that may stand inside a script element: no tag can begin in it."""
    return json.dumps(value, ensure_ascii=False, default=str).replace("<", "\\u003c")


def _event(news: Json) -> str:
    return f"data: {json.dumps(news, default=str)}\n\n"


def _refused(why: str, code: int) -> Response:
    return JSONResponse({"ok": False, "why": why}, code)
