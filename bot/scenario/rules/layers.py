"""Rules E: a layer against its case: what has no place in the case, what is missing, and which version it was for."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from msgspec import Struct

from bot.scenario.layers import OPTIONAL, layer_of
from bot.scenario.model import Severity
from bot.scenario.reader import Path
from bot.scenario.rules.registry import Finding, declare, near
from bot.scenario.rules.tree import leaves, table
from bot.scenario.shape import names_at
from bot.scenario.source import Source

declare(
    {
        "E01": Severity.FAULT,
        "E02": Severity.FAULT,
        "E03": Severity.FAULT,
        "E04": Severity.WARNING,
        "E05": Severity.WARNING,
        "E06": Severity.FAULT,
    }
)

Road = tuple[str, ...]

_SOME = 5  # names to choose from
_BY_ITSELF = "opmerking"  # what a text right behind wet, rendement or betrokkenheid is
_FOLDERS = re.compile(r"[/\\]")


class Fit(Struct, frozen=True, kw_only=True):
    """A layer against what it is of: `roads` are the paths of the texts it may say, in their order.

    `whole` is the shape of the file it is of, `own` that of the layer; `head` are fields of the layer itself.
    """

    source: Source
    roads: Mapping[Road, str]
    whole: Any
    own: Any
    head: Collection[str] = ()

    @classmethod
    def of(cls, source: Source, wanted: Mapping[str, str], whole: Any, own: Any, head: Collection[str] = ()) -> "Fit":
        """Return a layer against texts by their path with dots."""
        roads = {tuple(path.split(".")): path for path in wanted}
        return cls(source=source, roads=roads, whole=whole, own=own, head=head)

    def written(self) -> Iterator[tuple[Path, str]]:
        """Return every text of the layer but those of its head, by its path in the file."""
        data = self.source.data
        for path, text in leaves(data) if isinstance(data, dict) else ():
            if path[0] not in self.head:
                yield path, text

    def road(self, path: Path) -> str:
        """Return the path with dots of what a text is in another language, "" when it is of nothing."""
        road = tuple(map(str, path))
        return next((self.roads[each] for each in (road, (*road, "0"), (*road, _BY_ITSELF)) if each in self.roads), "")


def strays(fit: Fit) -> Iterator[tuple[str, Finding]]:
    """Return E01 and E02, by code: what stands in a layer and in no case, or is no text."""
    below: dict[Road, dict[str, None]] = {}
    for road in fit.roads:
        for at, part in enumerate(road):
            below.setdefault(road[:at], {})[part] = None
    told: set[Road] = set()
    for path, _ in fit.written():
        road = tuple(map(str, path))
        at = next((at for at, part in enumerate(road) if part not in below.get(road[:at], ())), len(road))
        if fit.road(path) or road[:at] in fit.roads or road[: at + 1] in told:
            continue
        if at == len(road):
            names = ", ".join(list(below[road])[:_SOME])
            yield "E01", Finding(fit.source.at_value(path), {"vorm": "delen", "naam": road[-1], "namen": names})
            continue
        told.add(road[: at + 1])
        yield _stray(fit, path[: at + 1], tuple(below.get(road[:at], ())))


def _stray(fit: Fit, path: Path, known: Collection[str]) -> tuple[str, Finding]:
    """Return what is said of the first part of a path that the case does not have."""
    *before, name = path
    place = fit.source.at_key(path)
    whole, own = names_at(fit.whole, tuple(before)), names_at(fit.own, tuple(before))
    if name in whole and name not in own:
        return "E02", Finding(place, {"naam": name})
    if isinstance(name, int):
        return "E01", Finding(place, {"vorm": "lijst", "naam": before[-1], "namen": len(known)})
    return "E01", Finding(place, {"vorm": "naam", "naam": name, "namen": ""}, near(name, own or known))


def alone(source: Source) -> Finding:
    """Return E03: there is no case that this is a layer of."""
    return Finding(source.at_value(("van",)), {"naam": table(source.data).get("van", "")})


def missing(fit: Fit, texts: Collection[str]) -> Iterator[Finding]:
    """Return E04: texts that readers of the layer get in the language of the case."""
    lacking = [(road, path) for road, path in fit.roads.items() if path not in texts and road[-1] not in OPTIONAL]
    if lacking:
        first, path = lacking[0]
        form = "een" if len(lacking) == 1 else "meer"
        yield Finding(fit.source.at_key(_nearest(fit.source, first)), {"vorm": form, "n": len(lacking), "pad": path})


def _nearest(source: Source, road: Road) -> Path:
    """Return the path of what stands in the layer nearest to a text that does not."""
    found = next((road[:at] for at in range(len(road) - 1, 0, -1) if road[:at] in source.keys), None)
    return found or ("taal",)


def other_version(source: Source, made_for: int, version: int) -> Iterator[Finding]:
    """Return E05: the layer was made for another version of the case."""
    if made_for != version:
        yield Finding(source.at_value(("versie",)), {"laag": made_for, "casus": version})


def other_name(source: Source, case: str, language: str, own: str = "") -> Iterator[Finding]:
    """Return E06: the file is called otherwise than what it says it is; `own` is the language of the case."""
    name = _FOLDERS.split(source.file)[-1]
    if language == own:
        yield Finding(source.at_value(("taal",)), {"vorm": "zelfde", "naam": language, "bestand": name})
    elif layer_of(name) != (case, language):
        stem = name.partition(".")[0]
        where = source.at_value(("taal",)) if stem == case else source.at_value(("van",))
        yield Finding(where, {"vorm": "naam", "naam": f"{case}.{language}.yaml", "bestand": name})
