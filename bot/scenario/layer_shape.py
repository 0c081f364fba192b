"""The shape of a layer: the texts of a case in another language, under the names and at the places of the case."""

from typing import Any

from pydantic import Field, TypeAdapter

from bot.scenario.fields import Format, Id, Language, Number, Several
from bot.scenario.shape import (
    BoxEntry,
    EndingEntry,
    Entry,
    OptionEntry,
    Point,
    QuestionsEntry,
    ReflectionEntry,
    ScenarioEntry,
    StepEntry,
)


def _same(entry: type[Entry], name: str, **given: Any) -> Any:
    """Return a field that a layer may have, with the help that the case has for it."""
    help_text = next(field.description for field in entry.model_fields.values() if field.alias == name)
    return Field(alias=name, description=help_text, **(given or {"default": ""}))


def _named(entry: type[Entry], name: str) -> Any:
    return _same(entry, name, default_factory=dict)


def _many(entry: type[Entry], name: str) -> Any:
    return _same(entry, name, default_factory=list)


class Texts(Entry):
    """One level of a layer: of the fields of the case only the texts, and none of them has to be there."""


class OptionTexts(Texts):
    """The texts of an option."""

    label: str = _same(OptionEntry, "keuze")
    consequence: str = _same(OptionEntry, "gevolg")
    voices: dict[str, str] = _named(OptionEntry, "aan_het_woord")
    law: Point | None = _same(OptionEntry, "wet", default=None)
    gains: Point | None = _same(OptionEntry, "rendement", default=None)
    involvement: Point | None = _same(OptionEntry, "betrokkenheid", default=None)
    trainer: str = _same(OptionEntry, "trainer")


class StepTexts(Texts):
    """The texts of a step."""

    title: str = _same(StepEntry, "titel")
    moment: str = _same(StepEntry, "wanneer")
    situation: str = _same(StepEntry, "situatie")
    voices: dict[str, str] = _named(StepEntry, "aan_het_woord")
    urgent: str = _same(StepEntry, "acuut")
    sub_question: str = _same(StepEntry, "deelvraag")
    deepening: str = _same(StepEntry, "verdieping")
    prompt: str = _same(StepEntry, "schrijf")
    options: dict[str, OptionTexts] = _named(StepEntry, "keuzes")
    trainer: str = _same(StepEntry, "trainer")


class EndingTexts(Texts):
    """The texts of an ending."""

    title: str = _same(EndingEntry, "titel")
    text: str = _same(EndingEntry, "tekst")
    debrief: Several[str] = _many(EndingEntry, "nabespreking")
    trainer: str = _same(EndingEntry, "trainer")


class LayerEntry(Texts):
    """A whole layer."""

    format: Format = _same(ScenarioEntry, "formaat", default=...)
    of: Id = Field(alias="van", description="De casus waar deze laag bij hoort: wat daar achter id staat.")
    language: Language = Field(alias="taal", description="De taal van deze laag, zoals en.")
    version: Number = Field(alias="versie", description="De versie van de casus waar deze laag bij gemaakt is.")
    silenced: Several[str] = _many(ScenarioEntry, "negeer")
    title: str = _same(ScenarioEntry, "titel")
    themes: Several[str] = _many(ScenarioEntry, "themas")
    warnings: Several[str] = _many(ScenarioEntry, "let_op")
    people: dict[str, str] = _named(ScenarioEntry, "personen")
    meters: dict[str, str] = Field(
        default_factory=dict, alias="meters", description="Hoe elke meter heet in deze taal: vertrouwen: Trust."
    )
    reflection: QuestionsEntry | None = _same(ScenarioEntry, "reflectie", default=None)
    intro: str = _same(ScenarioEntry, "intro")
    trainer: str = _same(ScenarioEntry, "trainer")
    steps: dict[str, StepTexts] = _named(ScenarioEntry, "stappen")
    endings: dict[str, EndingTexts] = _named(ScenarioEntry, "eindes")


class BoxTexts(Texts):
    """The texts of a box, in _gedeeld/kaders.en.yaml; where the law stands, stays as it is."""

    title: str = _same(BoxEntry, "titel", default=...)
    text: str = _same(BoxEntry, "tekst", default=...)
    unverified: str = _same(BoxEntry, "nakijken")


class QuestionTexts(Texts):
    """The texts of a house question, in _gedeeld/reflectie.en.yaml."""

    title: str = _same(ReflectionEntry, "titel", default=...)
    question: str = _same(ReflectionEntry, "vraag", default=...)


BoxLayer = dict[str, BoxTexts]
QuestionLayer = dict[str, QuestionTexts]

LAYER: TypeAdapter[LayerEntry] = TypeAdapter(LayerEntry)
BOX_LAYER: TypeAdapter[dict[str, BoxTexts]] = TypeAdapter(BoxLayer)
QUESTION_LAYER: TypeAdapter[dict[str, QuestionTexts]] = TypeAdapter(QuestionLayer)
