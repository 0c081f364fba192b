"""The player of tests/conversations/*.txt: who says or presses what, and what each person then sees.

A file is a row of lines. What a person does stands on one line; below it, after `>`, what is then new on the screens:

    # Alone: Anna begins
    Anna: /start
    > *Wat is het beste voor de klant?*
    > [Begin met een casus]
    > [Met mijn team] [Uitleg]

    Anna presses [Uitleg]
    > (toast) Even kijken
    Bram > Anna leest de uitleg.

`>` is the chat in which it was done, `Bram >` somebody else's, `Team >` the group. A message that was written over
begins with (edited), one that went away with (gone), a line after a tap with (toast) or, in a window, (window).
*bold*, _italic_, ▒hidden▒, ┃ quoted, ┃⌄ folded. Lines that begin with # are for the reader.

What can be done (`in the group` may stand behind a press and before a colon):

    Anna: /start code               Anna sends a photo            later 3 days
    Anna in the group: /team        Anna forwards: text           restart
    Anna answers in the group: text Anna edits: text              Dewi joins
    Anna presses [A]                Anna blocks the bot           Anna adds the bot to the group
    Anna presses an old [A]         Anna unblocks the bot         Anna removes the bot from the group
    Anna deletes the last message   the group becomes a supergroup
    Anna sends the file deur.yaml   (from tests/conversations/files)
"""

import asyncio
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.practice import seen
from bot.practice.door import check_update
from bot.practice.people import NotPossibleError, Person, newcomer
from bot.practice.room import Running
from bot.practice.world import Chat, Json, World
from tests.support.clock import Clock

MakeApp = Callable[[World], AbstractAsyncContextManager[Running]]
SEEN = re.compile(r"^(?:[^:>\[\]#]{1,40} )?>(?: |$)")
BETWEEN = timedelta(seconds=5)
FILES = Path(__file__).parents[1] / "conversations" / "files"
SPANS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}


class WrongLineError(Exception):
    """A line of a conversation that is no deed."""


def check(path: Path, player: "Player", *, update: bool) -> None:
    """Play a file and compare; with `update` the expected side is rewritten instead."""
    before = path.read_text("utf-8")
    after = asyncio.run(player.play(before))
    stuck = [line for line in after.splitlines() if line.startswith("! ")]
    if update:
        path.write_text(after, "utf-8")
    assert not stuck, f"{path.name}: {stuck[0]}"
    if not update:
        assert after.splitlines() == before.splitlines(), f"{path.name} (pytest --update rewrites it)"


class Player:
    """Plays conversations with the bot that `make_app` gives: each time a new one, on what the last one kept.

    `make_app(world)` opens the app on a database that outlives it and gives a Running; between every two lines it is
    closed and opened again, so that what is not in the database is lost. `fresh()` begins with an empty database.
    """

    def __init__(
        self, make_app: MakeApp, *, clock: Clock | None = None, fresh: Callable[[], None] = lambda: None, **world: str
    ) -> None:
        self.make_app = make_app
        self.clock = clock or Clock()
        self.fresh = fresh
        self.world = World(now=self.clock.now, check=check_update, limits=None, remember=None, **world)  # type: ignore[arg-type]

    async def play(self, script: str) -> str:
        """Return the script with what is really seen; after a deed that is not possible the rest is as it was."""
        self.fresh()
        written: list[str] = []
        lines = script.splitlines()
        for at, line in enumerate(lines):
            if SEEN.match(line) or line.startswith("!"):
                continue
            if not line.strip() or line.startswith("#"):
                if line or (written and written[-1]):
                    written.append(line)
                continue
            written.append(line)
            try:
                written += [*await self._line(line.strip()), ""]
            except (NotPossibleError, WrongLineError, LookupError) as wrong:
                written += [f"! {wrong}", *(rest for rest in lines[at + 1 :] if not rest.startswith("!"))]
                break
        return "\n".join(written).rstrip("\n") + "\n"

    async def _line(self, line: str) -> list[str]:
        """Do what a line says with a newly opened app, and return what is seen."""
        self.clock.forward(BETWEEN)
        before = {(chat.id, number) for chat in self.world.chats.values() for number in chat.messages}
        with self.world.watch() as news:
            async with self.make_app(self.world) as running:
                await running.settle()
                place = self._do(line)
                await running.settle()
            return list(self._seen(news, place, before))

    def _do(self, line: str) -> Chat | None:
        """Do what a line says and return the chat it was done in."""
        if line == "restart":
            return None
        if found := re.fullmatch(r"later (\d+) (second|minute|hour|day|week)s?", line):
            self.clock.forward(timedelta(seconds=int(found[1]) * SPANS[found[2]]))
            return None
        if line == "the group becomes a supergroup":
            return Person(self.world, next(iter(self.world.accounts.values())).name).upgrades()
        name, _, rest = line.partition(" ")
        if rest == "joins":
            return newcomer(self.world, name).chat
        person = Person(self.world, name.rstrip(":"))
        return self._deed(person, rest if not name.endswith(":") else f": {rest}")

    def _deed(self, person: Person, rest: str) -> Chat:
        group = "in the group" in rest.partition(":")[0]
        rest = rest.replace("in the group", "", 1).strip() if group else rest
        chat = person.group if group else person.chat
        for pattern, act in DEEDS:
            if found := re.fullmatch(pattern, rest):
                return act(person, chat, found) or chat
        raise WrongLineError(f"nobody can do this: {person.name} {rest}")

    def _seen(
        self, news: "asyncio.Queue[Json | None]", place: Chat | None, before: set[tuple[int, int]]
    ) -> Iterable[str]:
        """Give what is new, chat by chat, the one in which something was done first."""
        blocks: dict[int, dict[object, list[str]]] = {}
        told = []
        while not news.empty():
            told.append(news.get_nowait())
        # Toasts first: whether they come before or after a message is a matter of milliseconds.
        for one in sorted(filter(None, told), key=lambda one: one["kind"] != "toast"):
            self._gather(one, blocks, before)
        order = sorted(blocks, key=lambda chat: (place is None or chat != place.id, list(self.world.chats).index(chat)))
        first = True
        for chat in order:
            start = ">" if place and chat == place.id else f"{self.world.chats[chat].title} >"
            for block in filter(None, blocks[chat].values()):
                yield from [] if first else [""]
                first = False
                yield from (f"{start} {line}".rstrip() for line in block)

    def _gather(self, one: Json, blocks: dict[int, dict[object, list[str]]], before: set[tuple[int, int]]) -> None:
        if one["kind"] == "toast" and one["text"]:
            kind = "(window)" if one["alert"] else "(toast)"
            blocks.setdefault(one["person"], {})[object()] = f"{kind} {one['text']}".split("\n")
            return
        if one["kind"] not in ("message", "gone"):
            return
        old = (one["chat"], one["message"]) in before
        here = blocks.setdefault(one["chat"], {})
        raw = self.world.chats[one["chat"]].messages.get(one["message"])
        if raw is None:
            here[one["message"]] = ["(gone)"] if old else []
        elif raw["from"]["id"] == self.world.bot["id"]:
            # What is written over within one line is seen once, as it ends up, where it first hung.
            here[one["message"]] = _lines(raw, self.world.bot["id"], edited=old)


