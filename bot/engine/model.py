"""A walk: where it is and how it came there. Small, saved, without words."""

from msgspec import Struct

from bot.scenario.model import Chosen


class Run(Struct, frozen=True, kw_only=True):
    """One walk through one case.

    `place` is a step or an ending; `taken` has one entry a turn, in order, with option "" for a writing step.
    """

    place: str
    meters: dict[str, int] = {}
    taken: tuple[Chosen, ...] = ()
    ended: bool = False

    @property
    def turn(self) -> int:
        """Return the number of steps behind this walk: 0 at the first step."""
        return len(self.taken)
