"""Values that are written in another way than the format has it: `> 5`, `plus 2`, `yes`, names with a comma."""

from collections.abc import Iterator

from bot.scenario.mending.sheet import Edit, Kind, Look, one_line, rewritten
from bot.scenario.rules.tree import table
from bot.scenario.shape import ScenarioEntry

_MUST = {field.alias for field in ScenarioEntry.model_fields.values() if field.is_required()}


def values(look: Look) -> Iterator[Edit]:
    """Return the change of each value that says for certain what was meant to what the format has for it."""
    for issue in look.bad:
        old = str(issue.words.get("tekst") or issue.words.get("waarde", ""))
        new = issue.words.get("goed", "")
        number, start = issue.place.line - 1, issue.place.column - 1
        line = look.sheet.lines[number]
        if isinstance(new, str) and new and old and line[start : start + len(old)] == old:
            text = line[:start] + new + line[start + len(old) :]
            yield Edit(first=number, last=number, lines=(text,), kind=Kind.VALUE, before=old, after=new)


def colons(look: Look) -> Iterator[Edit]:
    """Return the change of each colon without a space behind it, or from another keyboard, where the check names it."""
    for issue in look.bad:
        number = issue.place.line - 1
        line = look.sheet.lines[number]
        if issue.code == "Y12" and issue.words["vorm"] == "spatie":
            at = line.index(":", issue.place.column - 1) + 1
            yield one_line(look, number, f"{line[:at]} {line[at:]}", Kind.GLUED)
        elif issue.code == "Y12" and issue.words["vorm"] == "breed":
            name, text = line[: issue.place.column - 1].rstrip(), line[issue.place.column :].lstrip()
            yield one_line(look, number, f"{name}: {text}".rstrip(), Kind.WIDE)


def undashed(look: Look) -> Iterator[Edit]:
    """Return the change of each effect or condition with a dash before each line to one without."""
    paths = {(place.line, place.column): path for path, place in look.source.values.items()}
    for issue in look.bad:
        path = paths.get((issue.place.line, issue.place.column), ())
        if issue.code != "S04" or issue.words["vorm"] not in {"effect", "als"} or issue.words["tekst"]:
            continue
        places = [place for where, place in look.source.values.items() if where[:-1] == path]
        if not places:
            continue
        first, last = places[0].line - 1, places[-1].line - 1
        lines = look.sheet.lines[first : last + 1]
        if all(line.lstrip().startswith("- ") for line in lines):
            yield rewritten(look, first, last, [line.replace("- ", "  ", 1) for line in lines], Kind.LIST)


def unheaded(look: Look) -> Iterator[Edit]:
    """Return the line `formaat: 1` for a case that has all the other fields it must have."""
    lacking = _MUST - table(look.source.data).keys()
    for issue in look.bad:
        if issue.code == "S02" and issue.words["vorm"] == "bestand" and lacking == {"formaat"}:
            first = look.sheet.lines[0]
            yield Edit(first=0, last=0, lines=("formaat: 1", first), kind=Kind.FORMAT, before="", after="formaat: 1")
