"""Beginning a trial at a step for somebody: what they would type, after whatever comes before that."""

import re
from typing import Any

from bot.conversation.actions import Action, read
from bot.practice import seen
from bot.practice.actions import CannotError
from bot.practice.people import NotPossibleError, Person
from bot.practice.room import Room, Running
from bot.practice.world import Chat

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")


async def begin(room: Room, asked: dict[str, Any]) -> None:
    """Let a person try a case from a step on; who is new here presses start and the button of the notice first.

    Raises CannotError when that cannot be done. All of it are deeds of that person, played again with the others.
    """
    case, step, number = asked.get("case"), asked.get("step"), asked.get("person")
    if not (_is_id(case) and _is_id(step)):
        raise CannotError("not_understood")
    async with room.asked() as running:
        if running is None:
            raise CannotError("replaying")
        account = room.world.accounts.get(number) if isinstance(number, int) else None
        if account is None:
            raise CannotError("gone")
        try:
            with running.hurried(), room.world.pace.lifted():
                await _begin(Person(room.world, account.name), running, f"/proef {case} {step}")
        except NotPossibleError:
            raise CannotError("not_possible") from None


async def _begin(person: Person, running: Running, command: str) -> None:
    if not person.account.started or person.account.blocked:
        person.start()
    await running.settle()
    notice = _understood(person.chat)
    if notice:
        message, data, label = notice
        person.taps(person.chat, message, data, label)
        await running.settle()
    person.writes(command)


def _understood(chat: Chat) -> tuple[int, str, str] | None:
    """Return the button under the privacy notice, where it still hangs: its message, what it carries, its label."""
    for message, button in seen.buttons(chat):
        data = str(button.get("callback_data", ""))
        press = read(data)
        if press is not None and press.action is Action.UNDERSTOOD:
            return message, data, button["text"]
    return None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None
