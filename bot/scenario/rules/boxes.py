"""Rules K: boxes with law and facts, and what should have stood in one."""

import re
from collections.abc import Iterator
from typing import Any

from bot.scenario.model import Severity
from bot.scenario.outdated import is_aged, is_due, is_stale
from bot.scenario.reader import Path
from bot.scenario.rules.reading import finished
from bot.scenario.rules.registry import File, Finding, Play, on_file, on_play
from bot.scenario.rules.tree import entries, fields, options, steps, texts
from bot.scenario.shape import Boxes, names_at

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_ARTICLE = re.compile(
    r"(?<!\w)(?:art\.|artt\.|artikel|artikelen) ?[0-9]+\w*|(?<![\w:])[0-9]{1,2}:[0-9]{1,3}[a-z]? ?(?:Awb|BW)(?!\w)",
    re.IGNORECASE,
)
_OF_STEPS = {"titel", "wanneer", "situatie", "aan_het_woord", "acuut", "deelvraag", "verdieping", "schrijf"}
_OF_OPTIONS = {"keuze", "gevolg", "aan_het_woord", "wet", "rendement", "betrokkenheid"}


@on_file("K01", Severity.WARNING)
def stale_box(file: File) -> Iterator[Finding]:
    """A box that may be out of date: told in the file of boxes, and wherever a scenario uses it."""
    month = file.shared.month
    if not month:
        return
    for path, box in _boxes(file):
        for field, is_old in (("gecontroleerd", is_aged), ("controleren_voor", is_due)):
            written = box.get(field)
            if isinstance(written, str) and _MONTH.fullmatch(written) and is_old(written, month):
                words = {"vorm": field, "kader": path[0], "maand": written}
                yield Finding(file.source.at_value((*path, field)), words)
    known = file.shared.boxes or {}
    for path, step in steps(file.source.data):
        for where, name in texts(step.get("kaders"), (*path, "kaders")):
            if name in known and is_stale(known[name], month):
                yield Finding(file.source.at_value(where), {"vorm": "gebruikt", "kader": name})


@on_file("K02", Severity.WARNING)
def box_without_source(file: File) -> Iterator[Finding]:
    """A box that does not say where its text comes from; not where nearly that name stands, which S01 tells about."""
    for path, box in _boxes(file):
        known = names_at(file.kind, path)
        if box and "bron" not in box and not file.near("bron", [name for name in box if name not in known]):
            yield Finding(file.source.at_key(path), {"kader": path[0]})


@on_play("K03", Severity.TIP)
def article_without_box(play: Play) -> Iterator[Finding]:
    """The number of an article in a step or an option, where the step has no box to read it in."""
    if not finished(play.scenario):
        return
    data = play.source.data
    boxed = {path[1] for path, step in steps(data) if step.get("kaders")}
    for path, text in (*fields(steps(data), _OF_STEPS), *fields(options(data), _OF_OPTIONS)):
        if path[1] in boxed:
            continue
        for match in _ARTICLE.finditer(text.replace("\n", " ")):
            yield Finding(play.source.at_part(path, *match.span()), {"stap": path[1]})


def _boxes(file: File) -> Iterator[tuple[Path, dict[str, Any]]]:
    if file.kind is Boxes:
        yield from entries(file.source.data)
