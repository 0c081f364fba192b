"""What participants are shown of a case, by its path in the file ("stappen.begin.situatie"); no trainer's notes."""

from collections.abc import Mapping

from bot.scenario.model import Axis, Crossroads, Decision, Point, Scenario

# Adults read 238 words a minute silently (Brysbaert 2019); on a phone, between other things, it is rather less.
WORDS_A_MINUTE = 200
AXES = {Axis.LAW: "wet", Axis.RETURN: "rendement", Axis.INVOLVEMENT: "betrokkenheid"}


def on_card(scenario: Scenario) -> dict[str, str]:
    """Return the texts before the first step: the title, what to be warned of, and the introduction."""
    return _written({"titel": scenario.title, "intro": scenario.intro, **_listed("let_op", scenario.warnings)})


def at_step(scenario: Scenario, name: str, visible: tuple[str, ...]) -> dict[str, str]:
    """Return the texts of a step before anything is chosen, with its boxes and the labels of these options.

    A box that is not known, because a file is checked without its folder, has no text.
    """
    step = scenario.steps[name]
    if isinstance(step, Crossroads):
        return {}
    here = f"stappen.{name}"
    texts = {
        f"{here}.titel": step.title,
        f"{here}.wanneer": step.moment,
        f"{here}.situatie": step.situation,
        **_spoken(here, step.voices),
    }
    for box in (box for box in step.boxes if box in scenario.boxes):
        texts[f"kaders.{box}.titel"] = scenario.boxes[box].title
        texts[f"kaders.{box}.tekst"] = scenario.boxes[box].text
    if isinstance(step, Decision):
        texts[f"{here}.acuut"] = step.urgent
        texts[f"{here}.deelvraag"] = step.sub_question
        texts[f"{here}.verdieping"] = step.deepening
        texts.update({f"{here}.keuzes.{option}.keuze": step.options[option].label for option in visible})
    else:
        texts[f"{here}.schrijf"] = step.prompt
    return _written(texts)


def after_choice(scenario: Scenario, name: str, taken: str) -> dict[str, str]:
    """Return the texts that follow on an option: its consequence, the voices in it, and the talking points."""
    step = scenario.steps[name]
    if not isinstance(step, Decision):
        return {}
    option = step.options[taken]
    here = f"stappen.{name}.keuzes.{taken}"
    texts = {f"{here}.gevolg": option.consequence, **_spoken(here, option.voices)}
    for axis, point in option.points.items():
        texts.update(_pointed(f"{here}.{AXES[axis]}", point))
    return _written(texts)


def at_ending(scenario: Scenario, name: str) -> dict[str, str]:
    """Return the texts of an ending, with the questions for the talk after it."""
    ending, here = scenario.endings[name], f"eindes.{name}"
    debrief = _listed(f"{here}.nabespreking", ending.debrief)
    return _written({f"{here}.titel": ending.title, f"{here}.tekst": ending.text, **debrief})


def words(texts: Mapping[str, str]) -> int:
    """Return the number of words in texts."""
    return sum(len(text.split()) for text in texts.values())


def _spoken(here: str, voices: Mapping[str, str]) -> dict[str, str]:
    return {f"{here}.aan_het_woord.{person}": said for person, said in voices.items()}


def _pointed(here: str, point: Point) -> dict[str, str]:
    return {f"{here}.opmerking": point.remark, f"{here}.winst": point.gain, f"{here}.verlies": point.loss}


def _listed(here: str, texts: tuple[str, ...]) -> dict[str, str]:
    return {f"{here}.{number}": text for number, text in enumerate(texts)}


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in texts.items() if text}
