"""The reading book of a case: everything a reviewer must read, each text once, in the order of the story."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.scenario.model import Branch, Chosen, Crossroads, Decision, Kind, Option, Scenario, Writing
from bot.scenario.phrases import Phrases, condition, letter, short_name, signed, spaced, title
from bot.scenario.reading import Asked, Book, Choice, Close, Fact, Ground, Lead, Page, Part, Person, Reference, Voice


def book(scenario: Scenario, phrases: Phrases, *, trainer: bool) -> Book:
    """Return the reading book of a case; only the trainer's edition holds anything an author wrote as `trainer`."""
    return _Maker(scenario, phrases, trainer, _references(scenario), _sources(scenario)).book()


class _Maker(Struct, frozen=True):
    """Everything the parts of a book are made of; `at` are its places by id, `sources` what leads to a place."""

    scenario: Scenario
    phrases: Phrases
    trainer: bool
    at: Mapping[str, Reference]
    sources: Mapping[str, Sequence[Reference]]

    def book(self) -> Book:
        case = self.scenario
        return Book(
            id=case.id,
            title=case.title,
            language=case.language,
            version=case.version,
            for_trainer=self.trainer,
            protocol=case.kind is Kind.PROTOCOL,
            minutes=case.minutes,
            audience=case.audience,
            themes=case.themes,
            warnings=case.warnings,
            sources=case.sources,
            people=tuple(Person(_person(name), full, name == case.client) for name, full in case.people.items()),
            meters=tuple((spaced(name), start) for name, start in case.meters.items()),
            reflection=tuple(Asked(axis, question) for axis, question in case.reflection.items()),
            intro=case.intro,
            trainer=self._note(case.trainer),
            pages=tuple(self._page(name) for name in case.steps),
            closes=tuple(self._close(name) for name in case.endings),
            facts=tuple(self._fact(name) for name in case.boxes),
        )

    def _note(self, text: str) -> str:
        return text if self.trainer else ""

    def _page(self, name: str) -> Page:
        step = self.scenario.steps[name]
        place = self.at[name]
        page = Page(
            anchor=place.anchor,
            number=place.number,
            kind="crossroads",
            title=place.title,
            comes_from=tuple(self.sources.get(name, ())),
        )
        if not isinstance(step, Decision | Writing):
            return replace(page, leads=self._leads(step.to))
        page = replace(
            page,
            moment=step.moment,
            media=step.media,
            situation=step.situation,
            voices=self._voices(step.voices),
            boxes=tuple(self.at[_box(box)] for box in step.boxes),
            trainer=self._note(step.trainer),
        )
        if isinstance(step, Writing):
            return replace(page, kind="writing", prompt=step.prompt, leads=self._leads(step.to))
        return replace(
            page,
            kind="decision",
            urgent=step.urgent,
            sub_question=step.sub_question,
            deepening=step.deepening,
            power_check=step.power_check,
            choices=tuple(self._choice(Chosen(name, key), option) for key, option in step.options.items()),
        )

    def _choice(self, chosen: Chosen, option: Option) -> Choice:
        return Choice(
            anchor=_option(chosen),
            letter=letter(self.scenario, chosen),
            label=option.label,
            when=condition(self.scenario, option.when, self.phrases) if option.when else "",
            consequence=option.consequence,
            voices=self._voices(option.voices),
            benefits=tuple(map(self._who, option.benefits)),
            harms=tuple(map(self._who, option.harms)),
            effects=tuple((spaced(meter), signed(change)) for meter, change in option.effects.items()),
            grounds=tuple(Ground(axis, point.remark, point.gain, point.loss) for axis, point in option.points.items()),
            leads=self._leads(option.to),
            trainer=self._note(option.trainer),
        )

    def _leads(self, route: Sequence[Branch]) -> tuple[Lead, ...]:
        always = len(route) == 1
        return tuple(
            Lead(self.at[branch.to], "" if always else condition(self.scenario, branch.when, self.phrases))
            for branch in route
        )

    def _voices(self, voices: Mapping[str, str]) -> tuple[Voice, ...]:
        return tuple(Voice(self._who(person), words) for person, words in voices.items())

    def _who(self, person: str) -> Reference:
        return Reference(Part.PERSON, _person(person), "", short_name(self.scenario.people.get(person, person)))

    def _close(self, name: str) -> Close:
        ending = self.scenario.endings[name]
        return Close(
            anchor=self.at[name].anchor,
            number=self.at[name].number,
            title=ending.title,
            text=ending.text,
            debrief=ending.debrief,
            comes_from=tuple(self.sources.get(name, ())),
            trainer=self._note(ending.trainer),
        )

    def _fact(self, name: str) -> Fact:
        box = self.scenario.boxes[name]
        place = self.at[_box(name)]
        return Fact(
            anchor=place.anchor,
            number=place.number,
            title=box.title,
            text=box.text,
            source=box.source,
            checked=box.checked,
            recheck=box.recheck,
            unverified=box.unverified,
            used_in=tuple(
                self.at[step]
                for step, scene in self.scenario.steps.items()
                if isinstance(scene, Decision | Writing) and name in scene.boxes
            ),
        )


def _references(scenario: Scenario) -> dict[str, Reference]:
    """Return every place of the book by its id in the case; boxes have ids of their own, so theirs are marked."""
    found = {}
    for number, name in enumerate(scenario.steps, start=1):
        found[name] = Reference(Part.STEP, f"stap-{name}", str(number), title(scenario, name))
    for number, name in enumerate(scenario.endings, start=1):
        found[name] = Reference(Part.ENDING, f"einde-{name}", str(number), title(scenario, name))
    for number, (name, box) in enumerate(scenario.boxes.items(), start=1):
        found[_box(name)] = Reference(Part.BOX, _box(name), str(number), box.title)
    return found


def _sources(scenario: Scenario) -> dict[str, list[Reference]]:
    """Return what leads to each place, through crossroads or not: a step, or the options of a decision."""
    found = defaultdict(list)
    for number, (name, step) in enumerate(scenario.steps.items(), start=1):
        here = title(scenario, name)
        if isinstance(step, Writing):
            reference = Reference(Part.STEP, f"stap-{name}", str(number), here)
            for to in _reached(scenario, step.to):
                found[to].append(reference)
        if not isinstance(step, Decision):
            continue
        for key, option in step.options.items():
            chosen = Chosen(name, key)
            reference = Reference(Part.OPTION, _option(chosen), f"{number}{letter(scenario, chosen)}", here)
            for to in _reached(scenario, option.to):
                found[to].append(reference)
    return found


def _reached(scenario: Scenario, route: Sequence[Branch]) -> Iterable[str]:
    """Return where a way may lead to, each place once: its crossroads, which a reader knows by no number, and on."""
    reached: dict[str, None] = {}
    ahead = [branch.to for branch in route]
    while ahead:
        to = ahead.pop(0)
        step = scenario.steps.get(to)
        if to not in reached and isinstance(step, Crossroads):
            ahead += [branch.to for branch in step.to]
        reached[to] = None
    return reached


def _option(chosen: Chosen) -> str:
    return f"keuze-{chosen.step}-{chosen.option}"


def _person(name: str) -> str:
    return f"persoon-{name}"


def _box(name: str) -> str:
    return f"kader-{name}"
