"""Simulated people who play a case: they press what they see, sometimes twice, and ask again when nothing comes."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from bot.conversation.actions import Action, Press, read
from bot.practice.people import Person
from bot.practice.world import World
from tests.kill.chance import Chance

THINKS = 0.08  # seconds at most before somebody does something
PATIENCE = (2.0, 4.0)  # seconds in which somebody waits for an answer before they ask again
CONCEDES = 3  # how often somebody asks where they are before they believe that what they wrote is gone
TWICE = 0.12  # how many presses are double taps
OTHER = 0.08  # how many choices are changed at once
ENOUGH = 0.15  # how many decisions end the walk
AGAIN = 0.5  # how often somebody who waits presses again, and does not ask where they are
DONE = "klaar"  # the option of the case that ends it

Prompt = tuple[int, tuple[str, ...]]  # a message and what its buttons carry


class Human:
    """Somebody at a telephone, with a notebook: `chose` and `wrote` hold what they decided, by walk and turn."""

    def __init__(self, world: World, name: str, chance: Chance) -> None:
        self.person = Person(world, name)
        self.user = self.person.account.id
        self.news = asyncio.Event()
        self.presses = 0
        self.chose: dict[tuple[str, int], str] = {}
        self.wrote: dict[tuple[str, int], str] = {}
        self.walks: list[str] = []
        self.ended: set[str] = set()
        self._chance = chance
        self._chat = self.person.chat
        self._deeds = 0
        self._asked = 0
        self._answered: Prompt | None = None
        self._last: tuple[int, str] | None = None

    async def play(self, more: Callable[[], bool]) -> None:
        """Play walk after walk as long as there is to be `more`, and the last one to its end."""
        await asyncio.sleep(self._chance.between(0, 1, self.user, "comes"))
        self.person.start()
        while not (self._at_end() and not more()):
            self.news.clear()
            if self._looks(more()):
                self._deeds += 1
                await asyncio.sleep(self._roll(THINKS, "thinks"))
                continue
            try:
                await asyncio.wait_for(self.news.wait(), self._chance.between(*PATIENCE, self.user, self._deeds, "p"))
            except TimeoutError:
                self._deeds += 1
                self._asks_again()

    def _at_end(self) -> bool:
        return bool(self.walks) and self.walks[-1] in self.ended

    def _looks(self, more: bool) -> bool:
        """Look at the newest message with buttons; return whether there was something new to do."""
        prompt = self._prompt()
        if prompt is None or prompt == self._answered:
            return False
        self._answered = prompt
        message, carried = prompt
        buttons = {data: press for data in carried if (press := read(data))}
        return self._does(message, buttons, more)

    def _prompt(self) -> Prompt | None:
        for number, message in reversed(self._chat.messages.items()):
            rows: list[list[dict[str, Any]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
            if rows:
                return number, tuple(button.get("callback_data", "") for row in rows for button in row)
        return None

    def _does(self, message: int, buttons: dict[str, Press], more: bool) -> bool:
        by_action: dict[Action, list[str]] = {}
        for data, press in buttons.items():
            by_action.setdefault(press.action, []).append(data)
            if press.session and press.session not in self.walks:
                self.walks.append(press.session)
        if Action.ROAD in by_action:
            return self._ends(buttons[by_action[Action.ROAD][0]].session, more)
        if Action.SKIP in by_action:
            return self._writes(buttons[by_action[Action.SKIP][0]])
        if len(by_action.get(Action.CHOOSE, ())) > 1:
            self._chooses(message, by_action[Action.CHOOSE], buttons, more)
            return True
        wanted = (
            Action.UNDERSTOOD, Action.NEXT, Action.FIRST, Action.SECOND, Action.RESUME, Action.BEGIN, Action.CARD,
            Action.CATALOGUE,
        )  # fmt: skip
        for action in wanted:
            if action in by_action:
                # The tempos stand in one row, the short one first.
                choices = by_action[action][:1] if action is Action.BEGIN else by_action[action]
                self._presses(message, self._one(choices))
                return True
        return False

    def _ends(self, walk: str, more: bool) -> bool:
        self.ended.add(walk)
        if more:
            self.person.writes("/casus")
        return more

    def _writes(self, press: Press) -> bool:
        """Write a word that nobody writes anywhere else; the same again only when it must have been lost."""
        at = (press.session, press.turn)
        if at in self.wrote and self._asked < CONCEDES:
            return False
        self._asked = 0
        self.wrote.setdefault(at, f"woord {self.user} {len(self.wrote)}")
        self.person.writes(self.wrote[at])
        return True

    def _chooses(self, message: int, choices: Sequence[str], buttons: dict[str, Press], more: bool) -> None:
        """Choose, sometimes after a first thought; who chose before at this turn chooses the same."""
        on = [data for data in choices if buttons[data].id != DONE]
        at = (buttons[choices[0]].session, buttons[choices[0]].turn)
        if at not in self.chose:
            leaves = not more or self._roll(1, "enough") < ENOUGH
            self.chose[at] = DONE if leaves else buttons[self._one(on)].id
            if not leaves and self._roll(1, "other") < OTHER:
                self._tap(message, next(data for data in on if buttons[data].id != self.chose[at]))
        self._presses(message, next(data for data in choices if buttons[data].id == self.chose[at]))

    def _presses(self, message: int, data: str) -> None:
        self._asked = 0
        self._tap(message, data)
        if self._roll(1, "twice") < TWICE:
            self._tap(message, data)

    def _asks_again(self) -> None:
        """Press the same button again, when it still hangs there, or ask where we are."""
        prompt = self._prompt()
        if (
            self._last
            and prompt
            and prompt[0] == self._last[0]
            and self._last[1] in prompt[1]
            and self._roll(1, "again") < 0.5
        ):
            self._tap(*self._last)
        else:
            self.person.writes("/verder" if self.walks else "/start")

    def _tap(self, message: int, data: str) -> None:
        self.presses += 1
        self._last = (message, data)
        self.person.taps(self._chat, message, data)

    def _one(self, choices: Sequence[str]) -> str:
        return self._chance.pick(choices, self.user, self._deeds, "which")

    def _roll(self, most: float, what: str) -> float:
        return most * self._chance.of(self.user, self._deeds, what)
