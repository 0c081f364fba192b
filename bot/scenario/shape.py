"""The shape of the files: every field by its Dutch name, with the help that an author's editor shows.

There are no unions here: a union would put parts of its own in the path of a fault. What may be written short is made
long before it is validated; the three kinds of step are one shape, told apart in rules/shape.py.
"""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from bot.scenario.fields import (
    TEXT,
    Choice,
    Effect,
    Format,
    Id,
    Language,
    Limit,
    MeterId,
    MeterStart,
    Month,
    Number,
    Several,
    Short,
    Sort,
    YesNo,
)


class Entry(BaseModel):
    """One level of fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _routed(value: Any) -> Any:
    return [{"anders": value}] if isinstance(value, str) else value


def _remarked(value: Any) -> Any:
    return {"opmerking": value} if isinstance(value, str) else value


def _field(name: str, help_text: str) -> Any:
    return Field(alias=name, description=help_text)


def _text(name: str, help_text: str) -> Any:
    return Field("", alias=name, description=help_text)


def _maybe(name: str, help_text: str) -> Any:
    return Field(None, alias=name, description=help_text)


def _many(name: str, help_text: str) -> Any:
    return Field(default_factory=list, alias=name, description=help_text)


def _named(name: str, help_text: str) -> Any:
    return Field(default_factory=dict, alias=name, description=help_text)


class ConditionEntry(Entry):
    """When something holds: every line of it must hold. Any other name in it is a meter with its bound."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Limit]

    chosen: Several[Choice] = _many(
        "gekozen", "Een eerdere keuze, als stap.keuze. Bij een lijst moeten ze allemaal gekozen zijn."
    )


class BranchEntry(Entry):
    """One way on: `als` and `stap`, or `anders`."""

    when: ConditionEntry | None = _maybe("als", "De voorwaarde om hierheen te gaan.")
    step: str = _text("stap", "De stap of het einde waar deze voorwaarde heen leidt.")
    otherwise: str = _text("anders", "Waar het verhaal heen gaat als geen voorwaarde klopt. Altijd de laatste regel.")


Route = Annotated[list[BranchEntry], BeforeValidator(_routed), Short(TEXT)]


class PointEntry(Entry):
    """What can be said about an option on one axis."""

    remark: str = _text(
        "opmerking", "Eén zin voor het gesprek. Dit is hetzelfde als de zin direct achter de naam schrijven."
    )
    gain: str = _text("winst", "Wat deze keuze hier oplevert.")
    loss: str = _text("verlies", "Wat deze keuze hier kost.")


Point = Annotated[PointEntry, BeforeValidator(_remarked), Short(TEXT)]


class OptionEntry(Entry):
    """One of the ways on at a decision."""

    label: str = _field("keuze", "De tekst van de keuze. Begin met een werkwoord, hooguit 100 tekens.")
    consequence: str = _text("gevolg", "Wat er daarna gebeurt. De deelnemer leest dit pas na de keuze.")
    voices: dict[str, str] = _named("aan_het_woord", "Wie er dan iets zegt, en wat: persoon en zin.")
    benefits: Several[str] = _many("baat", "De personen die hier iets aan hebben.")
    harms: Several[str] = _many("nadeel", "De personen die hier last van hebben.")
    effects: dict[str, Effect] = _named("effect", "Wat er met de meters gebeurt, met + of - ervoor.")
    when: ConditionEntry | None = _maybe("als", "Wanneer deze keuze te zien is. Zonder voorwaarde altijd.")
    law: Point | None = _maybe("wet", "Wat er volgens de wet voor en tegen te zeggen is.")
    gains: Point | None = _maybe("rendement", "Wat het oplevert en wat het kost.")
    involvement: Point | None = _maybe("betrokkenheid", "Wie er meebeslist, en wie niet.")
    to: Route = _field("naar", "De stap of het einde waar deze keuze heen leidt. Of een lijst met voorwaarden.")
    trainer: str = _text("trainer", "Alleen voor de trainer. Deelnemers zien dit nooit.")
    formerly: Several[Id] = _many("voorheen", "De oude naam, alleen als je de keuze een andere naam geeft.")


class StepEntry(Entry):
    """One step: a decision (`keuzes`), a writing step (`schrijf`) or a silent crossroads (only `naar`)."""

    title: str = _text("titel", "De titel van de stap.")
    moment: str = _text("wanneer", "Waar of wanneer het speelt, zoals: maandag, week 1.")
    situation: str = _text("situatie", "Wat er aan de hand is.")
    voices: dict[str, str] = _named("aan_het_woord", "Wie er iets zegt, en wat: persoon en zin.")
    boxes: Several[str] = _many("kaders", "Kaders met wet of feiten, uit _gedeeld/kaders.yaml.")
    urgent: str = _text("acuut", "Wat je nu meteen doet bij acuut gevaar. Dit is nooit een keuze.")
    sub_question: str = _text("deelvraag", "Een korte, open vraag die de vaste vraag scherper maakt.")
    deepening: str = _text("verdieping", "Je eigen verdiepende vraag bij deze stap.")
    power_check: YesNo = _text("machtscheck", "Zet hier ja voor drie korte vragen over macht.")
    media: str = _text("media", "Een plaatje uit de map media, zoals ongeopende_post/tas.jpg.")
    trainer: str = _text("trainer", "Alleen voor de trainer. Deelnemers zien dit nooit.")
    options: dict[Id, OptionEntry] = _named("keuzes", "De keuzes van deze stap, elk met een eigen korte naam.")
    prompt: str = _text("schrijf", "Een open vraag. De deelnemer antwoordt in eigen woorden.")
    to: Route = _many("naar", "Waar het verhaal heen gaat bij een schrijfstap of een kruispunt.")
    formerly: Several[Id] = _many("voorheen", "De oude naam, alleen als je de stap een andere naam geeft.")


