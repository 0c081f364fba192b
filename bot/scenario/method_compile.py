"""The shape of a method's file made into the method a group follows; what it takes has passed the rules on files."""

from collections.abc import Iterator

from bot.scenario.compile import line, paragraphs
from bot.scenario.fields import yes
from bot.scenario.method import Method, Part, Phase, Role, Who
from bot.scenario.method_shape import ACTS, PEOPLE, MethodEntry, PhaseEntry, RoleEntry


def arranged(entry: MethodEntry) -> Method:
    """Return the method in a file."""
    return Method(
        id=entry.id,
        title=line(entry.title),
        minutes=int(entry.minutes),
        least=int(entry.group.least),
        most=int(entry.group.most),
        goal=paragraphs(entry.goal),
        phases=dict(_phases(entry)),
        roles={name: _role(role) for name, role in entry.roles.items()},
        decisions=int(entry.decisions or 1),
        leader=paragraphs(entry.leader),
        source=line(entry.source),
        unverified=paragraphs(entry.unverified),
        evaluation=tuple(line(question) for question in entry.evaluation),
    )


def _phases(entry: MethodEntry) -> Iterator[tuple[str, Phase]]:
    for part, phases in ((Part.BEGIN, entry.begin), (Part.ROUND, entry.round), (Part.END, entry.end)):
        for name, phase in phases.items():
            yield name, _phase(part, phase)


def _phase(part: Part, entry: PhaseEntry) -> Phase:
    who = PEOPLE.get(entry.who or "iedereen", Who.ROLE)
    return Phase(
        title=line(entry.title),
        part=part,
        act=ACTS[entry.act],
        minutes=int(entry.minutes),
        instruction=paragraphs(entry.instruction),
        who=who,
        role=entry.who if who is Who.ROLE else "",
        private=paragraphs(entry.private),
        extendable=yes(entry.extendable or "nee"),
        leader=paragraphs(entry.leader),
    )


def _role(entry: RoleEntry) -> Role:
    return Role(title=line(entry.title), task=paragraphs(entry.task), least=int(entry.least or 0))
