"""The leaves of the files: what may stand in one field, and the value it means.

Everything arrives as text. A text that does not fit raises the code of its rule with the words of its sentence; empty
texts are left to one rule that finds them all (rules/shape.py).
"""

import re
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from bot.scenario import signs as written
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
_MEANT = {"true": "ja", "yes": "ja", "waar": "ja", "false": "nee", "no": "nee", "onwaar": "nee"}


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
        raise _fault("S04", vorm="getal", waarde=value, getal=20)
    return value


def _meter(value: str) -> str:
    if not re.fullmatch(r"-?\d{1,9}", value):
        raise _fault("S04", vorm="getal", waarde=value, getal=5)
    if not LOWEST <= int(value) <= HIGHEST:
        raise _fault("S07", waarde=value, laagst=LOWEST, hoogst=HIGHEST)
    return value


def _effect(value: str) -> str:
    match = _EFFECT.fullmatch(value)
    if match is None and re.fullmatch(r"\d+", value):
        raise _fault("S05", vorm="getal", waarde=value)
    if match is None and (meant := written.effect(value)):
        raise _fault("S05", vorm="liever", waarde=value, goed=meant)
    if match is None:
        raise _fault("S05", vorm="tekst", waarde=value)
    if int(match[2]) > HIGHEST:
        raise _fault("S07", waarde=value, laagst=LOWEST, hoogst=HIGHEST)
    return value


def _limit(value: str) -> str:
    match = _LIMIT.fullmatch(value)
    if match is None or int(match[2]) > HIGHEST:
        meant = written.bound(value)
        raise _fault("S06", vorm="liever" if meant else "grens", waarde=value, goed=meant)
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


def _yes_no(value: str) -> str:
    if value.lower() not in _YES:
        raise _fault("S04", vorm="keus", waarde=value, keus=", ".join(_YES), goed=_MEANT.get(value.lower(), ""))
    return value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Short:
    """Says to an editor that something may be written short: one item for a list, or a text where fields belong."""

    def __init__(self, one: JsonSchemaValue | None = None) -> None:
        """Take the schema of what may be written; None is an item of the list."""
        self.one = one

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        long = handler(schema)
        return {"anyOf": [self.one or long["items"], long]}


def _written(pattern: str) -> JsonSchemaValue:
    return {"type": "string", "pattern": f"^({pattern})$"}


def _whole(least: int, most: int, pattern: str) -> JsonSchemaValue:
    return {"anyOf": [{"type": "integer", "minimum": least, "maximum": most}, _written(pattern)]}


# Editors read YAML 1.2: a number or a yes without quotes is no text to them, and +2 is the number 2.
TEXT: JsonSchemaValue = {"type": ["string", "number", "boolean"], "minLength": 1}
_UP_TO_TEN = r"0{0,2}[0-9]|0?10"

Id = Annotated[str, AfterValidator(_id), WithJsonSchema(_written(_ID.pattern))]
MeterId = Annotated[str, AfterValidator(_meter_id), WithJsonSchema(_written(f"(?!{CHOSEN}$){_ID.pattern}"))]
Format = Annotated[str, AfterValidator(_format), WithJsonSchema({"enum": [FORMAT, str(FORMAT)]})]
Number = Annotated[str, AfterValidator(_number), WithJsonSchema(_whole(1, 9999, "[1-9][0-9]{0,3}"))]
MeterStart = Annotated[str, AfterValidator(_meter), WithJsonSchema(_whole(LOWEST, HIGHEST, _UP_TO_TEN))]
Effect = Annotated[str, AfterValidator(_effect), WithJsonSchema(_whole(-HIGHEST, HIGHEST, f"[+\\-−–]({_UP_TO_TEN})"))]
Limit = Annotated[
    str, AfterValidator(_limit), WithJsonSchema(_written(f"(minstens|hoogstens|>=|<=)\\s*({_UP_TO_TEN})"))
]
Choice = Annotated[str, AfterValidator(_choice), WithJsonSchema(_written(r"[^.]+\..+"))]
Month = Annotated[str, AfterValidator(_month), WithJsonSchema(_written(_MONTH.pattern.replace(r"\d", "[0-9]")))]
Language = Annotated[str, AfterValidator(_language), WithJsonSchema(_written(_LANGUAGE.pattern))]
Sort = Annotated[str, _one_of(*_KINDS), WithJsonSchema({"enum": list(_KINDS)})]
YesNo = Annotated[str, AfterValidator(_yes_no), WithJsonSchema({"enum": list(_YES)})]

Item = TypeVar("Item")
Several = Annotated[list[Item], BeforeValidator(_listed), Short()]


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
    """Return whether `ja` was written, whatever the capitals."""
    return _YES[value.lower()]
