"""Figures, reading rounds and differences in words: sections with lines, for the chat as well as the command line."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from bot.scenario.changes import Changes
from bot.scenario.model import Chosen, Decision, Scenario
from bot.scenario.phrases import letter, title
from bot.scenario.rounds import Round
from bot.scenario.rules.ease import LONG_SENTENCE, LONG_WORD, Ease
from bot.scenario.statistics import Statistics
from bot.texts.catalog import Texts
from bot.texts.dates import month

_MILLION = 1_000_000
_FEW = 8  # names of options in a row


class Section(Struct, frozen=True):
    """A heading and what stands under it; either may be empty."""

    heading: str
    lines: tuple[str, ...] = ()


class _Said(Struct, frozen=True):
    texts: Texts
    language: str
    scenario: Scenario

    def say(self, key: str, **values: object) -> str:
        return self.texts.plain(self.language, f"figures.{key}", **values)

    def name(self, place: str) -> str:
        return title(self.scenario, place)

    def percent(self, chance: float) -> str:
        return self.number(100 * chance)

    def number(self, number: float) -> str:
        shown = f"{number:.1f}"
        return shown.replace(".", ",") if self.language == "nl" else shown


def figures(texts: Texts, language: str, scenario: Scenario, found: Statistics) -> tuple[Section, ...]:
    """Return a case in figures."""
    said = _Said(texts, language, scenario)
    return tuple(section for section in _figures(said, found) if section.heading or section.lines)


def _figures(said: _Said, found: Statistics) -> Iterator[Section]:
    if not found.complete:
        yield Section("", (said.say("incomplete"),))
    yield Section(
        said.say("reading"),
        (
            said.say("reading_all", words=found.words),
            *(
                said.say("reading_line", title=said.name(place), words=each.words, minutes=said.number(each.minutes))
                for place, each in found.reading.items()
            ),
        ),
    )
    yield Section(said.say("ease"), _ease(said, found.ease))
    yield Section(said.say("plays"), tuple(_plays(said, found)))
    if found.endings:
        yield Section(
            said.say("chances"),
            tuple(
                said.say("chance_line", title=said.name(name), chance=said.percent(chance))
                for name, chance in found.endings.items()
            ),
        )
    if found.conditional:
        yield Section(said.say("conditional"), tuple(_conditional(said, found)))
    all_of_them = sum(found.options.values())
    if found.benefits:
        yield Section(
            said.say("benefits"),
            tuple(
                said.say(
                    "benefit_line",
                    person=said.scenario.people.get(who, who),
                    n=round(share * all_of_them),
                    of=all_of_them,
                )
                for who, share in found.benefits.items()
            ),
        )
    yield from _wanting(said, found)


def _ease(said: _Said, found: Ease) -> tuple[str, ...]:
    return (
        said.say("ease_words", number=said.number(found.words_a_sentence)),
        said.say("ease_sentences", share=said.percent(found.long_share), most=LONG_SENTENCE),
        said.say("ease_letters", share=said.percent(found.long_word_share), most=LONG_WORD),
    )


def overview(texts: Texts, language: str, cases: Sequence[tuple[Scenario, Statistics]]) -> tuple[Section, ...]:
    """Return several cases in figures, a few lines each."""
    return tuple(
        Section(scenario.title, tuple(_brief(_Said(texts, language, scenario), found))) for scenario, found in cases
    )


def _brief(said: _Said, found: Statistics) -> Iterator[str]:
    if not found.complete:
        yield said.say("incomplete")
    if found.shortest is not None and found.longest is not None:
        same = found.shortest == found.longest
        key = "brief_decisions_one" if same else "brief_decisions"
        yield said.say(key, shortest=found.shortest, longest=found.longest)
    yield said.say("brief_options", n=len(found.options), options=sum(found.options.values()))
    if said.scenario.minutes:
        yield said.say("brief_minutes", n=said.scenario.minutes)
    chances = (f"{said.name(name)} {said.percent(chance)}%" for name, chance in found.endings.items())
    yield said.say("brief_endings", endings=" · ".join(chances))
    short = len(found.one_sided)
    yield said.say("brief_points", n=short) if short else said.say("brief_points_all")
    yield said.say(
        "brief_ease",
        number=said.number(found.ease.words_a_sentence),
        sentences=said.percent(found.ease.long_share),
        words=said.percent(found.ease.long_word_share),
    )


def _plays(said: _Said, found: Statistics) -> Iterator[str]:
    if found.plays is None:
        yield said.say("plays_endless")
    elif found.plays >= _MILLION:
        yield said.say("plays_many", n=found.plays // _MILLION)
    else:
        yield said.say("plays_count", n=found.plays)
    if found.shortest is not None and found.shortest == found.longest:
        yield said.say("length_one", n=found.shortest)
    elif found.shortest is not None and found.longest is not None:
        yield said.say("length", shortest=found.shortest, longest=found.longest)


def _conditional(said: _Said, found: Statistics) -> Iterator[str]:
    for name, chance in found.conditional.items():
        step, _, option = name.partition(".")
        shown = said.say("unknown") if chance is None else said.say("percent", chance=said.percent(chance))
        yield said.say(
            "conditional_line", title=said.name(step), letter=_letter(said.scenario, step, option), chance=shown
        )


def _wanting(said: _Said, found: Statistics) -> Iterator[Section]:
    of = sum(found.options.values())
    # Axes that miss the same options are one line: in a new case they all miss all.
    alike: dict[tuple[str, ...], list[str]] = {}
    for axis, options in found.lacking.items():
        if options:
            alike.setdefault(options, []).append(said.say(axis))
    lines = tuple(
        said.say("lacking_line", axis=", ".join(axes), options=_few(said, options, of))
        for options, axes in alike.items()
    )
    if lines:
        yield Section(said.say("lacking"), lines)
    elif found.one_sided:
        yield Section(said.say("one_sided"), (_few(said, found.one_sided, of),))
    else:
        yield Section("", (said.say("lacking_none"),))
    if found.oldest_box:
        name, checked = found.oldest_box
        when = month(said.texts, said.language, checked)
        box = said.say("box_line", title=said.scenario.boxes[name].title, month=when)
        yield Section(said.say("box"), (box,))


def _few(said: _Said, options: tuple[str, ...], of: int) -> str:
    if len(options) == of:
        return said.say("lacking_all", n=of)
    rest = len(options) - _FEW
    return ", ".join(options[:_FEW]) + (said.say("lacking_more", n=rest) if rest > 0 else "")


def click_lists(texts: Texts, language: str, scenario: Scenario, found: Sequence[Round]) -> tuple[Section, ...]:
    """Return the reading rounds as lists of what to click."""
    said = _Said(texts, language, scenario)
    if not found:
        return (Section("", (said.say("rounds_none"),)),)
    return (Section("", (said.say("rounds_title", n=len(found)),)), *_rounds(said, found))


def _rounds(said: _Said, found: Sequence[Round]) -> Iterator[Section]:
    for number, play in enumerate(found, 1):
        lines = []
        for count, click in enumerate(play.clicks, 1):
            step = said.scenario.steps[click.step]
            label = step.options[click.option].label if isinstance(step, Decision) else ""
            here = _letter(said.scenario, click.step, click.option)
            lines.append(said.say("click", number=count, title=said.name(click.step), letter=here, label=label))
        heading = said.say("round", number=number, n=len(found), ending=said.name(play.ending))
        yield Section(heading, tuple(lines))


def differences(texts: Texts, language: str, new: Scenario, found: Changes) -> tuple[Section, ...]:
    """Return what changed between two versions, and what that means for groups under way."""
    said = _Said(texts, language, new)
    lines = tuple(
        said.say(f"change.{each.what}", id=each.id or said.say("change.whole"), was=each.was) for each in found.changes
    )
    return (Section(said.say(f"changes.{found.kind}"), lines), Section("", (said.say(f"means.{found.kind}"),)))


def _letter(scenario: Scenario, step: str, option: str) -> str:
    return letter(scenario, Chosen(step, option))
