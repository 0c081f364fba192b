"""The usual slips of an author repaired: where it is certain what was meant, and never a thing that is good."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct

from bot.scenario.mending import lists, names, spaces, texts, values
from bot.scenario.mending.looking import Inspector, SpentError
from bot.scenario.mending.parts import parts
from bot.scenario.mending.sheet import Edit, Kind, Look, Sheet, apart
from bot.scenario.rules.registry import Shared
from bot.scenario.shape import ScenarioEntry
from bot.scenario.source import Source, read

# More than an author ever writes. A file can be sent by anyone, and every repair is looked at.
MOST_CHARACTERS = 128 * 1024
MOST_LINES = 2_500
MOST_SIGNS = 10_000  # that part one thing from another
MOST_SLIPS = 1_200  # a sign from Word before each line of a long file

_NOTHING = Shared()
_SIGNS = ",[{-?"
_HEADING = re.compile(r"\s*(?:- +)*(?:[\w.-]+:\s+)?")  # up to the text of a line
_CROWD = 1_000  # faults in a file that has more than were counted
_A_LINE = 10  # of work: a few times a round, the lines are gone through
_ORDER = ("Y04", "Y10")  # of two slips on one line the check tells the first of these
_OFF = frozenset({"inspringen", "spaties", "dieper"})
_FURTHER = 3  # of a rank: a line that is moved has its fault at another place, and is none the better for it
_RECODED = {"bom": Kind.BOM, "regels": Kind.LINE_ENDS}


_Tried = tuple[Look, Sequence[Edit]]


class Repair(Struct, frozen=True):
    """One thing that was repaired. `line` is where in the file as it came, counted from 1.

    `kind` is the key of its sentence in the texts, under `repair.`; `before` and `after` are a name, or whole lines.
    """

    line: int
    kind: Kind
    before: str = ""
    after: str = ""

    @property
    def words(self) -> dict[str, str]:
        """Return the words that its sentence may need, beside the line."""
        return {"before": self.before, "after": self.after, "sign": _HEADING.sub("", self.before, count=1)[:1]}


class Repaired(Struct, frozen=True):
    """A file after repair; without repairs the text is the one that came, to the byte.

    `spent` tells that it was so much work that some may be left: then, and only then, a second time can find more.
    """

    text: str
    repairs: tuple[Repair, ...] = ()
    spent: bool = False


def repaired(text: str, shared: Shared = _NOTHING, kind: Any = ScenarioEntry) -> Repaired:
    """Return a file with the usual slips of its author repaired: those of which it is certain what was meant.

    `kind` is the type of the file's shape: ScenarioEntry, Boxes, Reflections, MethodEntry or that of a layer. A text
    for people that YAML reads as something else comes to stand below `field: |`. Each repair leaves fewer faults than
    there were, or it is undone. A file without these slips, or too large for an author's, comes back as it is. Decode
    a file without changing its line ends, or they cannot be repaired.
    """
    if len(text) > MOST_CHARACTERS or sum(map(text.count, _SIGNS)) > MOST_SIGNS:
        return Repaired(text)
    source = read(text, "")
    lines = tuple(source.text.split("\n"))
    unread = any(issue.code == "Y01" for issue in source.issues)
    if unread or len(lines) > MOST_LINES or len(source.issues) > MOST_SLIPS:
        return Repaired(text)
    bench = _Bench(Inspector(shared, kind), Sheet(lines, tuple(range(1, len(lines) + 1))))
    spent = bench.work()
    repairs = (*_recoded(source), *sorted(bench.repairs, key=lambda repair: repair.line))
    return Repaired(bench.look.sheet.text if repairs else text, repairs, spent)


def _recoded(source: Source) -> list[Repair]:
    """Return what reading a file set right: a byte order mark, and the line ends of Windows."""
    found = [issue for issue in source.issues if issue.code == "Y13"]
    return [Repair(issue.place.line, _RECODED[issue.words["vorm"]]) for issue in found]


class _Bench:
    """Where one file is repaired: `look` is how it stands, `repairs` is what was done."""

    def __init__(self, inspector: Inspector, sheet: Sheet) -> None:
        self.inspector = inspector
        self.repairs: list[Repair] = []
        self.look = inspector.look(sheet)

    def work(self) -> bool:
        """Repair what can be repaired; return whether it was too much work to do it all."""
        try:
            while self.look.bad and self._round():
                pass
        except SpentError:
            return True
        return False

    def _round(self) -> bool:
        """Try each kind of repair once; return whether any of them helped."""
        self.inspector.left -= len(self.look.sheet.lines) * _A_LINE
        helped = [
            self._together(spaces.plain(self.look)),
            self._together(values.values(self.look)),
            self._together(lists.dashed(self.look)),
            self._together(texts.protected(self.look)),
            self._together(values.colons(self.look)),
            self._one_of(spaces.tabs(self.look)),
            self._together(texts.continued(self.look)),
            self._one_of(spaces.indents(self.look)),
            self._together(texts.unbracketed(self.look)),
            self._together(lists.outdented(self.look)),
            self._together(values.undashed(self.look)),
            self._together(values.unheaded(self.look)),
            self._together(names.fields(self.look, self.inspector.kind)),
            self._together(names.references(self.look, self.inspector.shared.boxes or ())),
        ]
        return any(helped)

    def _together(self, found: Iterable[Edit]) -> bool:
        """Make changes: what brings hidden faults to light alone, the rest at once, or else the first that helps."""
        edits = apart(found)
        alone = [[edit] for edit in edits if edit.opens]
        rest = [edit for edit in edits if not edit.opens]
        return any(self._helps(attempt) for attempt in (*alone, rest, *([edit] for edit in rest if len(rest) > 1)))

    def _one_of(self, found: Iterable[Sequence[Edit]]) -> bool:
        """Make the one of several changes that is certainly the best, if there is one."""
        tried = [(self.inspector.look(self.look.sheet.edited(edits)), edits) for edits in found]
        best = _least(tried, lambda one: _rank(one[0]))
        if not best or _rank(best[0][0])[:_FURTHER] >= _rank(self.look)[:_FURTHER]:
            return False
        # What is wrong further on hides which of them is right: they are compared as far as they can be read.
        readable = {id(look): self._readable(look) if len(best) > 1 else look for look, _ in best}
        best = _least(best, lambda one: _rank(readable[id(one[0])]))
        # A name that comes to stand inside the text above it makes no fault, but nobody means that.
        best = _least(best, lambda one: -len(parts(one[0].sheet.lines)))
        meanings = [_meaning(readable[id(look)].source.data) for look, _ in best]
        if len(best) > 1 and (meanings[0] is None or meanings.count(meanings[0]) < len(best)):
            return False
        self._take(*best[0])
        return True

    def _readable(self, look: Look) -> Look:
        """Return how it stands with a file up to where it cannot be read."""
        return self.inspector.look(look.sheet.before(_stop(look))) if look.halted else look

    def _helps(self, edits: Sequence[Edit]) -> bool:
        """Make changes, and undo them when they leave no fewer faults; return whether they stand."""
        look = self.inspector.look(self.look.sheet.edited(edits)) if edits else self.look
        if not _better(self.look, look, edits):
            return False
        self._take(look, edits)
        return True

    def _take(self, look: Look, edits: Sequence[Edit]) -> None:
        numbers = self.look.sheet.numbers
        self.repairs += [Repair(numbers[edit.first], edit.kind, edit.before, edit.after) for edit in edits]
        self.look = look


def _better(old: Look, new: Look, edits: Sequence[Edit]) -> bool:
    """Return whether changes leave fewer faults, at least one for each of them.

    Of a file that cannot be read to its end, only the faults up to there are known: it is better when it can be read
    further. Below the name of a field that did not exist, nothing was known.
    """
    if old.halted:
        return _rank(new) < _rank(old)
    if any(edit.opens for edit in edits):
        lines = {edit.first + 1 for edit in edits}
        return not new.halted and not new.crowded and not any(issue.place.line in lines for issue in new.bad)
    return bool(edits) and not new.halted and _faults(new) <= _faults(old) - len(edits)


def _rank(look: Look) -> tuple[int, ...]:
    """Return how bad it is: a file that cannot be read is worse than any other, and worse the sooner that is."""
    if not look.halted:
        return (0, _faults(look))
    line, first = _stop(look), look.bad[0]
    behind = len(look.sheet.lines[line]) - first.place.column
    # One slip on a line hides the next: first it is looked at, last its place among the others is.
    depth = len(_ORDER) - _ORDER.index(first.code) if first.code in _ORDER else 0
    hidden = 0 if first.words.get("vorm") in _OFF else 1
    return (1, -look.sheet.numbers[line], depth, hidden, behind, len(look.bad))


def _faults(look: Look) -> int:
    return len(look.bad) + _CROWD * look.crowded


def _stop(look: Look) -> int:
    """Return the line, from 0, of the first fault."""
    return look.bad[0].place.line - 1


def _least(tried: Sequence[_Tried], badness: Callable[[_Tried], Any]) -> list[_Tried]:
    """Return those that are least bad, in their order."""
    least = min(map(badness, tried), default=None)
    return [one for one in tried if badness(one) == least]


def _meaning(data: Any) -> Any:
    """Return a tree without what the bot does not see: the spaces at the ends of lines."""
    if isinstance(data, dict):
        return {name: _meaning(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_meaning(value) for value in data]
    return None if data is None else "\n".join(line.strip() for line in data.split("\n"))
