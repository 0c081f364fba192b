"""Rules V: what changed against the version that is out, and what walks under way need of it."""

from collections.abc import Iterator

from msgspec.structs import replace

from bot.scenario.changes import Change, Extent, What, compare
from bot.scenario.model import Place, Scenario, Severity
from bot.scenario.rules.registry import Finding, Play, Published, on_play

_GONE = {
    What.STEP_REMOVED: ("stap", "stappen"),
    What.OPTION_REMOVED: ("keuze", "stappen"),
    What.ENDING_REMOVED: ("einde", "eindes"),
}
_FORMS = {Extent.TEXT: "tekst", Extent.ADDITIVE: "erbij", Extent.BREAKING: "anders"}
_COUNTED = {
    "teksten": {What.TEXTS, What.BOXES, What.ORDER},
    "erbij": {What.STEP_ADDED, What.OPTION_ADDED, What.ENDING_ADDED},
    "weg": {What.STEP_REMOVED, What.OPTION_REMOVED, What.ENDING_REMOVED},
    "hernoemd": {What.STEP_RENAMED, What.OPTION_RENAMED},
    "wegen": {What.ROUTE, What.CONDITION, What.FIRST, What.SORT},
    "effecten": {What.EFFECT, What.METERS},
}


@on_play("V01")
def needed_name_gone(play: Play) -> Iterator[Finding]:
    """A step, option or ending that is gone without `voorheen`, while walks under way stand there or came by."""
    out = _out(play)
    if out is None:
        return
    needed = out.needed | {name.partition(".")[0] for name in out.needed}
    changes = compare(out.scenario, play.scenario).changes
    for change in changes:
        if change.what in _GONE and change.was in needed:
            step, _, option = change.id.rpartition(".")
            form, field = _GONE[change.what]
            path = (field, step, "keuzes") if step else (field,)
            if change.what is What.STEP_REMOVED and (new := _renamed(out.scenario, play.scenario, changes, change.was)):
                words = {"vorm": "hernoemd", "stap": step, "naam": option, "nieuw": new}
                yield Finding(play.source.at_key(("stappen", new)), words)
                continue
            yield Finding(play.source.at_key(path), {"vorm": form, "stap": step, "naam": option})


@on_play("V02", Severity.WARNING)
def same_version(play: Play) -> Iterator[Finding]:
    """Something is different, but `versie` was not raised."""
    out = _out(play)
    if out is None or play.scenario.version > out.scenario.version:
        return
    if compare(out.scenario, play.scenario).kind is not Extent.NONE:
        place = play.source.values.get(("versie",)) or _id(play)
        form = "nog" if ("versie",) in play.source.values else "zonder"
        yield Finding(place, {"vorm": form, "versie": play.scenario.version, "nieuw": out.scenario.version + 1})


@on_play("V03", Severity.TIP)
def what_changed(play: Play) -> Iterator[Finding]:
    """A summary of everything that is different."""
    out = _out(play)
    if out is None:
        return
    found = compare(out.scenario, play.scenario)
    if found.kind is not Extent.NONE:
        words = {"vorm": _FORMS[found.kind], "versie": out.scenario.version, **_counts(found.changes)}
        yield Finding(_id(play), words)


@on_play("V04", Severity.WARNING)
def title_twice(play: Play) -> Iterator[Finding]:
    """A case with the title of another that is out: the same one under a new id, perhaps."""
    names = {play.scenario.id, *play.scenario.formerly}
    for name, out in play.shared.published.items():
        if name not in names and out.scenario.title == play.scenario.title:
            yield Finding(play.source.at_value(("titel",)), {"naam": name})


def _out(play: Play) -> Published | None:
    """Return the version that is out, also under an old name of the scenario."""
    published = play.shared.published
    names = (play.scenario.id, *play.scenario.formerly)
    out = next((published[name] for name in names if name in published), None)
    # A layer lies in a file of its own, which this rule does not see.
    return replace(out, scenario=replace(out.scenario, layers=play.scenario.layers)) if out else None


def _renamed(old: Scenario, new: Scenario, changes: tuple[Change, ...], name: str) -> str:
    """Return the new step that is the old one under another name, perhaps; nothing where none or more may be."""
    added = [change.id for change in changes if change.what is What.STEP_ADDED]
    told = getattr(old.steps[name], "situation", "")
    same = [step for step in added if told and getattr(new.steps[step], "situation", "") == told]
    gone = sum(change.what is What.STEP_REMOVED for change in changes)
    found = same or (added if gone == 1 else [])
    return found[0] if len(found) == 1 else ""


def _id(play: Play) -> Place:
    return play.source.at_key(("id",))


def _counts(changes: tuple[Change, ...]) -> dict[str, int]:
    return {word: sum(change.what in kinds for change in changes) for word, kinds in _COUNTED.items()}
