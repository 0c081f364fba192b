"""One pass over the events of YAML: the tree under construction, with a stack of its own in place of recursion."""

import re
from typing import Any

import yaml

from bot.scenario.headings import bullets
from bot.scenario.model import Place
from bot.scenario.slips import INVISIBLE, Slip, cut_off, glued_list, named, prose

# More than an author ever writes, and little enough for a small machine: a file can be uploaded by anyone.
MOST_EVENTS = 20_000
DEEPEST = 12

Path = tuple[str | int, ...]

_WORD = re.compile(r"[\w.-]+")
_BLOCK = frozenset("|>")
_QUOTES = frozenset("'\"")
_GLUED = re.compile(r"(?P<name>[^\W\d][\w.-]*):[^\s:/]\S*")


class LibyamlError(Exception):
    """PyYAML was installed without libyaml; install its wheel from the package index."""


def require_libyaml(library: Any) -> Any:
    """Return the C event loader of PyYAML; raises LibyamlError without it, since the pure one reads other files."""
    if not library.__with_libyaml__:
        raise LibyamlError(LibyamlError.__doc__)
    return library.CBaseLoader


_LOADER = require_libyaml(yaml)


class _Frame:
    """One open list or mapping; `key` is the name that waits for its value, and `at` the path of that."""

    __slots__ = ("at", "container", "key", "named", "path", "prose", "repeated", "start")

    def __init__(self, container: Any, path: Path, start: Slip | None) -> None:
        self.container = container
        self.named = isinstance(container, dict)
        self.path = path
        self.at = path
        self.key: str | None = None
        self.repeated = False
        self.start = start  # where a list between brackets opened: the only list that can split a sentence
        self.prose = False


class Builder:
    """The tree of a file and what is wrong with it; `halted` tells that the tree is not whole."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.data: Any = ""
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self.slips: list[Slip] = []
        self.frames: list[_Frame] = []
        self.documents = 0
        self.marked = any(" #" in line for line in lines)  # in most files nothing can be cut off
        self.listed = frozenset(bullets(lines, 0, len(lines) - 1))
        self.halted = False

    def read(self, text: str) -> None:
        """Read a whole text, or as much of it as can be."""
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            for count, event in enumerate(iter(_LOADER(text).get_event, None)):
                if count >= MOST_EVENTS:
                    self._halt("Y02", event, vorm="veel")
                if handler := handlers.get(type(event)):
                    handler(event)
                if self.halted:
                    return
        except yaml.MarkedYAMLError as error:
            self.halted = True
            self.slips.extend(named(self.lines, error))

    def _slip(self, code: str, event: Any, **words: Any) -> None:
        place = self._place(event)
        self.slips.append(Slip(code, place.line, place.column, place.length, words))

    def _halt(self, code: str, event: Any, **words: Any) -> None:
        self.halted = True
        self._slip(code, event, **words)

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        if type(event) is yaml.ScalarEvent and event.style in _BLOCK:
            length = 1
        else:
            length = (end.column if end.line == line else len(self.lines[line])) - column
        return Place(self.file, line + 1, column + 1, max(1, length))

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._halt("Y08", event)

    def _alias(self, event: Any) -> None:
        self._halt("Y06", event, vorm="alias", naam=event.anchor)

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._marked(event)
        frame = self.frames[-1] if self.frames else None
        if frame and frame.named and frame.key is None:
            self._name(frame, event)
            return
        self._attach(event.value, event)
        if self.listed and event.style not in _QUOTES and (slip := glued_list(self.lines, event, self.listed)):
            self.slips.append(slip)
        if self.marked and event.style not in _BLOCK and (slip := cut_off(self.lines, event)):
            self.slips.append(slip)
        if frame and frame.start and not event.style and prose(event.value):
            frame.prose = True

    def _marked(self, event: Any) -> None:
        if event.anchor is not None:
            self._slip("Y06", event, vorm="anker", naam=event.anchor)
        if event.tag is not None:
            self._slip("Y07", event, naam=event.tag)

    def _name(self, frame: _Frame, event: Any) -> None:
        name = event.value
        if not _WORD.fullmatch(name):
            if strange := len(name) - len(name.lstrip(INVISIBLE)):
                mark = event.start_mark
                self.slips.append(Slip("Y04", mark.line + 1, mark.column + 1, strange, {"vorm": "onzichtbaar"}))
            elif (glued := _GLUED.fullmatch(name)) and not event.style:
                mark, end = event.start_mark, glued.end("name") + 1
                self.slips.append(Slip("Y12", mark.line + 1, mark.column + 1, end, {"vorm": "spatie"}))
            else:
                self._slip("Y05", event, naam=name)
        frame.key = name
        frame.at = path = (*frame.path, name)
        frame.repeated = name in frame.container
        if frame.repeated:
            self._slip("Y03", event, naam=name, regel=self.keys[path].line)
        else:
            self.keys[path] = self._place(event)

    def _attach(self, value: Any, event: Any) -> Path:
        if not self.frames:
            self.data = value
            path: Path = ()
        else:
            frame = self.frames[-1]
            if frame.key is None:
                path = (*frame.path, len(frame.container))
                frame.container.append(value)
            else:
                path = frame.at
                if not frame.repeated:
                    frame.container[frame.key] = value
                frame.key = None
        self.values.setdefault(path, self._place(event))
        return path

    def _mapping(self, event: Any) -> None:
        self._open({}, event, None)

    def _sequence(self, event: Any) -> None:
        mark = event.start_mark
        self._open([], event, Slip("Y11", mark.line + 1, mark.column + 1) if event.flow_style else None)

    def _open(self, container: Any, event: Any, start: Slip | None) -> None:
        self._marked(event)
        frame = self.frames[-1] if self.frames else None
        if frame and frame.named and frame.key is None:
            self._halt("Y05", event, naam="")
        elif len(self.frames) >= DEEPEST:
            self._halt("Y02", event, vorm="diep", diepte=DEEPEST)
        else:
            self.frames.append(_Frame(container, self._attach(container, event), start))

    def _close(self, _event: Any) -> None:
        frame = self.frames.pop()
        if frame.prose and frame.start:
            self.slips.append(frame.start)
