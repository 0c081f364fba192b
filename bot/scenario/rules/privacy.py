"""Rules P: what could lead to a real person. They say what kind of thing it is and where, and never repeat it."""

from collections.abc import Iterator

from bot.safety.identifiers import Kind
from bot.scenario.model import Severity
from bot.scenario.rules.registry import File, Finding, on_file


@on_file("P01")
def number_of_a_person(file: File) -> Iterator[Finding]:
    """A citizen service number or an account number that could be somebody's."""
    yield from _found(file, Kind.CITIZEN, Kind.ACCOUNT)


@on_file("P02", Severity.WARNING)
def way_to_reach_a_person(file: File) -> Iterator[Finding]:
    """A phone number, an e-mail address, or a postcode with the number of a house."""
    yield from _found(file, Kind.PHONE, Kind.MAIL, Kind.ADDRESS)


@on_file("P03", Severity.WARNING)
def date_of_birth(file: File) -> Iterator[Finding]:
    """A day on which somebody was born."""
    yield from _found(file, Kind.BIRTH)


def _found(file: File, *kinds: Kind) -> Iterator[Finding]:
    for path, one in file.identifiers:
        if one.kind in kinds:
            yield Finding(file.source.at_part(path, one.start, one.end), {"vorm": one.kind.value})
