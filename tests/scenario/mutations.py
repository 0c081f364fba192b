"""Files with bites in them, and what the check and the repair make of thousands of those."""

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from msgspec import Struct

from bot.scenario.check import check, check_boxes, check_method, check_reflections
from bot.scenario.method_shape import MethodEntry
from bot.scenario.model import Box, Issue
from bot.scenario.repair import repaired
from bot.scenario.report import report
from bot.scenario.rules.registry import Shared
from bot.scenario.shape import Boxes, Reflections, ScenarioEntry
from bot.scenario.shelf import METHODS
from bot.texts.pages import wording
from tests.scenario.files import CASES, SHIPPED

Chance = Callable[[int], int]
Result = TypeVar("Result")

BOXES: dict[str, Box] = {}
for _folder in (CASES, SHIPPED):
    BOXES |= check_boxes((_folder / "_gedeeld" / "kaders.yaml").read_bytes(), "kaders.yaml", Shared())[0] or {}
SHARED = Shared(boxes=BOXES, media={"alle_velden/tas.gif": 1_000})
_OF_METHODS = {path.name: MethodEntry for _folder in (CASES, SHIPPED) for path in (_folder / METHODS).glob("*.yaml")}
KINDS: Mapping[str, Any] = {"kaders.yaml": Boxes, "reflectie.yaml": Reflections, **_OF_METHODS}
SEED = 20_261_123
SPECIALS = [
    *"\t\u00a0\u200b\ufeff\x00\x07\r\n\u2028:#&*!|>%@`'\"[]{},?-~<=\\+é",
    *(
        ": ",
        " #x",
        "- ",
        "? ",
        "---\n",
        "...\n",
        "<<: *a\n",
        "!!python/object:x ",
        "&a ",
        "*a",
        "| ",
        "\ud83d\ude00",
        "\n\n",
    ),
    *("naar: ", "als: {", "gekozen: x.y", "anders: ", "minstens 99", "99999999999999999999", "formaat: 2\n"),
]


class Tally(Struct, frozen=True, kw_only=True):
    """What came of mutated files; `slowest` and `slowest_repair` are seconds of processor time for one file.

    `wrong` are the files that gave neither a case nor a reason, a place outside the file, or a repair that did not
    stay: the number of the file with its name.
    """

    count: int
    refused: int
    repaired: int
    slowest: float
    slowest_repair: float
    wrong: tuple[str, ...]


def mutated(count: int, *, seed: int = SEED, repair_every: int = 1) -> Tally:
    """Return what came of so many mutated files, every so manieth of them repaired too; the same ones every time."""
    shipped = {path.name: path.read_bytes() for path in SHIPPED.rglob("*.yaml")}
    small = {path.name: path.read_bytes() for path in CASES.rglob("*.yaml")}
    chance = chance_of(seed)
    refused, mended = 0, 0
    slowest, slowest_repair = 0.0, 0.0
    wrong = []
    for turn in range(count):
        files = shipped if turn % 10 == 0 else small
        name = sorted(files)[chance(len(files))]
        body = bitten(files[name], chance)
        (good, text, issues), slowest = _timed(partial(looked_at, body, name), slowest)
        refused += not good
        if not (good or issues) or not _placed(text, issues):
            wrong.append(f"{turn} {name}")
        # One in ten is a long file, so that the number of the file would choose the same kind over and over.
        if (turn // 10) % repair_every == 0:
            (changed, stays), slowest_repair = _timed(partial(_repair, body, name), slowest_repair)
            mended += changed
            wrong += [] if stays else [f"{turn} {name} repaired"]
    return Tally(
        count=count,
        refused=refused,
        repaired=mended,
        slowest=slowest,
        slowest_repair=slowest_repair,
        wrong=tuple(wrong),
    )


def chance_of(seed: int) -> Chance:
    """Return what gives numbers below another that look like chance, and are the same every time."""
    stream = _numbers(seed)
    return lambda most: next(stream) % most


def bitten(body: bytes, chance: Chance) -> bytes:
    """Return a file with one to four bites in it."""
    for _ in range(1 + chance(4)):
        at = chance(len(body) + 1)
        lines = body.split(b"\n")
        line = chance(len(lines))
        match chance(7):
            case 0:
                body = body[:at] + bytes([chance(256)]) + body[at + 1 :]
            case 1:
                body = body[:at] + body[at + chance(200) :]
            case 2:
                body = b"\n".join([*lines[:line], *lines[line : line + 1 + chance(9)], *lines[line:]])
            case 3:
                body = b"\n".join([*lines[:line], *lines[line + 1 :]])
            case 4:
                body = b"\n".join([*lines[:line], b" " * chance(9) + lines[line].lstrip(), *lines[line + 1 :]])
            case 5:
                other = chance(len(body) + 1)
                body = body[:at] + body[other : other + chance(120)] + body[at:]
            case _:
                special = SPECIALS[chance(len(SPECIALS))].encode("utf-8", "surrogatepass")
                body = body[:at] + special + body[at:]
    return body


def looked_at(body: bytes, name: str) -> tuple[bool, str, tuple[Issue, ...]]:
    """Return whether a file is good, its text, and what is wrong with it."""
    if name == "kaders.yaml":
        boxes, source, issues = check_boxes(body, name, Shared())
        return boxes is not None, source.text, issues
    if name == "reflectie.yaml":
        questions, source, issues = check_reflections(body, name, Shared())
        return questions is not None, source.text, issues
    if name in _OF_METHODS:
        method, source, issues = check_method(body, name, Shared())
        return method is not None, source.text, issues
    result = check(body, name, SHARED)
    return result.scenario is not None, result.source.text, result.issues


def _timed(work: Callable[[], Result], slowest: float) -> tuple[Result, float]:
    """Return what some work gave, and the most processor time so far; what seems slower is done once more, to be sure.

    A machine that does other things as well makes anything seem slow, now and then.
    """
    seconds = []
    for _ in range(2):
        begin = time.process_time()
        result = work()
        seconds.append(time.process_time() - begin)
        if seconds[-1] <= slowest:
            return result, slowest
    return result, min(seconds)


def _numbers(seed: int) -> Iterator[int]:
    """Return numbers by Knuth's MMIX."""
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield seed >> 33


def _placed(text: str, issues: tuple[Issue, ...]) -> bool:
    """Return whether the issues can be shown, each at a place in the text."""
    lines = text.split("\n")
    shown = not issues or report(issues, {issues[0].place.file: text}, wording("nl"))
    return bool(shown) and all(1 <= each.place.column <= len(lines[each.place.line - 1]) + 1 for each in issues)


def _repair(body: bytes, name: str) -> tuple[bool, bool]:
    """Return whether a file was repaired, and whether it is the one that came when it was not."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False, True
    result = repaired(text, SHARED, KINDS.get(name, ScenarioEntry))
    return bool(result.repairs), bool(result.repairs) or result.text == text
