"""Files that were bitten into anywhere give a case or a reason, quickly, and never an error."""

import time
from collections.abc import Callable, Iterator

from bot.scenario.check import check, check_boxes, check_reflections
from bot.scenario.model import Issue
from bot.scenario.report import report
from bot.scenario.rules.registry import Shared
from bot.texts.pages import wording
from tests.scenario.files import CASES, PATIENCE, SHIPPED

BOXES = check_boxes((SHIPPED / "_gedeeld" / "kaders.yaml").read_bytes(), "kaders.yaml", Shared())[0]
MUTATIONS = 5_000
SLOWEST = 0.1  # seconds of processor time
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


def numbers(seed: int) -> Iterator[int]:
    """Return numbers that look like chance and are the same every time (Knuth's MMIX)."""
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield seed >> 33


def bitten(body: bytes, chance: Callable[[int], int]) -> bytes:
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


def test_a_bitten_file_gives_a_case_or_a_reason() -> None:
    shipped = {path.name: path.read_bytes() for path in SHIPPED.rglob("*.yaml")}
    small = {path.name: path.read_bytes() for path in CASES.rglob("*.yaml")}
    stream = numbers(20_261_123)

    def chance(most: int) -> int:
        return next(stream) % most

    refused, slowest = 0, 0.0
    for turn in range(MUTATIONS):
        files = shipped if turn % 10 == 0 else small
        name = sorted(files)[chance(len(files))]
        body = bitten(files[name], chance)
        begin = time.process_time()
        good, text, issues = looked_at(body, name)
        slowest = max(slowest, time.process_time() - begin)
        refused += not good
        assert good or issues, (turn, name)
        assert not issues or report(issues, {name: text}, wording("nl"))
        lines = text.split("\n")
        assert all(1 <= issue.place.column <= len(lines[issue.place.line - 1]) + 1 for issue in issues), (turn, name)
    assert refused > MUTATIONS / 3
    assert slowest < SLOWEST * PATIENCE


def looked_at(body: bytes, name: str) -> tuple[bool, str, tuple[Issue, ...]]:
    """Return whether a file is good, its text, and what is wrong with it."""
    if name == "kaders.yaml":
        boxes, source, issues = check_boxes(body, name, Shared())
        return boxes is not None, source.text, issues
    if name == "reflectie.yaml":
        questions, source, issues = check_reflections(body, name, Shared())
        return questions is not None, source.text, issues
    result = check(body, name, Shared(boxes=BOXES, media={"alle_velden/tas.gif": 1_000}))
    return result.scenario is not None, result.source.text, result.issues
