"""Rules D: what a finished case needs to be taught with. A file without `klant` is a sketch, and is left alone."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import wraps

from bot.scenario.model import Axis, Crossroads, Decision, Option, Severity
from bot.scenario.readable import AXES
from bot.scenario.reader import Path
from bot.scenario.rules.length import fewest_decisions, most_minutes
from bot.scenario.rules.reading import finished, mentions, path, words_in
from bot.scenario.rules.registry import Finding, Play, Rule, WordLists, on_play

FEWEST_DECISIONS = 3
_AGE = re.compile(r"\(\d")


def _on_case(code: str, severity: Severity) -> Callable[[Rule[Play]], Rule[Play]]:
    """Register a rule that looks at finished cases only."""

    def register(rule: Rule[Play]) -> Rule[Play]:
        @wraps(rule)
        def of_cases(play: Play) -> Iterator[Finding]:
            return rule(play) if finished(play.scenario) else iter(())

        return on_play(code, severity)(of_cases)

    return register


@_on_case("D01", Severity.TIP)
def missing_point(play: Play) -> Iterator[Finding]:
    """An option without a talking point on an axis; an axis that no option has is told by D02."""
    unused = _unused(play)
    for where, name, option in _options(play):
        missing = [field for axis, field in AXES.items() if axis not in option.points and axis not in unused]
        if missing:
            words = {"keuze": where[-1], "stap": name, "velden": ", ".join(missing)}
            yield Finding(play.source.at_key(where), words)


@_on_case("D02", Severity.WARNING)
def unused_axis(play: Play) -> Iterator[Finding]:
    """An axis on which no option of the whole case has a talking point."""
    if unused := _unused(play):
        fields = ", ".join(AXES[axis] for axis in unused)
        yield Finding(play.source.at_key(("stappen",)), {"velden": fields})


@_on_case("D03", Severity.WARNING)
def silent_client(play: Play) -> Iterator[Finding]:
    """A client who says nothing, at any step or after any choice."""
    scenes = [step.voices for step in play.scenario.steps.values() if not isinstance(step, Crossroads)]
    voices = scenes + [option.voices for _, _, option in _options(play)]
    if not any(play.scenario.client in said for said in voices):
        yield Finding(play.source.at_value(("klant",)), {"persoon": play.scenario.client})


@_on_case("D04", Severity.TIP)
def only_organisations(play: Play) -> Iterator[Finding]:
    """A step where whoever gains by an option is an organisation, and never a person."""
    if play.shared.words is None:
        return
    for name, step in _decisions(play):
        gaining = list(dict.fromkeys(person for option in step.options.values() for person in option.benefits))
        if gaining and all(_organisation(play.scenario.people[person], play.shared.words) for person in gaining):
            yield Finding(play.source.at_key(("stappen", name)), {"stap": name, "wie": ", ".join(gaining)})


@_on_case("D05", Severity.WARNING)
def no_debrief(play: Play) -> Iterator[Finding]:
    """An ending without a question for the talk after it."""
    for name, ending in play.scenario.endings.items():
        if not ending.debrief:
            yield Finding(play.source.at_key(("eindes", name)), {"einde": name})


@_on_case("D06", Severity.TIP)
def law_without_source(play: Play) -> Iterator[Finding]:
    """A step where the law is spoken of without a box, in a case without sources; told at the first point."""
    for name, step in _decisions(play):
        spoken = [option for option, entry in step.options.items() if Axis.LAW in entry.points]
        if spoken and not step.boxes and not play.scenario.sources:
            place = play.source.at_key(("stappen", name, "keuzes", spoken[0], AXES[Axis.LAW]))
            yield Finding(place, {"stap": name})


@_on_case("D07", Severity.TIP)
def short_or_long(play: Play) -> Iterator[Finding]:
    """A case that can be over within three decisions, or that takes longer than `duur` says."""
    fewest = fewest_decisions(play)
    if fewest is not None and fewest < FEWEST_DECISIONS:
        yield Finding(
            play.source.at_key(("stappen",)), {"vorm": "kort", "keuzes": fewest, "minstens": FEWEST_DECISIONS}
        )
    minutes = most_minutes(play)
    if play.scenario.minutes is not None and minutes > play.scenario.minutes:
        place = play.source.at_value(("duur",))
        yield Finding(place, {"vorm": "lang", "minuten": minutes, "duur": play.scenario.minutes})


@_on_case("D08", Severity.TIP)
def verdict(play: Play) -> Iterator[Finding]:
    """A consequence that blames or praises whoever chose."""
    if play.shared.words is None:
        return
    texts = {where: text for where, text in play.passages.items() if where.endswith(".gevolg")}
    found = mentions(texts, play.shared.words.verdicts)
    said = [phrase for phrase in play.shared.words.verdicts if phrase in found]
    for where, text in texts.items() if said else ():
        if spoken := mentions({where: text}, said):
            yield Finding(play.source.at_value(path(where)), {"woorden": next(iter(spoken))})


@_on_case("D09", Severity.WARNING)
def no_warning(play: Play) -> Iterator[Finding]:
    """Words of a heavy theme in a case without `let_op`; told at the first of them."""
    if play.shared.words is None or play.scenario.warnings:
        return
    found = mentions(play.passages, play.shared.words.heavy)
    for where in list(found.values())[:1]:
        yield Finding(play.source.at_value(path(where)), {"woorden": ", ".join(found)})


@_on_case("D10", Severity.TIP)
def best_option(play: Play) -> Iterator[Finding]:
    """An option that is higher than every other on each meter that the step moves: then there is nothing to weigh."""
    for name, step in _decisions(play):
        for option, entry in step.options.items():
            others = [other.effects for key, other in step.options.items() if key != option]
            moving = {meter for other in step.options.values() for meter, by in other.effects.items() if by}
            if others and moving and all(_higher(entry.effects, other, moving) for other in others):
                words = {"keuze": option, "stap": name, "meters": ", ".join(sorted(moving))}
                yield Finding(play.source.at_key(("stappen", name, "keuzes", option)), words)


def _decisions(play: Play) -> list[tuple[str, Decision]]:
    return [(name, step) for name, step in play.scenario.steps.items() if isinstance(step, Decision)]


def _options(play: Play) -> list[tuple[Path, str, Option]]:
    """Return every option with its path and the name of its step."""
    return [
        (("stappen", name, "keuzes", option), name, entry)
        for name, step in _decisions(play)
        for option, entry in step.options.items()
    ]


def _unused(play: Play) -> list[Axis]:
    options = _options(play)
    return [axis for axis in Axis if options and not any(axis in option.points for _, _, option in options)]


def _organisation(description: str, lists: WordLists) -> bool:
    """Return whether a line under `personen` is about an organisation; the list that comes with it says how."""
    said = words_in(description.partition(",")[0])
    named = len(said) > 1 and said[0].lower() in lists.articles
    noun = said[int(named)] if said else ""
    if _AGE.search(description):
        return False
    kind = noun.lower()
    capital = named and noun[0].isupper()
    return capital or kind in lists.organisations or kind.endswith(lists.organisation_endings)


def _higher(effects: Mapping[str, int], other: Mapping[str, int], meters: set[str]) -> bool:
    return all(effects.get(meter, 0) > other.get(meter, 0) for meter in meters)
