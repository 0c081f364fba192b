"""Whether all that should be said came to a chat, in its order, and twice only where the bot died in between.

What may differ: a waiting message gives its place to a newer one of its slot; what only tidies an older message
(Lane.LIVE) lets the others go first; and what was sent and not recorded when the bot died is sent once more.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.kill.findings import Fault, Finding
from tests.kill.ledger import Arrival, Content
from tests.kill.replay import Said


class Reading:
    """What arrived in one chat, read from the first to the last beside what was said there."""

    def __init__(self, said: Sequence[Said]) -> None:
        self.copies = 0
        self._said = said
        self._by_content: dict[Content, list[int]] = {}
        self._by_slot: dict[str, list[int]] = {}
        for number, one in enumerate(said):
            self._by_content.setdefault(one.content, []).append(number)
            self._by_slot.setdefault(one.slot or str(number), []).append(number)
        self._came: Counter[Content] = Counter()
        self._hangs: dict[int, str] = {}  # which slot a message shows
        self._shown: dict[str, tuple[int, int]] = {}  # what a slot shows, and in which life it came
        self._place = (-1, 0)  # where the newest answer stood in the queue, and in which life it came

    def read(self, arrivals: Sequence[Arrival], waiting: frozenset[str] = frozenset()) -> Iterator[Finding]:
        """Yield what is wrong; `waiting` are the slots for which something was still waiting in the end."""
        yield from filter(None, map(self._one, arrivals))
        alone = Counter(one.content for one in self._said if not one.slot)
        for content in alone - self._came:
            yield Finding(Fault.LOST, f"never said: {_short(content)}")
        for slot in self._by_slot.keys() - waiting:
            yield from self._in_the_end(slot)

    def _in_the_end(self, slot: str) -> Iterator[Finding]:
        """Yield what a slot should show, when it shows something else; what only tidies needs something to tidy."""
        said = [self._said[number] for number in self._by_slot[slot]]
        shown = self._shown.get(slot, (-1, 0))[0]
        nothing_there = shown < 0 and all(one.only_if_there for one in said)
        if said[-1].slot and not nothing_there and (shown < 0 or self._said[shown].content != said[-1].content):
            yield Finding(Fault.LOST, f"{slot} never showed: {_short(said[-1].content)}")

    def _one(self, arrival: Arrival) -> Finding | None:
        possible = self._by_content.get(arrival.content, [])
        if arrival.edits:
            possible = [number for number in possible if self._slot(number) == self._hangs.get(arrival.message)]
        for number in possible:
            place = self._place_of(number, arrival)
            if place is not None and self._follows(number, arrival.life):
                self._note(number, place, arrival)
                return None
        if not possible:
            return Finding(Fault.STRANGE, f"nobody asked for: {_short(arrival.content)}")
        latest = {shown for shown, _ in self._shown.values()}
        fault = Fault.TWICE if latest.intersection(possible) else Fault.ORDER
        return Finding(fault, f"in life {arrival.life}: {_short(arrival.content)}")

    def _follows(self, number: int, life: int) -> bool:
        """Return whether this can follow what its slot shows: what is newer, or the same once more after a death."""
        shown, lived = self._shown.get(self._slot(number), (-1, 0))
        return number > shown or (number == shown and life > lived)

    def _place_of(self, number: int, arrival: Arrival) -> int | None:
        """Return where this stood in the queue: in its own place, or in that of an older message of its slot."""
        last, lived = self._place
        if self._tidies(number, arrival):
            return last
        places = (place for place in self._by_slot[self._slot(number)] if place <= number)
        return next((one for one in places if one > last or (one == last and arrival.life > lived)), None)

    def _tidies(self, number: int, arrival: Arrival) -> bool:
        """Return whether others went first; not where it took the place of a message that still had to come."""
        return self._said[number].tidies and arrival.edits

    def _note(self, number: int, place: int, arrival: Arrival) -> None:
        slot = self._slot(number)
        self._came[arrival.content] += 1
        self.copies += self._shown.get(slot, (-1, 0))[0] == number
        self._shown[slot] = (number, arrival.life)
        self._hangs[arrival.message] = slot
        if not self._tidies(number, arrival):
            self._place = (place, arrival.life)

    def _slot(self, number: int) -> str:
        return self._said[number].slot or str(number)


def _short(content: Content) -> str:
    words = content.text.replace("\n", " ")
    return f"{words[:60]} {' '.join(content.buttons)}".strip()
