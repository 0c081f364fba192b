"""Faults by script: what goes wrong with the nth call of a method, for tests and the bench."""

from collections import Counter
from enum import StrEnum

from msgspec import Struct

from bot.practice.refusals import GarbledError, LineError, RefusedError, flood


class Goes(StrEnum):
    """What goes wrong."""

    LATE = "late"  # answered after `seconds`
    LOST_BEFORE = "lost_before"  # never arrived
    LOST_AFTER = "lost_after"  # carried out, the answer never came
    FLOOD = "flood"  # 429, wait `seconds`
    BROKEN = "broken"  # 502 with an HTML body
    REFUSED = "refused"  # 500 in Telegram's own form
    CUT = "cut"  # carried out, half an answer came


class Fault(Struct, frozen=True, kw_only=True):
    """The `nth` call (1 is the next) of a method goes wrong, and the `times - 1` after it; "*" is any method."""

    method: str
    goes: Goes
    nth: int = 1
    times: int = 1
    seconds: float = 1.0


class Faults:
    """The faults that are planned."""

    def __init__(self) -> None:
        self._planned: list[tuple[Fault, Counter[str]]] = []

    def plan(self, *faults: Fault) -> None:
        """Plan faults; counting begins now."""
        self._planned.extend((fault, Counter()) for fault in faults)

    def clear(self) -> None:
        """Plan nothing any more."""
        self._planned.clear()

    def next(self, method: str) -> Fault | None:
        """Count one call and return what goes wrong with it, or None."""
        hit = None
        for fault, seen in self._planned:
            if fault.method.lower() in ("*", method.lower()):
                seen["calls"] += 1
                if fault.nth <= seen["calls"] < fault.nth + fault.times:
                    hit = hit or fault
        return hit


def before(fault: Fault | None) -> None:
    """Raise what goes wrong before a request is carried out."""
    match fault and fault.goes:
        case Goes.LOST_BEFORE:
            raise LineError(applied=False)
        case Goes.FLOOD if fault:
            raise flood(int(fault.seconds))
        case Goes.BROKEN:
            raise GarbledError(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>")
        case Goes.REFUSED:
            raise RefusedError(500, "Internal Server Error")
        case _:
            return


def after(fault: Fault | None) -> None:
    """Raise what goes wrong after a request was carried out."""
    match fault and fault.goes:
        case Goes.LOST_AFTER:
            raise LineError(applied=True)
        case Goes.CUT:
            raise GarbledError(200, b'{"ok": true, "result": {"mess')
        case _:
            return
