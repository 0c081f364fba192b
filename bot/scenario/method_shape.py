"""The shape of a method's file (_werkvormen/): every field by its Dutch name, and the words that may stand in one."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, TypeAdapter, WithJsonSchema

from bot.scenario.fields import Format, Id, Number, Several, YesNo
from bot.scenario.method import Act, Part, Who
from bot.scenario.shape import Entry

_ROUND = re.compile(r"^ronde\s*:", re.MULTILINE)
_STEPS = re.compile(r"^stappen\s*:", re.MULTILINE)

PARTS: Mapping[str, Part] = {"begin": Part.BEGIN, "ronde": Part.ROUND, "slot": Part.END}
PEOPLE: Mapping[str, Who] = {"iedereen": Who.EVERYONE, "om_de_beurt": Who.IN_TURN, "gespreksleider": Who.LEADER}
ACTS: Mapping[str, Act] = {
    "openen": Act.OPEN,
    "terugkijken": Act.LOOK_BACK,
    "lezen": Act.READ,
    "vragen": Act.ASK,
    "kiezen": Act.CHOOSE,
    "tonen": Act.REVEAL,
    "praten": Act.TALK,
    "schrijven": Act.WRITE,
    "opnieuw": Act.CHOOSE_AGAIN,
    "besluit": Act.DECIDE,
    "gevolg": Act.CONSEQUENCE,
    "slotzin": Act.LAST_WORD,
    "onderbouwen": Act.ACCOUNT,
    "afspreken": Act.AGREE,
    "evalueren": Act.EVALUATE,
}
# What a group may do in each part. Nobody talks about a case before the round, where each chooses alone first.
MAY: Mapping[str, frozenset[str]] = {
    "begin": frozenset({"openen", "terugkijken", "lezen", "schrijven"}),
    "ronde": frozenset(
        {
            "lezen",
            "vragen",
            "kiezen",
            "tonen",
            "praten",
            "schrijven",
            "opnieuw",
            "besluit",
            "gevolg",
            "slotzin",
        }
    ),
    "slot": frozenset({"praten", "schrijven", "onderbouwen", "afspreken", "evalueren"}),
}

Doing = Annotated[str, WithJsonSchema({"enum": list(ACTS)})]  # rules/methods.py knows what goes where


class GroupEntry(Entry):
    """How many may take part."""

    least: Number = Field(alias="minstens", description="Met hoeveel mensen het nog kan, de gespreksleider meegeteld.")
    most: Number = Field(alias="hoogstens", description="Met hoeveel mensen het nog werkt.")


class RoleEntry(Entry):
    """A role, dealt at random each round."""

    title: str = Field(alias="titel", description="Hoe de rol heet.")
    task: str = Field(alias="opdracht", description="Wat alleen deze persoon leest, in privé.")
    least: Number = Field(
        "", alias="vanaf", description="Vanaf hoeveel deelnemers deze rol meedoet. Zonder dit veld altijd."
    )


class PhaseEntry(Entry):
    """One phase."""

    title: str = Field(alias="titel", description="Hoe deze fase heet. De groep ziet dit boven de instructie.")
    act: Doing = Field(alias="doe", description="Wat de groep doet, en wat de bot daarvoor klaarzet.")
    minutes: Number = Field(alias="minuten", description="Hoe lang dit duurt, in hele minuten.")
    instruction: str = Field(alias="instructie", description="Wat de groep leest. Kort, hooguit 700 tekens.")
    who: str = Field(
        "", alias="wie", description="Wie er aan de beurt is: iedereen, om_de_beurt, gespreksleider of een rol."
    )
    private: str = Field("", alias="prive", description="Wat wie aan de beurt is in privé leest, of moet beantwoorden.")
    extendable: YesNo = Field("", alias="verlengen", description="Zet hier ja als er tijd bij mag.")
    leader: str = Field("", alias="leider", description="Een tip die alleen de gespreksleider leest.")


Phases = dict[Id, PhaseEntry]


class MethodEntry(Entry):
    """A whole file of a method."""

    format: Format = Field(alias="formaat", description="De versie van deze schrijfwijze. Schrijf 1.")
    id: Id = Field(alias="id", description="De naam voor de computer, gelijk aan de naam van het bestand.")
    title: str = Field(alias="titel", description="De titel die de groep ziet.")
    minutes: Number = Field(alias="duur", description="Hoe lang alles samen duurt, in minuten.")
    group: GroupEntry = Field(alias="deelnemers", description="Met hoeveel mensen het kan: minstens en hoogstens.")
    decisions: Number = Field(
        "", alias="beslissingen", description="Hoeveel beslissingen van de casus je doet. Zonder dit veld één."
    )
    goal: str = Field(alias="doel", description="Wat deze werkvorm oplevert, in één of twee zinnen.")
    leader: str = Field("", alias="leider", description="Wat alleen de gespreksleider leest, voor het begin.")
    source: str = Field("", alias="bron", description="Waar de werkvorm vandaan komt.")
    unverified: str = Field("", alias="nakijken", description="Wat er nog nagekeken moet worden.")
    roles: dict[Id, RoleEntry] = Field(alias="rollen", description="De rollen. stem_van_de_klant is er altijd bij.")
    begin: Phases = Field(
        default_factory=dict, alias="begin", description="De fases aan het begin, elk met een eigen korte naam."
    )
    round: Phases = Field(alias="ronde", description="De fases bij elke beslissing van de casus.")
    end: Phases = Field(default_factory=dict, alias="slot", description="De fases aan het einde.")
    evaluation: Several[str] = Field(
        default_factory=list, alias="evaluatie", description="Hooguit drie vragen over het gesprek zelf."
    )


METHOD: TypeAdapter[MethodEntry] = TypeAdapter(MethodEntry)


def looks_like_method(text: str) -> bool:
    """Return whether a text says that it is a method, whatever its file is called: it has rounds and no steps."""
    return bool(_ROUND.search(text)) and not _STEPS.search(text)
