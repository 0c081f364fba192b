"""The leaves of the files: what may stand in one field, and the value it means.

Everything arrives as text. A text that does not fit raises the code of its rule with the words of its sentence; empty
texts are left to one rule that finds them all (rules/shape.py).
"""

import re
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from bot.scenario.model import Chosen, Kind, Threshold
from bot.scenario.walk import HIGHEST, LOWEST

FORMAT = 1
CHOSEN = "gekozen"  # the one name in a condition that is no meter

_ID = re.compile(r"[a-z][a-z0-9_]{0,23}")
_EFFECT = re.compile(r"([+\-−–])(\d{1,3})")
_LIMIT = re.compile(r"(minstens|hoogstens|>=|<=)\s*(\d{1,3})")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_LANGUAGE = re.compile(r"[a-z]{2}")
_KINDS = {"casus": Kind.CASE, "protocol": Kind.PROTOCOL}
_YES = {"ja": True, "nee": False}


def _fault(code: str, **words: Any) -> PydanticCustomError:
    return PydanticCustomError(code, "{code}", {"code": code, **words})


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise _fault("S03", vorm="teken", naam=value)
    return value


def _meter_id(value: str) -> str:
    if value == CHOSEN:
        raise _fault("S03", vorm="bezet", naam=value)
    return _id(value)


def _format(value: str) -> str:
    if value != str(FORMAT):
        raise _fault("S09", waarde=value, formaat=FORMAT)
    return value


def _number(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d{0,3}", value):
        raise _fault("S04", vorm="getal", waarde=value)
    return value


def _meter(value: str) -> str:
    if not re.fullmatch(r"-?\d{1,9}", value):
        raise _fault("S04", vorm="getal", waarde=value)
    if not LOWEST <= int(value) <= HIGHEST:
        raise _fault("S07", waarde=value, laagst=LOWEST, hoogst=HIGHEST)
    return value


def _effect(value: str) -> str:
    match = _EFFECT.fullmatch(value)
    if match is None and re.fullmatch(r"\d+", value):
        raise _fault("S05", vorm="getal", waarde=value)
    if match is None:
        raise _fault("S05", vorm="tekst", waarde=value)
    if int(match[2]) > HIGHEST:
        raise _fault("S07", waarde=value, laagst=LOWEST, hoogst=HIGHEST)
    return value


def _limit(value: str) -> str:
    match = _LIMIT.fullmatch(value)
    if match is None or int(match[2]) > HIGHEST:
        raise _fault("S06", vorm="grens", waarde=value)
    return value


def _choice(value: str) -> str:
    step, dot, option = value.partition(".")
    if not (dot and step and option):
        raise _fault("S06", vorm=CHOSEN, waarde=value)
    return value


def _month(value: str) -> str:
    if not _MONTH.fullmatch(value):
        raise _fault("S04", vorm="maand", waarde=value)
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise _fault("S04", vorm="taal", waarde=value)
    return value


def _one_of(*allowed: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in allowed:
            raise _fault("S04", vorm="keus", waarde=value, keus=", ".join(allowed))
        return value

    return AfterValidator(check)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Id = Annotated[str, AfterValidator(_id)]
MeterId = Annotated[str, AfterValidator(_meter_id)]
Format = Annotated[str, AfterValidator(_format)]
Number = Annotated[str, AfterValidator(_number)]
MeterStart = Annotated[str, AfterValidator(_meter)]
Effect = Annotated[str, AfterValidator(_effect)]
Limit = Annotated[str, AfterValidator(_limit)]
Choice = Annotated[str, AfterValidator(_choice)]
Month = Annotated[str, AfterValidator(_month)]
Language = Annotated[str, AfterValidator(_language)]
Sort = Annotated[str, _one_of(*_KINDS)]
YesNo = Annotated[str, _one_of(*_YES)]

Item = TypeVar("Item")
Several = Annotated[list[Item], BeforeValidator(_listed)]


def chosen(value: str) -> Chosen:
    """Return the choice in `stap.keuze`."""
    step, _, option = value.partition(".")
    return Chosen(step, option)


def threshold(value: str) -> Threshold:
    """Return the bound in `minstens 6`, `hoogstens 3`, `>= 6` or `<= 3`."""
    match = _LIMIT.fullmatch(value)
    assert match is not None  # noqa: S101 - the shape took this text before
    number = int(match[2])
    return Threshold(at_least=number) if match[1] in {"minstens", ">="} else Threshold(at_most=number)


def effect(value: str) -> int:
    """Return the number in `+2` or `-2`; a typed or a typeset minus."""
    return int(value[1:]) if value[0] == "+" else -int(value[1:])


def kind(value: str) -> Kind:
    """Return what a file is, from its Dutch name."""
    return _KINDS[value]


def yes(value: str) -> bool:
    """Return whether `ja` was written."""
    return _YES[value]
