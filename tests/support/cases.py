"""Small cases written as values, for tests of the pure rooms."""

from bot.scenario.model import (
    Axis,
    Box,
    Branch,
    Chosen,
    Condition,
    Crossroads,
    Decision,
    Ending,
    Option,
    Point,
    Reflection,
    Scenario,
    Threshold,
    Writing,
)

DOOR = Scenario(
    id="deur",
    title="De deur",
    first="bel",
    client="samira",
    people={"samira": "Samira (34), moeder", "wonen": "De Haven"},
    meters={"vertrouwen": 4, "rust": 10},
    boxes={"dagen": Box(title="Drie dagen", text="Binnen drie dagen.", source="Wgs", checked="2026-11")},
    steps={
        "bel": Decision(
            title="De bel",
            moment="Maandag",
            situation="Er wordt *aangebeld* & je staat klaar.",
            voices={"samira": "Is daar iemand?"},
            boxes=("dagen",),
            sub_question="En nu?",
            power_check=True,
            options={
                "open": Option(
                    label="Doe de deur open en vraag wie er staat",
                    consequence="Het is Samira.",
                    voices={"samira": "Fijn."},
                    effects={"vertrouwen": 3, "rust": 2},
                    points={Axis.LAW: Point(gain="Het mag.", loss="Het moet niet.")},
                    benefits=("samira",),
                    harms=("wonen",),
                    to=(Branch(to="brief"),),
                ),
                "wacht": Option(
                    label="Wacht tot er nog een keer gebeld wordt",
                    consequence="Het blijft stil.",
                    effects={"rust": -4},
                    to=(Branch(to="brief"),),
                ),
            },
        ),
        "brief": Writing(title="De brief", prompt="Wat schrijf je haar?", to=(Branch(to="tafel"),)),
        "tafel": Decision(
            title="De tafel",
            deepening="Wie zat er niet aan tafel?",
            options={
                "thee": Option(label="Zet thee", to=(Branch(to="slot"),)),
                "post": Option(
                    label="Open de post",
                    when=Condition(meters={"vertrouwen": Threshold(at_least=5)}),
                    to=(Branch(to="slot"),),
                ),
                "weg": Option(
                    label="Ga weg", when=Condition(chosen=(Chosen("bel", "wacht"),)), to=(Branch(to="slot"),)
                ),
            },
        ),
        "slot": Crossroads(
            to=(
                Branch(
                    to="samen",
                    when=Condition(meters={"vertrouwen": Threshold(at_least=5), "rust": Threshold(at_most=10)}),
                ),
                Branch(to="alleen"),
            )
        ),
    },
    endings={
        "samen": Ending(title="Samen", text="Jullie zitten samen.", debrief=("Wat zag je niet?",)),
        "alleen": Ending(title="Alleen", text="Je zit alleen."),
    },
    remaining={"bel": 3, "brief": 2, "tafel": 1, "slot": 0},
)

LOOP = Scenario(
    id="rondje",
    title="Rondje",
    first="hier",
    meters={},
    steps={
        "hier": Decision(
            options={
                "nog": Option(label="Nog een keer", to=(Branch(to="hier"),)),
                "klaar": Option(label="Klaar", to=(Branch(to="einde"),)),
            }
        )
    },
    endings={"einde": Ending(title="Einde", text="Klaar.")},
    remaining={"hier": 1},
)

HOUSE = {
    "macht": Reflection("Macht", "Wat kun jij hier wat de klant niet kan?"),
    "ik": Reflection("Ik", "Wat wil je je team vragen?"),
}
