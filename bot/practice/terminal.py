"""The same bot in a terminal: numbered buttons, plain lines; also with piped input and for screen readers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TextIO

from bot.practice import seen
from bot.practice.people import NotPossibleError, Person
from bot.practice.world import Chat, Json, World
from bot.texts.catalog import Texts

Settle = Callable[[], Awaitable[None]]


async def talk(
    world: World,
    settle: Settle,
    source: TextIO,
    sink: TextIO,
    *,
    texts: Texts,
    language: str = "nl",
    echo: bool = False,
) -> None:
    """Let somebody at a terminal be one person after another, until the word to quit or the end of the input.

    `echo` repeats each line that was read, so that a run with piped input reads as a conversation.
    """
    terminal = _Terminal(world, settle, texts, language, sink)
    with world.watch() as news:
        terminal.opening()
        while True:
            await terminal.show(news)
            line = await asyncio.to_thread(source.readline)
            if not line:
                break
            if echo:
                terminal.line(line.strip())
            if not terminal.heed(line.strip()):
                break
    terminal.line(terminal.say("bye"))


class _Terminal:
    def __init__(self, world: World, settle: Settle, texts: Texts, language: str, sink: TextIO) -> None:
        self.world = world
        self.settle = settle
        self.sink = sink
        self.person = Person(world, next(iter(world.accounts.values())).name)
        self.in_group = False
        self.texts = texts
        self.language = language
        self._written: dict[tuple[int, int], str] = {}

    def say(self, key: str, **values: object) -> str:
        """Return a line of the terminal's own."""
        return self.texts.plain(self.language, f"practice.terminal.{key}", **values)

    @property
    def chat(self) -> Chat:
        """Return the chat that is looked at."""
        return self.person.group if self.in_group else self.person.chat

    def line(self, text: str) -> None:
        """Write one line, at once."""
        print(text, file=self.sink, flush=True)

    def opening(self) -> None:
        """Say what this is, and press start for the first person."""
        self.line(self.say("notice"))
        self.line(self.say("help"))
        self.person.start()

    async def show(self, news: "asyncio.Queue[Json | None]") -> None:
        """Wait for the bot, then write what is new in this chat, and the toasts."""
        await self.settle()
        new: dict[int, None] = {}
        while not news.empty():
            one = news.get_nowait()
            if one and one["kind"] == "message" and one["chat"] == self.chat.id:
                new[one["message"]] = None
            if one and one["kind"] == "toast" and one["person"] == self.person.account.id and one["text"]:
                self.line(f"({one['text']})")
        for number in sorted(new):
            if number in self.chat.messages:
                self._changed(number)
        self._keys()

    def _changed(self, number: int) -> None:
        """Write a message that is new or says something else now; that only its buttons changed is seen below."""
        bubble = seen.bubble(self.chat.messages[number], self.world.bot["id"])
        if self._written.get((self.chat.id, number)) != bubble.text:
            self._written[self.chat.id, number] = bubble.text
            self._bubble(bubble)

    def _bubble(self, bubble: seen.Bubble) -> None:
        if bubble.who != self.person.name:
            self.line(f"\n{bubble.who}: {bubble.text}")

    def _keys(self) -> None:
        for number, (_, button) in enumerate(self._buttons(), 1):
            self.line(f"  {number}. {button['text']}")

    def _buttons(self) -> list[tuple[int, Json]]:
        """Return the buttons of the newest message that has any."""
        found = list(seen.buttons(self.chat))
        return [one for one in found if one[0] == found[0][0]]

    def heed(self, line: str) -> bool:
        """Do what a line says; return False at the word to quit."""
        word, _, rest = line.removeprefix("/").partition(" ")
        if line == f"/{self.say('quit')}":
            return False
        if line.startswith("/") and word == self.say("as"):
            self._become(rest.strip())
        elif line in (f"/{self.say('group')}", f"/{self.say('alone')}"):
            self._look(in_group=line == f"/{self.say('group')}")
        elif line:
            self._do(line)
        return True

    def _become(self, name: str) -> None:
        names = [account.name for account in self.world.accounts.values()]
        known = next((one for one in names if one.lower() == name.lower()), None)
        if known is None:
            self.line(self.say("unknown", names=", ".join(names)))
            return
        self.person = Person(self.world, known)
        if not self.person.account.started and not self.in_group:
            self.person.start()
        self._look(in_group=self.in_group)

    def _look(self, *, in_group: bool) -> None:
        self.in_group = in_group
        if in_group:
            self.person.adds_bot()
        elif not self.person.account.started:
            self.person.start()
        where = self.say("in_group" if in_group else "with_bot")
        self.line(f"\n{self.say('now', name=self.person.name, chat=where)}")
        theirs = [bubble for bubble in self.person.screen(self.chat) if bubble.who != self.person.name]
        for bubble in theirs[-1:]:
            self._bubble(bubble)

    def _do(self, line: str) -> None:
        try:
            if line.isdigit() and self._buttons():
                self._press(int(line))
            else:
                self.person.writes(line, self.chat)
        except NotPossibleError:
            self.line(self.say("not_possible"))

    def _press(self, number: int) -> None:
        buttons = self._buttons()
        if not 1 <= number <= len(buttons):
            self.line(self.say("no_button"))
            return
        message, button = buttons[number - 1]
        self.person.presses(str(button.get("callback_data", button["text"])), self.chat, message)
        if "url" in button:
            self._follow(str(button["url"]))

    def _follow(self, url: str) -> None:
        """Look where a link leads that was pressed: to a chat with the bot, or out of the room."""
        if url.startswith(f"https://t.me/{self.world.bot['username']}?"):
            self._look(in_group="?startgroup" in url)
        else:
            self.line(self.say("leaves", url=url))
