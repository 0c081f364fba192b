"""Conditions and effects as a person would say them, for pictures and papers."""

from collections.abc import Iterator

from msgspec import Struct

from bot.scenario.model import Chosen, Condition, Decision, Scenario

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Phrases(Struct, frozen=True, kw_only=True):
    """Templates in one language; the blanks are filled here.

    `when` {condition}, `both` {first} {second}, `at_least` and `at_most` {meter} {n}, `chose` {letter} {title}.
    """

    when: str
    otherwise: str
    both: str
    at_least: str
    at_most: str
    chose: str


def condition(scenario: Scenario, asked: Condition | None, phrases: Phrases) -> str:
    """Return "als vertrouwen minstens 6 en rust hoogstens 3"; of no condition "anders"."""
    parts = list(_parts(scenario, asked, phrases)) if asked else []
    if not parts:
        return phrases.otherwise
    whole = parts[0]
    for part in parts[1:]:
        whole = phrases.both.format(first=whole, second=part)
    return phrases.when.format(condition=whole)


def _parts(scenario: Scenario, asked: Condition, phrases: Phrases) -> Iterator[str]:
    for meter, bounds in asked.meters.items():
        if bounds.at_least is not None:
            yield phrases.at_least.format(meter=spaced(meter), n=bounds.at_least)
        if bounds.at_most is not None:
            yield phrases.at_most.format(meter=spaced(meter), n=bounds.at_most)
    for chosen in asked.chosen:
        yield phrases.chose.format(letter=letter(scenario, chosen), title=title(scenario, chosen.step))


def letter(scenario: Scenario, chosen: Chosen) -> str:
    """Return the letter of an option in the author's order, all options counted; after Z the number.

    In a walk letters count what can be seen, so there a letter may be an earlier one.
    """
    step = scenario.steps.get(chosen.step)
    names = list(step.options) if isinstance(step, Decision) else []
    number = names.index(chosen.option) if chosen.option in names else len(LETTERS)
    return LETTERS[number] if number < len(LETTERS) else str(number + 1)


def title(scenario: Scenario, name: str) -> str:
    """Return what a step or an ending is called; without a title its id with a capital."""
    place = scenario.endings.get(name) or scenario.steps.get(name)
    return getattr(place, "title", "") or spaced(name).capitalize()


def spaced(name: str) -> str:
    """Return a name from the file as words: "mijn_meter" is "mijn meter"."""
    return name.replace("_", " ")


def signed(change: int) -> str:
    """Return "+2" or "−1", with a true minus."""
    return f"+{change}" if change > 0 else f"−{-change}" if change else "0"


def short_name(full: str) -> str:
    """Return a name without what stands behind a bracket or a comma: "Marco" for "Marco (44), zoekt werk"."""
    return full.partition("(")[0].partition(",")[0].strip()