class EndingEntry(Entry):
    """How a walk may end."""

    title: str = _field("titel", "De titel van het einde.")
    text: str = _field("tekst", "Hoe het afloopt.")
    debrief: Several[str] = _many("nabespreking", "Vragen voor het gesprek erna, elk op een eigen regel.")
    trainer: str = _text("trainer", "Alleen voor de trainer. Deelnemers zien dit nooit.")


class QuestionsEntry(Entry):
    """The question on each axis, asked after every choice."""

    law: str = _text("wet", "De vraag over de wet.")
    gains: str = _text("rendement", "De vraag over wat het oplevert.")
    involvement: str = _text("betrokkenheid", "De vraag over wie er meebeslist.")


class ProofEntry(Entry):
    """A small test of the author's own: a row of choices and where it must end."""

    route: str = _field(
        "route",
        "De keuzes op volgorde, met spaties of komma's ertussen: a a b. Een hoofdletter is de letter op de kaart. "
        "Schrijfstappen sla je over.",
    )
    ending: str = _field("einde", "Het einde waar deze keuzes op uit moeten komen.")


class ScenarioEntry(Entry):
    """A whole scenario file."""

    format: Format = _field("formaat", "De versie van deze schrijfwijze. Schrijf 1.")
    id: Id = _field("id", "De naam voor de computer, gelijk aan de naam van het bestand.")
    title: str = _field("titel", "De titel die deelnemers zien.")
    version: Number = _text("versie", "Het nummer van jouw versie, voor mensen.")
    language: Language = _text("taal", "De taal, zoals nl.")
    sort: Sort = _text("soort", "casus of protocol. Zonder dit veld is het een casus.")
    minutes: Number = _text("duur", "Hoe lang het duurt, in minuten.")
    audience: Several[str] = _many("doelgroep", "Voor wie het bedoeld is.")
    themes: Several[str] = _many("themas", "Waar het over gaat.")
    warnings: Several[str] = _many("let_op", "Zware onderwerpen. De deelnemer leest ze vóór het begin.")
    sources: Several[str] = _many("bronnen", "Waar de inhoud vandaan komt.")
    client: str = _text("klant", "De persoon om wie het gaat.")
    people: dict[Id, str] = _named("personen", "Wie er meespelen: een korte naam en wie het is.")
    meters: dict[MeterId, MeterStart] = _named("meters", "Wat er kan stijgen en dalen, met de beginstand van 0 tot 10.")
    reflection: QuestionsEntry | None = _maybe(
        "reflectie", "Je eigen vragen na elke keuze. Zonder dit veld de standaardvragen."
    )
    intro: str = _text("intro", "De inleiding.")
    trainer: str = _text("trainer", "Alleen voor de trainer. Deelnemers zien dit nooit.")
    silenced: Several[str] = _many("negeer", "Codes van waarschuwingen die je niet wilt zien.")
    formerly: Several[Id] = _many("voorheen", "De oude naam, alleen als je het scenario een andere naam geeft.")
    proofs: list[ProofEntry] = _many("proeven", "Kleine proeven: een rij keuzes en het einde dat erbij hoort.")
    steps: dict[Id, StepEntry] = _field("stappen", "De stappen. Het verhaal begint bij de eerste.")
    endings: dict[Id, EndingEntry] = _field("eindes", "De eindes.")


class BoxEntry(Entry):
    """A law or a fact, in _gedeeld/kaders.yaml."""

    title: str = _field("titel", "De titel van het kader.")
    text: str = _field("tekst", "De tekst, hooguit 350 tekens.")
    source: str = _text("bron", "Waar het staat, zoals: Wgs, artikel 4.")
    checked: Month = _text("gecontroleerd", "De maand waarin iemand dit heeft nagekeken, zoals 2026-11.")
    recheck: Month = _text("controleren_voor", "De maand waarin dit opnieuw moet, als er een wijziging aankomt.")
    unverified: str = _text("nakijken", "Wat er nog nagekeken moet worden.")


class ReflectionEntry(Entry):
    """A house question, in _gedeeld/reflectie.yaml."""

    title: str = _field("titel", "De titel van de vraag.")
    question: str = _field("vraag", "De vraag.")


Boxes = dict[Id, BoxEntry]
Reflections = dict[Id, ReflectionEntry]

SCENARIO: TypeAdapter[ScenarioEntry] = TypeAdapter(ScenarioEntry)
BOXES: TypeAdapter[dict[str, BoxEntry]] = TypeAdapter(Boxes)
REFLECTIONS: TypeAdapter[dict[str, ReflectionEntry]] = TypeAdapter(Reflections)


def fields_of(entry: type[Entry]) -> dict[str, Any]:
    """Return the fields of a level by the name an author writes, each with its type."""
    return {field.alias or name: field.annotation for name, field in entry.model_fields.items()}


def names_at(kind: Any, path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the names an author may write at a path, from the type of the whole file; none where names are free."""
    for part in path:
        kind = _bare(kind)
        if isinstance(kind, type) and issubclass(kind, Entry):
            kind = fields_of(kind).get(str(part))
        else:
            kind = get_args(kind)[-1] if get_args(kind) else None
    kind = _bare(kind)
    return tuple(fields_of(kind)) if isinstance(kind, type) and issubclass(kind, Entry) else ()


def _bare(kind: Any) -> Any:
    while get_origin(kind) in {Annotated, Union, UnionType}:
        kind = get_args(kind)[0]
    return kind
