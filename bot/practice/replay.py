"""Playing deeds again in a fresh world: a press by what it meant (step and option), not by what the button carried."""

from collections.abc import Awaitable, Callable, Iterable

from msgspec import Struct

from bot.conversation.actions import Press, read
from bot.practice import seen
from bot.practice.deeds import Deed, Did
from bot.practice.people import NotPossibleError, Person, newcomer
from bot.practice.world import Chat, World

StepOf = Callable[[str, int], Awaitable[str]]
Settle = Callable[[], Awaitable[None]]
# A message that was taken away has another number in the fresh world.
PASSED_OVER = (Did.DELETED,)


class Line(Struct, frozen=True, kw_only=True):
    """A deed with, for a press, what it meant: the button's meaning and the id of the step it belonged to."""

    deed: Deed
    press: Press | None = None
    step: str = ""


class Played(Struct, frozen=True, kw_only=True):
    """How far it came: `done` of `total` deeds, and the one that no longer fits, None when all did."""

    done: int
    total: int
    stopped: Deed | None = None


async def note(deeds: Iterable[Deed], step_of: StepOf) -> tuple[Line, ...]:
    """Return deeds so that they can be played again, while the bot that knows their sessions is still there."""
    lines = []
    for deed in deeds:
        press = read(deed.data) if deed.did is Did.PRESSED else None
        step = await step_of(press.session, press.turn) if press and press.session else ""
        lines.append(Line(deed=deed, press=press, step=step))
    return tuple(lines)


async def play(world: World, lines: tuple[Line, ...], step_of: StepOf, settle: Settle) -> Played:
    """Play deeds one by one until one no longer fits, each after the bot answered the one before."""
    for done, line in enumerate(lines):
        await settle()
        if not await _again(world, line, step_of):
            return Played(done=done, total=len(lines), stopped=line.deed)
    await settle()
    return Played(done=len(lines), total=len(lines))


async def _again(world: World, line: Line, step_of: StepOf) -> bool:
    """Do a deed again and tell whether it still fitted."""
    deed = line.deed
    if deed.did is Did.CAME:
        newcomer(world, deed.who)
        return True
    person = Person(world, deed.who)
    try:
        chat = person.group if deed.group else person.chat
        if deed.did is Did.PRESSED:
            return await _press(person, chat, line, step_of)
        if deed.did not in PASSED_OVER:
            _do(person, chat, deed)
    except NotPossibleError:
        return False
    return True


def _do(person: Person, chat: Chat, deed: Deed) -> None:
    match deed.did:
        case Did.STARTED:
            person.start(deed.words)
        case Did.WROTE:
            person.writes(deed.words, chat)
        case Did.SENT:
            person.sends(deed.words, chat)
        case Did.FILED:
            person.sends_file(deed.words, deed.content, chat)
        case Did.FORWARDED:
            person.forwards(deed.words, chat)
        case Did.EDITED:
            person.edits(deed.words, chat=chat)
        case _:
            _come_or_go(person, chat, deed)


def _come_or_go(person: Person, chat: Chat, deed: Deed) -> None:
    match deed.did:
        case Did.BLOCKED:
            person.blocks()
        case Did.UNBLOCKED if person.account.blocked:
            person.unblocks()
        case Did.ADDED_BOT:
            person.adds_bot(chat)
        case Did.REMOVED_BOT:
            person.removes_bot(chat)
        case _:
            return


async def _press(person: Person, chat: Chat, line: Line, step_of: StepOf) -> bool:
    """Press the newest button that means the same: by step and id, in a menu also by its label."""
    for same in (_same_meaning, _same_label):
        for message, button in seen.buttons(chat):
            data = str(button.get("callback_data", ""))
            if await same(line, button["text"], data, step_of):
                person.taps(chat, message, data, button["text"])
                return True
    return False


async def _same_meaning(line: Line, _: str, data: str, step_of: StepOf) -> bool:
    press, old = read(data), line.press
    if press is None or old is None:
        return bool(data) and data == line.deed.data
    if (press.action, press.id) != (old.action, old.id) or bool(press.session) != bool(old.session):
        return False
    if line.step and press.session:
        return await step_of(press.session, press.turn) == line.step
    return press.turn == old.turn  # nobody knows its walk any more: an earlier trial is forgotten when the next begins


async def _same_label(line: Line, label: str, data: str, _: StepOf) -> bool:
    press, old = read(data), line.press
    return (
        press is not None
        and old is not None
        and not old.session
        and (press.action, label)
        == (
            old.action,
            line.deed.words,
        )
    )
