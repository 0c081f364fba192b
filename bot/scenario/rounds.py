"""The reading rounds of a case: few plays that together show every text, for someone who reviews it."""

from collections import deque
from collections.abc import Callable

from msgspec import Struct

from bot.scenario.explore import Exploration, Move
from bot.scenario.graph import leading_to, parts
from bot.scenario.model import Chosen, Crossroads, Scenario

MOST_STATES = 50_000  # each round looks at all of them; anyone can upload a file


class Round(Struct, frozen=True):
    """One play: what to choose at each decision, and the ending it comes to.

    `shows` is what it shows first of all rounds, in order: options with what follows on them ("stap.keuze"), writing
    steps, and its ending. A decision is shown with the first of its options, one with a condition when it is taken.
    """

    clicks: tuple[Chosen, ...]
    ending: str
    shows: tuple[str, ...]


class _Way(Struct, frozen=True):
    """A way on from a state, and what taking it shows."""

    start: int
    move: Move
    shows: tuple[str, ...]


class _Map(Struct, frozen=True):
    """The states from which a play ends: the ways on from each, the part of each, and the parts, each before its next.

    Within a part every state leads to every other, so a play can take all ways in it before it leaves.
    """

    places: list[str]
    ways: list[list[_Way]]
    parts: list[list[int]]
    part_of: dict[int, int]

    def stays(self, way: _Way) -> bool:
        """Return whether a way stays in its part."""
        return self.part_of[way.start] == self.part_of[way.move.to]


def rounds(scenario: Scenario, exploration: Exploration, most: int = MOST_STATES) -> tuple[Round, ...]:
    """Return plays that show every text a play can show, the fullest first (greedy cover).

    Each next play shows as much as it can of what was not shown yet, and all there is in a loop it comes to. There are
    no rounds for a case with more than `most` states; what was not explored is not in them.
    """
    if len(exploration.states) > most:
        return ()
    drawn = _drawn(scenario, exploration)
    shown: set[str] = set()
    found: list[Round] = []
    while drawn.parts and (play := _fullest(drawn, shown)).shows:
        found.append(play)
    return tuple(found)


def _drawn(scenario: Scenario, exploration: Exploration) -> _Map:
    places = [state.place for state in exploration.states]
    edges = [[move.to for move in here] for here in exploration.moves]
    ending = leading_to(edges, [number for number, place in enumerate(places) if place in scenario.endings])
    found = [part for part in parts(edges) if part[0] in ending]

    def way(start: int, move: Move) -> _Way:
        name, step = places[start], scenario.steps[places[start]]
        here = [] if isinstance(step, Crossroads) else [f"{name}.{move.option}" if move.option else name]
        return _Way(start, move, (*here, *(end for end in [places[move.to]] if end in scenario.endings)))

    return _Map(
        places=places,
        ways=[[way(start, move) for move in here if move.to in ending] for start, here in enumerate(exploration.moves)],
        parts=found if 0 in ending else [],
        part_of={number: which for which, part in enumerate(found) for number in part},
    )


def _fullest(drawn: _Map, shown: set[str]) -> Round:
    """Return the play that shows the most that is new; adds that to `shown`."""
    best = _exits(drawn, shown)
    here = 0
    clicks: list[Chosen] = []
    shows: list[str] = []
    while drawn.ways[here]:
        for way in _ahead(drawn, here, best[drawn.part_of[here]], shown):
            if way.move.option:
                clicks.append(Chosen(drawn.places[way.start], way.move.option))
            shows += [name for name in way.shows if name not in shown]
            shown.update(way.shows)
            here = way.move.to
    return Round(tuple(clicks), drawn.places[here], tuple(shows))


def _exits(drawn: _Map, shown: set[str]) -> list[_Way | None]:
    """Return for each part the way out behind which the most is new; an ending has none."""
    most = [0] * len(drawn.parts)
    best: list[_Way | None] = [None] * len(drawn.parts)
    for which, part in reversed(list(enumerate(drawn.parts))):
        inside: set[str] = set()
        for way in (way for number in part for way in drawn.ways[number]):
            if drawn.stays(way):
                inside.update(way.shows)
                continue
            ahead = most[drawn.part_of[way.move.to]] + sum(name not in shown for name in way.shows)
            if best[which] is None or ahead > most[which]:
                best[which], most[which] = way, ahead
        most[which] += len(inside - shown)
    return best


def _ahead(drawn: _Map, here: int, leave: _Way | None, shown: set[str]) -> list[_Way]:
    """Return the road to the nearest way within a part that shows something new, or else to the way out."""
    new = _road(drawn, here, lambda way: drawn.stays(way) and not shown.issuperset(way.shows))
    return new or _road(drawn, here, lambda way: way is leave)


def _road(drawn: _Map, here: int, goal: Callable[[_Way], bool]) -> list[_Way]:
    """Return the shortest road within the part of a state, up to and with a way that is a goal; empty without one."""
    came: dict[int, _Way | None] = {here: None}
    waiting = deque([here])
    while waiting:
        number = waiting.popleft()
        for way in drawn.ways[number]:
            if goal(way):
                return _back(came, way)
            if drawn.stays(way) and way.move.to not in came:
                came[way.move.to] = way
                waiting.append(way.move.to)
    return []


def _back(came: dict[int, _Way | None], last: _Way) -> list[_Way]:
    road: list[_Way] = []
    way: _Way | None = last
    while way:
        road.append(way)
        way = came[way.start]
    return road[::-1]