def _lines(raw: Json, bot: int, *, edited: bool) -> list[str]:
    bubble = seen.bubble(raw, bot)
    text = f"(edited) {bubble.text}" if edited else bubble.text
    return [*text.split("\n"), *(" ".join(f"[{label}]" for label in row) for row in bubble.rows)]


def _write(person: Person, chat: Chat, found: re.Match[str]) -> None:
    text = found[1].strip()
    if not chat.group and text.split(" ")[0] == "/start":
        person.start(text.removeprefix("/start").strip())
    else:
        person.writes(text, chat)


def _answer(person: Person, chat: Chat, found: re.Match[str]) -> None:
    asked = [number for number, one in chat.messages.items() if one["from"]["id"] == person.world.bot["id"]]
    person.writes(found[1].strip(), chat, to=max(asked, default=0))


def _delete_last(person: Person, chat: Chat, _: re.Match[str]) -> None:
    person.deletes(max(chat.messages), chat)


def _press(person: Person, chat: Chat, found: re.Match[str]) -> Chat:
    """Press in the group when said so, else wherever the button hangs, the private chat first."""
    where, message, _ = person.finds(found[2], chat if chat.group else None, old=bool(found[1]))
    person.presses(found[2], where, message)
    return where


def _send(person: Person, chat: Chat, found: re.Match[str]) -> None:
    person.sends(found[1].replace(" ", "_"), chat)


def _send_file(person: Person, chat: Chat, found: re.Match[str]) -> None:
    person.sends_file(found[1], (FILES / found[1]).read_bytes(), chat)


Act = Callable[[Person, Chat, "re.Match[str]"], Chat | None]
DEEDS: tuple[tuple[str, Act], ...] = (
    (r":\s*(.+)", _write),
    (r"answers\s*:\s*(.+)", _answer),
    (r"presses (an old )?\[(.+)\]", _press),
    (r"sends the file (.+)", _send_file),
    (r"sends an? (.+)", _send),
    (r"forwards\s*:\s*(.+)", lambda person, chat, found: person.forwards(found[1], chat)),
    (r"edits\s*:\s*(.+)", lambda person, chat, found: person.edits(found[1], chat=chat)),
    (r"blocks the bot", lambda person, _, __: person.blocks()),
    (r"unblocks the bot", lambda person, _, __: person.unblocks()),
    (r"adds the bot to the group", lambda person, _, __: person.adds_bot()),
    (r"removes the bot from the group", lambda person, _, __: person.removes_bot()),
    (r"deletes the last message", _delete_last),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected side of tests/conversations/*.txt")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))
