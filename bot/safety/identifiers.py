"""What leads to a real person: numbers, addresses and dates of birth, found in a text by kind and place.

Every pattern takes a time that grows evenly with the text: whatever may repeat is bounded or begins where it must.
"""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache

from msgspec import Struct
from stdnum import iban, numdb
from stdnum.nl import bsn


class Kind(StrEnum):
    """What was found, never the thing itself."""

    ACCOUNT = "iban"
    PHONE = "telefoon"
    CITIZEN = "bsn"
    MAIL = "mail"
    ADDRESS = "adres"
    BIRTH = "geboren"


class Identifier(Struct, frozen=True):
    """A thing of a kind, from `start` to `end` in the text."""

    kind: Kind
    start: int
    end: int


# Numbers for everybody. Shorter ones (112, 113, 0800-0113, 14 020) are no phone numbers to the patterns below.
PUBLIC = ("0800", "0900", "0906", "0909", "088")

_ANY = re.compile(r"[0-9][^0-9]{0,14}[0-9][^0-9]{0,14}[0-9]|@")  # a date has the fewest: 3 september 81
_SPACES = {ord(sign): " " for sign in "\n\t\r\u00a0\u2007\u202f"}
_COUNTED = re.compile("[0-9]+")

_ACCOUNT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]){11,30}")
_NATIONAL = re.compile(
    r"(?<![\w+])(?<![0-9]-)(?![0-9]{1,2}-[0-9]{1,2}-[0-9]{4})\(?0[1-9](?:[ ()-]{0,2}[0-9]){8}(?![0-9])"
)
_INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+|00)[1-9](?:[ ()-]{0,3}[0-9]){7,13}(?![0-9])")
_NINE = re.compile(
    r"(?<![\w€])(?<!€ )(?:[0-9]{9}|(?<![0-9][ .])[0-9]{1,4}(?:[ .][0-9]{1,4}){2,5}(?![ .][0-9]))(?!\w)(?!,[0-9])"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_POSTCODE = r"[1-9][0-9]{3} ?[A-Z]{2}(?!\w)"
_HOUSE = r"[0-9]{1,5}(?:[ -]?[A-Za-z])?"
_ADDRESS = re.compile(
    rf"(?<![\w.,€]){_POSTCODE}[ ,]{{1,3}}(?:nr\.? ?|nummer |huisnummer )?{_HOUSE}(?!\w)"
    rf"|(?<=\w ){_HOUSE}[ ,]{{1,3}}{_POSTCODE}"
)
_MONTH = r"(?:jan|feb|maa|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = rf"[0-9]{{1,2}}[ ./-]{{1,2}}(?:[0-9]{{1,2}}|{_MONTH})[ ./-]{{1,2}}(?:[0-9]{{4}}|[0-9]{{2}})"
_BIRTH = re.compile(
    rf"(?<!\w)(?:geboren|geboortedatum|geboortedag|geb|born|birth)(?!\w)[^0-9]{{0,30}}"
    rf"({_DAY}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?![0-9])",
    re.IGNORECASE,
)

Spans = Iterator[tuple[int, int]]


def identifiers(text: str) -> list[Identifier]:
    """Return what leads to a person in a text, in its order; of two things in one place the first kind in `Kind`."""
    if not _ANY.search(text):
        return []
    found, left = [], text.translate(_SPACES)
    for kind, look in _LOOKS.items():
        spans = list(look(left))
        found += [Identifier(kind, start, end) for start, end in spans if not _is_public(kind, left[start:end])]
        left = _without(left, spans)
    return sorted(found, key=lambda one: one.start)


def _accounts(text: str) -> Spans:
    """Yield account numbers that are right; a pattern alone would take the words behind one for a part of it."""
    at = 0
    while match := _ACCOUNT.search(text, at):
        at = match.start() + 1
        end = _end_of_account(match)
        if end and iban.is_valid(text[match.start() : end], check_country=False):
            yield match.start(), end
            at = end


def _end_of_account(match: re.Match[str]) -> int:
    """Return where an account number of its country ends, 0 where it does not end with a word."""
    length = _length_of_account(match[0][:2].upper())
    places = [at for at in range(match.start(), match.end()) if match.string[at] != " "]
    end = places[length - 1] + 1 if 0 < length <= len(places) else 0
    return 0 if match.string[end : end + 1].isalnum() else end


@cache
def _length_of_account(country: str) -> int:
    """Return the number of characters of an account number, 0 for a country that has none (IBAN registry)."""
    about: dict[str, str] = numdb.get("iban").info(country)[0][1]
    return sum(map(int, _COUNTED.findall(about["bban"]))) + 4 if about else 0


def _citizens(text: str) -> Spans:
    """Yield numbers of nine digits that pass the eleven-test (Besluit burgerservicenummer)."""
    for match in _NINE.finditer(text):
        digits = "".join(_COUNTED.findall(match[0]))
        if len(digits) == 9 and len(set(digits)) > 1 and bsn.is_valid(digits):
            yield match.span()


def _phones(text: str) -> Spans:
    for pattern in (_INTERNATIONAL, _NATIONAL):
        yield from (match.span() for match in pattern.finditer(text))


def _births(text: str) -> Spans:
    yield from (match.span(1) for match in _BIRTH.finditer(text))


def _spans(pattern: re.Pattern[str]) -> Callable[[str], Spans]:
    return lambda text: (match.span() for match in pattern.finditer(text))


_LOOKS: dict[Kind, Callable[[str], Spans]] = {
    Kind.ACCOUNT: _accounts,
    Kind.PHONE: _phones,
    Kind.CITIZEN: _citizens,
    Kind.MAIL: _spans(_MAIL),
    Kind.ADDRESS: _spans(_ADDRESS),
    Kind.BIRTH: _births,
}


def _is_public(kind: Kind, found: str) -> bool:
    return kind is Kind.PHONE and "".join(_COUNTED.findall(found)).startswith(PUBLIC)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text of the same length in which these parts are no longer to be found."""
    kept, at = [], 0
    for start, end in sorted(spans):
        kept += [text[at:start], "\x00" * (end - max(start, at))]
        at = max(at, end)
    return "".join((*kept, text[at:]))
