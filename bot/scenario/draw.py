"""The map of a case as text for a drawing program (DOT): each option a small box under its step."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from bot.scenario import strokes
from bot.scenario.compile import ways
from bot.scenario.model import Branch, Chosen, Crossroads, Decision, Scenario, Writing
from bot.scenario.phrases import Phrases, condition, letter, title
from bot.scenario.walked import Source, Walked, walked

MOST_STEPS = 12  # in a picture
PLAIN = 2  # branches of a way that need no numbers
NOTHING: Mapping[Chosen, int] = {}


class MapWords(Phrases, frozen=True, kw_only=True):
    """The words of a picture: templates, with their blanks after the dash; plurals have "one" and "other".

    `steps`, `options`, `endings`, `count` and `elsewhere` - {n}; `alt` - {title} {steps} {options} {endings};
    `chapter` - {n} {title}; `chapter_file` - {n}; `numbered` - {n} {condition}; `titled` - {case} {part}.
    """

    ending: str
    writing: str
    here: str
    count: str
    overview: str
    overview_file: str
    chapter: str
    chapter_file: str
    titled: str
    elsewhere: str
    steps: Mapping[str, str]
    options: Mapping[str, str]
    endings: Mapping[str, str]
    alt: str
    numbered: str


class Drawing(Struct, frozen=True):
    """One picture: what it is called, the DOT text, and what someone hears who cannot see it.

    `part` is what tells its file from those of the other pictures: "deel-1", and "" when it is the only one.
    """

    title: str
    dot: str
    alt: str
    part: str = ""


class _Paper(Struct, frozen=True):
    """What is drawn, and with what; `part_of` tells in which picture each step is, when there are several."""

    scenario: Scenario
    words: MapWords
    counts: Mapping[Chosen, int]
    walked: Walked
    here: str
    part_of: Mapping[str, int]


def drawings(
    scenario: Scenario,
    words: MapWords,
    *,
    counts: Mapping[Chosen, int] = NOTHING,
    road: Sequence[Chosen] = (),
    here: str = "",
    titled: bool = True,
) -> tuple[Drawing, ...]:
    """Return the pictures of a case: one for a normal case, else an overview of the steps and one for each chapter.

    With `titled` the title of the case stands in each of them, for a picture that is shown on its own.
    """
    parts = chapters(scenario)
    part_of = {name: number for number, part in enumerate(parts, start=1) for name in part}
    paper = _Paper(scenario, words, counts, walked(scenario, road, here), here, part_of)
    alt = alternative(scenario, words)

    def over(part: str) -> str:
        return words.titled.format(case=scenario.title, part=part) if titled else ""

    if len(parts) == 1:
        return (Drawing(scenario.title, _picture(_chapter(paper, parts[0]), scenario.title if titled else ""), alt),)
    overview = _picture(_overview(paper), over(words.overview))
    pictures = [Drawing(words.overview, overview, alt, words.overview_file)]
    for number, part in enumerate(parts, start=1):
        name = words.chapter.format(n=number, title=title(scenario, part[0]))
        drawn = _picture(_chapter(paper, part), over(name))
        pictures.append(Drawing(name, drawn, f"{name}. {alt}", words.chapter_file.format(n=number)))
    return tuple(pictures)


def dot(
    scenario: Scenario,
    words: MapWords,
    *,
    counts: Mapping[Chosen, int] = NOTHING,
    road: Sequence[Chosen] = (),
    here: str = "",
) -> str:
    """Return the whole case as one picture in DOT, without its title.

    With `counts` each option has its number and a line as thick; `road` is orange and thicker; `here` is marked.
    In an SVG a step has the id "stap-<id>", an ending "einde-<id>", an option "keuze-<step>-<option>".
    """
    paper = _Paper(scenario, words, counts, walked(scenario, road, here), here, {})
    return _picture(_chapter(paper, tuple(scenario.steps)))


def chapters(scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """Return the steps in parts of at most twelve, of about the same length, in the order of the story."""
    names = tuple(scenario.steps)
    parts = -(-len(names) // MOST_STEPS)
    cuts = [number * len(names) // parts for number in range(parts + 1)]
    return tuple(names[begin:end] for begin, end in pairwise(cuts))


def alternative(scenario: Scenario, words: MapWords) -> str:
    """Return the picture in a sentence: how many steps that ask something, options and endings there are."""
    asking = [step for step in scenario.steps.values() if not isinstance(step, Crossroads)]
    options = sum(len(step.options) for step in asking if isinstance(step, Decision))
    return words.alt.format(
        title=scenario.title,
        steps=_number(words.steps, len(asking)),
        options=_number(words.options, options),
        endings=_number(words.endings, len(scenario.endings)),
    )


def _number(forms: Mapping[str, str], n: int) -> str:
    return forms["one" if n == 1 else "other"].format(n=n)


def _picture(lines: Iterator[str], title: str = "") -> str:
    return "\n".join([*strokes.heading(title), *lines, "}", ""])


def _overview(paper: _Paper) -> Iterator[str]:
    for name, step in paper.scenario.steps.items():
        yield _step(paper, name)
        for to in ways(step):
            yield strokes.line(name, to, lit={name, to} <= paper.walked.places)
    for name in paper.scenario.endings:
        yield _ending(paper, name)


def _chapter(paper: _Paper, names: Sequence[str]) -> Iterator[str]:
    targets = {}
    for name in names:
        step = paper.scenario.steps[name]
        targets.update(dict.fromkeys(ways(step)))
        yield _step(paper, name)
        if isinstance(step, Decision):
            yield from _options(paper, name, step)
        else:
            yield from _ways(paper, name, name, step.to)
    for to in targets:
        if to in paper.scenario.endings:
            yield _ending(paper, to)
        elif to not in names:
            where = paper.words.elsewhere.format(n=paper.part_of[to])
            yield strokes.elsewhere(to, title(paper.scenario, to), where)


def _step(paper: _Paper, name: str) -> str:
    step = paper.scenario.steps[name]
    lit = name in paper.walked.places
    if isinstance(step, Crossroads):
        return strokes.crossroads(name, lit=lit)
    here = paper.words.here if name == paper.here else ""
    writing = paper.words.writing if isinstance(step, Writing) else ""
    return strokes.step(name, title(paper.scenario, name), writing=writing, here=here, lit=lit)


def _ending(paper: _Paper, name: str) -> str:
    here = paper.words.here if name == paper.here else ""
    lit = name in paper.walked.places
    return strokes.ending(name, paper.scenario.endings[name].title, paper.words.ending, here=here, lit=lit)


def _options(paper: _Paper, name: str, step: Decision) -> Iterator[str]:
    most = max(paper.counts.values(), default=0)
    beside = _beside(paper.scenario, name)
    for key, option in step.options.items():
        chosen = Chosen(name, key)
        node = f"{name}.{key}"
        n = paper.counts.get(chosen, 0)
        weight = n / most if most else 0.0
        lit = chosen in paper.walked.options
        yield strokes.option(
            node,
            letter(paper.scenario, chosen),
            option.label,
            beside=beside,
            when=condition(paper.scenario, option.when, paper.words) if option.when else "",
            count=paper.words.count.format(n=n) if paper.counts else "",
            lit=lit,
            language=paper.scenario.language,
        )
        yield strokes.line(name, node, arrow=False, lit=lit, weight=weight)
        yield from _ways(paper, node, chosen, option.to, weight)
    yield strokes.level(f"{name}.{key}" for key in step.options)


def _beside(scenario: Scenario, name: str) -> int:
    """Return how many options will stand side by side: those of the steps as far from the end as this one."""
    far = scenario.remaining.get(name)
    steps = (step for other, step in scenario.steps.items() if scenario.remaining.get(other) == far)
    return sum(len(step.options) for step in steps if isinstance(step, Decision))


def _ways(paper: _Paper, node: str, source: Source, route: Sequence[Branch], weight: float = 0.0) -> Iterator[str]:
    """Draw where something leads; a way under conditions goes through the words of them.

    Of three or more branches each has its number, since the first one that holds is gone.
    """
    lit = {branch.to for number, branch in enumerate(route) if (source, number) in paper.walked.ways}
    if len({branch.to for branch in route}) == 1:
        yield strokes.line(node, route[0].to, lit=bool(lit), weight=weight)
        return
    said: dict[str, list[str]] = {}
    for number, branch in enumerate(route, start=1):
        words = condition(paper.scenario, branch.when, paper.words)
        numbered = paper.words.numbered.format(n=number, condition=words) if len(route) > PLAIN else words
        said.setdefault(branch.to, []).append(numbered)
    for to, conditions in said.items():
        between = f"{node}/{to}"
        yield strokes.when(between, conditions)
        yield strokes.line(node, between, arrow=False, lit=to in lit)
        yield strokes.line(between, to, lit=to in lit)
