"""Rules W: methods for teams. First each chooses alone, then they talk, and the client has the last word."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from bot.scenario.method import VOICE, Act, Part, Phase, dealt, within
from bot.scenario.method_shape import ACTS, MAY, PARTS, PEOPLE, MethodEntry
from bot.scenario.reader import Path
from bot.scenario.rules.registry import File, Finding, Plan, on_file, on_plan
from bot.scenario.rules.telegram_limits import SCREEN, units
from bot.scenario.rules.tree import entries, inside

FEWEST = 3  # of two people each knows what the other chose
MOST_QUESTIONS = 3
MOST_IN_TITLE = 40  # one line of a telephone
MOST_IN_QUESTION = 200
_MUST = (Act.READ, Act.CHOOSE, Act.DECIDE, Act.CONSEQUENCE)
_ORDER = (Act.READ, Act.CHOOSE, Act.REVEAL, Act.CHOOSE_AGAIN, Act.DECIDE, Act.CONSEQUENCE)
_OFTEN = frozenset({Act.ASK, Act.TALK, Act.WRITE})
_WORD = {act: word for word, act in ACTS.items()}
_PART = {part: word for word, part in PARTS.items()}

_Named = list[tuple[str, Phase]]


@on_plan("W01")
def minutes_that_do_not_add_up(plan: Plan) -> Iterator[Finding]:
    """A `duur` that is not what the phases take together, the round as often as there are decisions."""
    method = plan.method
    times = {Part.BEGIN: 1, Part.ROUND: method.decisions, Part.END: 1}
    total = sum(phase.minutes * times[phase.part] for phase in method.phases.values())
    if total != method.minutes:
        yield Finding(plan.source.at_value(("duur",)), {"duur": method.minutes, "samen": total})


@on_file("W02")
def unknown_person(file: File) -> Iterator[Finding]:
    """A `wie` that is no role of the file, a role before it is dealt, or a role with a name that means someone else."""
    roles = _roles(file)
    for role in roles:
        if role in PEOPLE:
            yield Finding(file.source.at_key(("rollen", role)), {"vorm": "bezet", "naam": role})
    for path, phase in _phases(file):
        name = phase.get("wie")
        if not isinstance(name, str) or not name.strip() or name in PEOPLE:
            continue
        if name not in roles:
            suggestion = file.near(name, (*PEOPLE, *roles))
            yield Finding(file.source.at_value((*path, "wie")), {"vorm": "onbekend", "naam": name}, suggestion)
        elif path[0] == "begin":
            yield Finding(file.source.at_value((*path, "wie")), {"vorm": "begin", "naam": name})


@on_file("W03")
def unknown_act(file: File) -> Iterator[Finding]:
    """A `doe` that does not exist, or not in this part."""
    for path, phase in _phases(file):
        name, part = phase.get("doe"), str(path[0])
        if not isinstance(name, str) or not name.strip() or name in MAY[part]:
            continue
        elsewhere = ", ".join(other for other in PARTS if name in MAY[other])
        words = {"vorm": "deel" if elsewhere else "onbekend", "doe": name, "deel": part, "wel": elsewhere}
        suggestion = "" if elsewhere else file.near(name, sorted(MAY[part]))
        yield Finding(file.source.at_value((*path, "doe")), words, suggestion)


@on_plan("W04")
def talk_before_choice(plan: Plan) -> Iterator[Finding]:
    """Something shown or talked about before each has chosen alone; questions only may come first."""
    acts = _acts(plan)
    alone = acts.index(Act.CHOOSE) if Act.CHOOSE in acts else 0
    for name, phase in _round(plan)[:alone]:
        if phase.act in {Act.REVEAL, Act.TALK}:
            words = {"fase": name, "doe": _WORD[phase.act]}
            yield Finding(plan.source.at_value(("ronde", name, "doe")), words)


@on_plan("W05")
def missing_or_double_act(plan: Plan) -> Iterator[Finding]:
    """A round without one of the four things it is made of, or a thing that is done twice where once is meant."""
    acts = _acts(plan)
    for act in _MUST:
        if act not in acts:
            yield Finding(plan.source.at_key(("ronde",)), {"vorm": "mist", "doe": _WORD[act], "fase": ""})
    seen: dict[tuple[Part, Act], str] = {}
    for name, phase in plan.method.phases.items():
        first = seen.setdefault((phase.part, phase.act), name)
        if first != name and phase.act not in _OFTEN:
            words = {"vorm": "dubbel", "doe": _WORD[phase.act], "fase": first}
            yield Finding(plan.source.at_value((_PART[phase.part], name, "doe")), words)


@on_plan("W06")
def wrong_order(plan: Plan) -> Iterator[Finding]:
    """A phase that comes too early, and a second choice that nobody talked before."""
    acts, phases = _acts(plan), _round(plan)
    for first, then in pairwise(act for act in _ORDER if act in acts):
        at = acts.index(then)
        if at < acts.index(first) and (first, then) != (Act.CHOOSE, Act.REVEAL):  # W04 tells about that
            words = {"vorm": "volgorde", "fase": phases[at][0], "eerst": _WORD[first]}
            yield Finding(plan.source.at_value(("ronde", phases[at][0], "doe")), words)
    if Act.CHOOSE in acts and Act.CHOOSE_AGAIN in acts:
        again = acts.index(Act.CHOOSE_AGAIN)
        if acts.index(Act.CHOOSE) < again and Act.TALK not in acts[acts.index(Act.CHOOSE) : again]:
            words = {"vorm": "praten", "fase": phases[again][0], "eerst": _WORD[Act.TALK]}
            yield Finding(plan.source.at_value(("ronde", phases[again][0], "doe")), words)


@on_plan("W07")
def silent_client(plan: Plan) -> Iterator[Finding]:
    """A method without the voice of the client, or one in which that voice does not close the round."""
    role = plan.method.roles.get(VOICE)
    if role is None:
        yield Finding(plan.source.at_key(("rollen",)), {"vorm": "mist", "rol": VOICE})
        return
    if role.least > plan.method.least:
        yield Finding(plan.source.at_value(("rollen", VOICE, "vanaf")), {"vorm": "vanaf", "rol": VOICE})
    name, last = _round(plan)[-1]
    if (last.act, last.role) != (Act.LAST_WORD, VOICE):
        yield Finding(plan.source.at_key(("ronde", name)), {"vorm": "slot", "rol": VOICE})


@on_plan("W08")
def impossible_group(plan: Plan) -> Iterator[Finding]:
    """A group that may be smaller than three, or whose least is more than its most."""
    least, most = plan.method.least, plan.method.most
    place = plan.source.at_value(("deelnemers", "minstens"))
    if least < FEWEST:
        yield Finding(place, {"vorm": "klein", "minstens": least, "hoogstens": most, "laagst": FEWEST})
    if least > most:
        yield Finding(place, {"vorm": "meer", "minstens": least, "hoogstens": most, "laagst": FEWEST})


@on_plan("W09")
def more_roles_than_people(plan: Plan) -> Iterator[Finding]:
    """A size of group with more roles than people who can have one: all but the leader."""
    method = plan.method
    grown = {role.least for role in method.roles.values() if method.least < role.least <= method.most}
    for people in (method.least, *sorted(grown)):
        roles, over = len(dealt(method, people)), people - 1
        if roles > over:
            yield Finding(plan.source.at_key(("rollen",)), {"mensen": people, "rollen": roles, "over": over})
            return


@on_plan("W10")
def text_too_long(plan: Plan) -> Iterator[Finding]:
    """A text that is more than a telephone shows at once, or a title that is more than a line."""
    for path, text, most in _texts(plan):
        if (length := units(text)) > most:
            yield Finding(plan.source.at_value(path), {"lengte": length, "hoogst": most})


@on_plan("W11")
def question_without_text(plan: Plan) -> Iterator[Finding]:
    """Something to write in private, where nothing is asked in private."""
    for name, phase in plan.method.phases.items():
        if phase.act in {Act.WRITE, Act.LAST_WORD} and not phase.private:
            words = {"fase": name, "doe": _WORD[phase.act]}
            yield Finding(plan.source.at_key((_PART[phase.part], name)), words)


@on_plan("W12")
def evaluation_without_questions(plan: Plan) -> Iterator[Finding]:
    """An evaluation without questions, questions that are never asked, or more than anyone answers."""
    asked = [name for name, phase in plan.method.phases.items() if phase.act is Act.EVALUATE]
    count = len(plan.method.evaluation)
    words: dict[str, Any] = {"aantal": count, "hoogst": MOST_QUESTIONS}
    if asked and not count:
        yield Finding(plan.source.at_key(("slot", asked[0])), {"vorm": "vragen", **words})
    if count and not asked:
        yield Finding(plan.source.at_key(("evaluatie",)), {"vorm": "fase", **words})
    if count > MOST_QUESTIONS:
        yield Finding(plan.source.at_key(("evaluatie",)), {"vorm": "veel", **words})


@on_file("W13")
def phase_twice(file: File) -> Iterator[Finding]:
    """A phase with the name of another in another part: what is kept of a talk goes by that name."""
    first: dict[Any, Any] = {}
    for path, _ in _phases(file):
        if path[1] in first:
            yield Finding(file.source.at_key(path), {"naam": path[1], "deel": first[path[1]]})
        first.setdefault(path[1], path[0])


def _phases(file: File) -> Iterator[tuple[Path, dict[str, Any]]]:
    if file.kind is MethodEntry:
        for part in PARTS:
            yield from entries(file.source.data, part)


def _roles(file: File) -> Sequence[str]:
    return list(inside(file.source.data, "rollen")) if file.kind is MethodEntry else []


def _round(plan: Plan) -> _Named:
    return list(within(plan.method, Part.ROUND).items())


def _acts(plan: Plan) -> list[Act]:
    return [phase.act for _, phase in _round(plan)]


def _texts(plan: Plan) -> Iterator[tuple[Path, str, int]]:
    """Return every text of a method that someone reads, by its path, with the most it may be."""
    method = plan.method
    yield ("titel",), method.title, MOST_IN_TITLE
    for field, text in (("doel", method.goal), ("leider", method.leader), ("bron", method.source)):
        yield (field,), text, SCREEN
    for name, role in method.roles.items():
        yield ("rollen", name, "titel"), role.title, MOST_IN_TITLE
        yield ("rollen", name, "opdracht"), role.task, SCREEN
    for name, phase in method.phases.items():
        path = (_PART[phase.part], name)
        yield (*path, "titel"), phase.title, MOST_IN_TITLE
        for field, text in (("instructie", phase.instruction), ("prive", phase.private), ("leider", phase.leader)):
            yield (*path, field), text, SCREEN
    for number, question in enumerate(method.evaluation):
        yield ("evaluatie", number), question, MOST_IN_QUESTION
