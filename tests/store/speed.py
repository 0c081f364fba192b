"""How fast the store is: durable updates through the kernel, and messages out of the outbox, on this machine.

python -m tests.store.speed sqlite:////tmp/somewhere/casusbot.db
"""

import asyncio
import sys
import time
from statistics import quantiles

from msgspec import Struct
from msgspec.structs import replace

from bot.conversation.messages import Incoming, Message, Reply
from bot.conversation.person import Person
from bot.conversation.ports import Delivered, Desk
from bot.engine.model import Run
from bot.scenario.model import Chosen
from bot.session.model import Answer, Weight, Words
from bot.store.start import prepare
from tests.store.house import House, update, walk

STATE = 1_600  # bytes of a walk of some twenty steps


class Speed(Struct, frozen=True):
    """Rows a second, and how long one batch takes in milliseconds: the median and the slowest of a hundred."""

    updates: float
    sends: float
    batch_median: float
    batch_slowest: float


async def measure(url: str, *, batches: int = 60, people: int = 500, size: int = 100) -> Speed:
    """Return how fast a prepared database is, with batches of presses by different people, each with a walk."""
    house = House(url, turn=press)
    await prepare(house.database)
    total = batches * size
    events = [update(number, user=1 + number % people) for number in range(total)]
    took = []
    for first in range(0, total, size):
        begun = time.perf_counter()
        applied = await house.kernel.apply(events[first : first + size])
        took.append(time.perf_counter() - begun)
        assert (applied.new, applied.failed) == (size, 0)
    begun, sent = time.perf_counter(), 0
    while claimed := await house.outbox.claim(size):
        await house.outbox.settle({delivery.id: Delivered(delivery.id) for delivery in claimed})
        sent += len(claimed)
        house.watch.forward(1)
    sending = time.perf_counter() - begun
    await house.close()
    median, slowest = quantiles(took, n=100)[49] * 1_000, max(took) * 1_000
    return Speed(total / sum(took), sent / sending, median, slowest)


def press(incoming: Incoming, desk: Desk) -> Reply:
    """Keep a person, a walk of STATE bytes and an answer with a sentence, and send the next screen."""
    store, user = desk.store, incoming.sender.user
    key = store.person_key(user)
    person = store.person(key)
    walked = person.session if person else f"w{user}"
    if person is None:
        store.keep_person(Person(key=key, chat=user, consent=1, session=walked))
    before = (store.session(walked) if person else None) or walk(walked, key)
    taken = (*before.run.taken, Chosen("begin", "a"))[-20:]
    run = Run(place="begin", taken=taken, meters={f"meter{number}": 5 for number in range(85)})
    store.keep_session(replace(before, run=run))
    answer = Answer(session=walked, turn=len(before.run.taken), participant=key, step="begin", option="a")
    words = Words(reason="Omdat mevrouw zelf zegt dat het zo niet langer gaat.")
    store.keep_answer(replace(answer, first=Weight.LAW, second=Weight.RETURN, words=words))
    return Reply(messages=(Message(chat=user, html="<b>Stap 2</b>\n" + "Wat doe je nu? " * 40, slot="step"),))


def main(url: str) -> None:
    """Print what was measured."""
    speed = asyncio.run(measure(url))
    print(f"{speed.updates:,.0f} updates/s, {speed.sends:,.0f} sends/s, ", end="")
    print(f"a batch of 100 in {speed.batch_median:.0f} ms (slowest {speed.batch_slowest:.0f} ms)")


if __name__ == "__main__":
    main(sys.argv[1])
