"""What is wrong with a file under repair, as far as that can be repaired, and with a limit on the work."""

from itertools import islice
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.scenario.layer_shape import BOX_LAYER, LAYER, QUESTION_LAYER, BoxLayer, LayerEntry, QuestionLayer
from bot.scenario.mending.sheet import Look, Sheet
from bot.scenario.method_shape import METHOD, MethodEntry
from bot.scenario.model import Issue, Severity
from bot.scenario.rules.registry import ON_FILES, File, Shared, issue
from bot.scenario.rules.tree import inside
from bot.scenario.shape import BOXES, REFLECTIONS, SCENARIO, Boxes, Reflections, ScenarioEntry
from bot.scenario.source import Source, read

# More than an author ever writes. A file can be sent by anyone, and every repair is looked at.
_MOST_PARTS = 6_000  # names and values
_MOST_ERRORS = 200
_MOST_UNKNOWN = 40  # names that nothing has: each is compared with all there are
_MOST_NAMES = 120
_WORK = 65_000  # about microseconds, on a machine of 2025
_A_LINE, _A_PART, _A_SLIP, _AN_ERROR, _A_COMPARISON = 3, 4, 8, 60, 15

_SHAPES: dict[Any, TypeAdapter[Any]] = {
    LayerEntry: LAYER,
    BoxLayer: BOX_LAYER,
    QuestionLayer: QUESTION_LAYER,
    ScenarioEntry: SCENARIO,
    Boxes: BOXES,
    Reflections: REFLECTIONS,
    MethodEntry: METHOD,
}
_FIELDS = frozenset(f"S{number:02}" for number in range(1, 9))
_REFERENCES = frozenset({"R01", "R02", "R03", "R04"})
_NEWER = "S09"


class SpentError(Exception):
    """There is more to be looked at in this file than anyone waits for."""


class Inspector:
    """Looks at the sheets of one file, again and again, until so much work is done that it is enough."""

    def __init__(self, shared: Shared, kind: Any) -> None:
        """Take what a check knows beside the file, and the type of the file's shape."""
        self.shared = shared
        self.kind = kind
        self.left = _WORK

    def look(self, sheet: Sheet) -> Look:
        """Return what is wrong with a sheet; raises SpentError when there was no work left for it."""
        if self.left < 0:
            raise SpentError
        source = read(sheet.text, "")
        found = [one for one in source.issues if one.severity is Severity.FAULT or one.code in {"Y11", "Y14"}]
        size = len(source.keys) + len(source.values)
        self.left -= len(sheet.lines) * _A_LINE + size * _A_PART + len(source.issues) * _A_SLIP
        crowded = size > _MOST_PARTS
        if source.data is not None and not crowded:
            told = {(one.place.line, one.place.column) for one in found}
            more = self._faults(source)
            crowded = more is None
            found += [one for one in more or () if (one.place.line, one.place.column) not in told]
        bad = tuple(sorted(found, key=lambda one: (one.place, one.code)))
        return Look(sheet=sheet, source=source, bad=bad, crowded=crowded)

    def _faults(self, source: Source) -> list[Issue] | None:
        """Return the faults in fields and names; None when there are more than anyone repairs."""
        errors = []
        try:
            _SHAPES[self.kind].validate_python(source.data)
        except ValidationError as error:
            errors = error.errors(include_url=False)
        self.left -= len(errors) * _AN_ERROR
        names = len(inside(source.data, "stappen")) + len(inside(source.data, "eindes"))
        names = max(names, len(inside(source.data, "personen")), len(self.shared.boxes or ()))
        # Another format is another language: nothing in it is a slip.
        if len(errors) > _MOST_ERRORS or names > _MOST_NAMES or any(error["type"] == _NEWER for error in errors):
            return None
        file = File(source=source, kind=self.kind, errors=errors, shared=self.shared)
        codes = _FIELDS | (_REFERENCES if self.kind is ScenarioEntry else set())
        rules = [(code, rule) for code, rule in ON_FILES.items() if code in codes]
        found = [issue(code, finding) for code, rule in rules if code in _FIELDS for finding in rule(file)]
        unknown = (issue(code, finding) for code, rule in rules if code in _REFERENCES for finding in rule(file))
        found += islice(unknown, _MOST_UNKNOWN + 1)
        lost = sum(one.code in _REFERENCES for one in found)
        self.left -= lost * names * _A_COMPARISON
        return None if lost > _MOST_UNKNOWN else found
