"""Cases with everything in them that an author may write, as values: odd characters, long words, every kind of step."""

from collections import Counter
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct

from bot.scenario.compile import remaining
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
    Scenario,
    Step,
    Threshold,
    Writing,
)

# What a drawing program, a typesetter, a page or a diagram might take for its own.
ODD = [
    "",
    "\\",
    "\\N",
    '"',
    "<b>",
    "&amp;",
    "]]>",
    "{",
    "}",
    "#",
    "$x$",
    "`",
    "*vet*",
    "_x_",
    "@a",
    "//",
    "/*",
    "€",
    "é",
]
ODD += [
    "\N{GRINNING FACE}",
    "\N{CJK UNIFIED IDEOGRAPH-6C34}",
    "\x00",
    "\x1b[31m",
    "\ud800",
    "\uffff",
    "\n",
    ";",
    "|",
    "%%",
]
LONG = "schuldhulpverleningstrajectbegeleider" * 3


class Written(Struct, frozen=True):
    """A case with the texts that were written into it, those for the trainer apart; each text is there once."""

    case: Scenario
    texts: list[str]
    notes: list[str]


class _Author:
    """Writes texts of which no two are the same."""

    def __init__(self, draw: st.DrawFn, odd: st.SearchStrategy[str]) -> None:
        self.draw, self.odd = draw, odd
        self.texts: list[str] = []
        self.notes: list[str] = []

    def text(self) -> str:
        said = f"Zin {len(self.texts)} {self.draw(self.odd)} einde."
        self.texts.append(said)
        return said

    def person(self) -> str:
        full = f"{self.text()}, klant"
        self.texts[-1] = full
        return full

    def note(self) -> str:
        said = f"Tip {len(self.notes)} {self.draw(self.odd)} einde."
        self.notes.append(said)
        return said

    def option(self, to: tuple[Branch, ...], when: Condition | None) -> Option:
        two = Point(gain=self.text(), loss=self.text())
        return Option(
            label=self.text(),
            to=to,
            consequence=self.text(),
            voices={"ik": self.text()},
            benefits=("ik",),
            harms=("niemand",),
            effects={"rust": 1, "tijd": -2},
            points={Axis.LAW: Point(remark=self.text()), Axis.RETURN: two},
            when=when,
            trainer=self.note(),
        )

    def scene(self) -> dict[str, Any]:
        return {
            "title": self.text(),
            "moment": self.text(),
            "situation": self.text(),
            "voices": {"ik": self.text()},
            "boxes": ("kader",),
            "trainer": self.note(),
        }


@st.composite
def written(draw: st.DrawFn, most: int = 4, odd: st.SearchStrategy[str] | None = None) -> Written:
    """Return a case of up to `most` steps that leads from each step to the next, or by a condition to an ending."""
    author = _Author(draw, odd or st.sampled_from([*ODD, LONG]))
    names = [f"s{number}" for number in range(draw(st.integers(1, most)))]
    condition = Condition(
        meters={"rust": Threshold(at_least=3, at_most=8)},
        chosen=(Chosen(names[0], "a"), Chosen(names[0], "nooit")),
    )
    steps: dict[str, Step] = {}
    for name, following in zip(names, [*names[1:], "klaar"], strict=True):
        plain = (Branch(to=following),)
        forked = (Branch(to="stil", when=condition), *plain)
        many = (Branch(to="stil", when=condition), Branch(to="klaar", when=condition), *plain)
        route = draw(st.sampled_from([plain, forked, many]))
        match draw(st.sampled_from(["decision", "decision", "writing", "crossroads"])):
            case "decision":
                options = {"a": author.option(plain, None), "b": author.option(route, condition)}
                options |= {f"o{n}": author.option(plain, None) for n in range(draw(st.sampled_from([0, 0, 1, 30])))}
                steps[name] = Decision(
                    **author.scene(),
                    urgent=author.text(),
                    sub_question=author.text(),
                    deepening=author.text(),
                    options=options,
                    power_check=True,
                )
            case "writing":
                steps[name] = Writing(**author.scene(), prompt=author.text(), to=route)
            case _:
                steps[name] = Crossroads(to=route)
    ends = {
        name: Ending(title=author.text(), text=author.text(), debrief=(author.text(),), trainer=author.note())
        for name in ("klaar", "stil")
    }
    box = Box(title=author.text(), text=author.text(), source=author.text(), checked="2026-11", recheck="2027-01",
              unverified=author.text())  # fmt: skip
    case = Scenario(
        id="geschreven",
        title=author.text(),
        first=names[0],
        steps=steps,
        endings=ends,
        remaining=remaining(steps),
        minutes=10,
        audience=(author.text(),),
        themes=(author.text(),),
        warnings=(author.text(),),
        sources=(author.text(),),
        client="ik",
        people={"ik": author.person()},
        meters={"rust": 4, "tijd": 6},
        reflection={Axis.LAW: author.text()},
        intro=author.text(),
        trainer=author.note(),
        boxes={"kader": box},
    )
    return Written(case, [*author.texts], author.notes)


def leaves(value: object, skipped: tuple[type, ...]) -> Counter[str]:
    """Return each text in a value, and how often it is there; what is of a skipped type is left out."""
    found: Counter[str] = Counter()
    waiting: list[object] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, skipped):
            continue
        if isinstance(one, str):
            found[one] += 1
        elif isinstance(one, Struct):
            waiting += [getattr(one, name) for name in one.__struct_fields__]
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one
    return found
