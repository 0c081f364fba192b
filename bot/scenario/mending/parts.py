"""The parts of a file as its author sees them: names with what stands behind them, also where YAML cannot be read."""

import re
from collections.abc import Collection, Sequence

from msgspec import Struct, field

from bot.scenario.headings import known_names
from bot.scenario.slips import INVISIBLE

SPOKEN = frozenset({"personen", "aan_het_woord"})  # below these every name is followed by a sentence
SENTENCES = frozenset({"nabespreking", "evaluatie"})  # lists of whole sentences
LISTS = SENTENCES | {"let_op", "themas", "doelgroep", "bronnen"}  # lists of texts to read
PROSE = LISTS | {
    *("titel", "wanneer", "situatie", "acuut", "deelvraag", "verdieping", "trainer", "schrijf", "intro", "tekst"),
    *("keuze", "gevolg", "wet", "rendement", "betrokkenheid", "opmerking", "winst", "verlies"),
    *("bron", "nakijken", "vraag"),
    *("doel", "opdracht", "instructie", "prive", "leider"),
}

BLANKS = f" \t{INVISIBLE}"
_NAMED = re.compile(rf"(?P<dash>(?:- +)*)(?P<name>[\w.-]+):(?P<gap>[{BLANKS}]*)(?P<text>.*)")
_ITEM = re.compile(r"-(?P<gap> +|$)(?P<text>.*)")
_BLOCK = re.compile(r"[|>][-+\d]*\s*(#.*)?")
_TAB = 2  # columns; nothing hangs on it but which line belongs below which, and the check looks at every repair


class Part(Struct):
    """A name, or one item of a list, with its text: `text` is the first line of it, lines count from 0.

    `head` is the line up to the text, `gap` what stands between the colon and the text; `owner` is the name this
    stands below. `inside` is how far the other lines of the text stand from the side, 0 where there are none. `sure` is
    False where one of them looks like a part of its own. `loose` are the lines below it that belong to nothing.
    """

    first: int
    last: int
    indent: int
    head: str
    gap: str
    text: str
    name: str
    owner: str
    item: bool
    inside: int = 0
    sure: bool = True
    loose: list[int] = field(default_factory=list)

    @property
    def block(self) -> bool:
        """Return whether the text stands below a `|`, where everything may be written."""
        return _BLOCK.fullmatch(self.text) is not None

    @property
    def below(self) -> range:
        """Return the lines of its text that stand below its name."""
        return range(self.first + 1, self.last + 1)

    @property
    def prose(self) -> bool:
        """Return whether the text is there to be read by people."""
        return self.owner in LISTS if self.item else self.name in PROSE or self.owner in SPOKEN


def parts(lines: Sequence[str]) -> list[Part]:
    """Return the parts of a file, in order. Does not trust its YAML; where a text is broken, this is a good guess."""
    found: list[Part] = []
    owners: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        body = line.lstrip(BLANKS)
        if not body:
            continue
        width = _width(line[: len(line) - len(body)])
        if found and _goes_on(found[-1], width, body):
            found[-1].last = number
        elif part := _part(number, line, body, width, owners):
            found.append(part)
        elif found and not body.startswith("#"):
            found[-1].loose.append(number)
    return found


def looks_like_part(line: str) -> bool:
    """Return whether a line begins as an item of a list does, or with a name and its colon."""
    body = line.strip()
    match = _NAMED.match(body)
    return body.startswith("- ") or (match is not None and (_apart(match) or _glued(match, known_names())))


def _field_name(body: str) -> bool:
    match = _NAMED.match(body)
    return match is not None and _apart(match) and match["name"] in known_names()


def _width(lead: str) -> int:
    plain = "".join(" " if sign.isspace() else "" for sign in lead.expandtabs(_TAB))
    return len(plain)


def _goes_on(part: Part, width: int, body: str) -> bool:
    """Return whether a line belongs to the text of the part above it."""
    if not part.text or part.text.startswith("#") or width <= part.indent or part.loose:
        return False
    if width == part.indent + 1 and _field_name(body) and not (part.block and width >= part.inside):
        return False  # one space too many, or the part above has one too few
    part.inside = part.inside or width
    if not part.block and (body.startswith("#") or looks_like_part(body)):
        part.sure = False
    return True


def _part(number: int, line: str, body: str, width: int, owners: list[tuple[int, str]]) -> Part | None:
    lead = line[: len(line) - len(body)]
    match = _NAMED.match(body)
    spoken = match is not None and _below(owners, width) in SPOKEN
    if match and (_apart(match) or _glued(match, {match["name"]} if spoken else known_names())):
        indent = width + len(match["dash"])
        # The items of a list may stand right below the first letter of its name.
        owner = _owner(owners, width + 1 if match["dash"] else indent)
        if not match["dash"] or owner not in LISTS:
            owners.append((indent, match["name"]))
            return _of(match, number, lead, indent, owner)
    match = _ITEM.match(body)
    return _of(match, number, lead, width, _owner(owners, width + 1)) if match else None


def _of(match: re.Match[str], number: int, lead: str, indent: int, owner: str) -> Part:
    name = match.groupdict().get("name", "")
    return Part(
        first=number,
        last=number,
        indent=indent,
        head=lead + match.string[: match.start("gap")],
        gap=match["gap"],
        text=match["text"].rstrip(),
        name=name,
        owner=owner,
        item=not name,
    )


def _apart(match: re.Match[str]) -> bool:
    return bool(match["gap"]) or not match["text"]


def _glued(match: re.Match[str], names: Collection[str]) -> bool:
    """Return whether a name and a text without a space between them are a field: 10:30 and an address are not."""
    return match["name"] in names and match["text"][0] not in "/:"


def _below(owners: list[tuple[int, str]], width: int) -> str:
    return next((name for indent, name in reversed(owners) if indent < width), "")


def _owner(owners: list[tuple[int, str]], indent: int) -> str:
    while owners and owners[-1][0] >= indent:
        owners.pop()
    return owners[-1][1] if owners else ""
