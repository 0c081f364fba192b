"""Everything a participant may see is measured as it is rendered, and never what is for the trainer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.conversation import measure
from bot.conversation.measure import rendered, screens
from bot.conversation.messages import Message
from bot.scenario.library import read_shelf
from bot.scenario.model import (
    Axis,
    Box,
    Branch,
    Crossroads,
    Decision,
    Ending,
    Kind,
    Option,
    Point,
    Scenario,
    Step,
    Writing,
)
from bot.texts.catalog import LANGUAGES
from bot.texts.length import units
from tests.support.cases import DOOR, HOUSE, LOOP
from tests.support.memory import Chat, FixedCatalogue

ROOT = Path(__file__).parents[2]
CASES = [
    DOOR,
    LOOP,
    *(kept.scenario for kept in read_shelf(ROOT / "scenarios").scenarios.values()),
    *(kept.scenario for kept in read_shelf(ROOT / "tests" / "cases").scenarios.values()),
]
WORDS = st.text(alphabet="ab *_é€👩&<\n", max_size=60).map(lambda text: text * 20)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_all_of_a_case_is_rendered_in_both_languages(case: Scenario) -> None:
    for language in LANGUAGES:
        shown = dict(rendered(case, language))
        decisions = {name: step for name, step in case.steps.items() if isinstance(step, Decision)}
        assert shown.keys() == {
            (),
            *(("stappen", name) for name, step in case.steps.items() if not isinstance(step, Crossroads)),
            *(("stappen", name, "keuzes", option) for name, step in decisions.items() for option in step.options),
            *(("stappen", name, "verdieping") for name, step in decisions.items() if step.deepening),
            *(("eindes", name) for name in case.endings),
            *([("reflectie",)] if case.reflection and decisions else []),
        }
        for name, step in decisions.items():
            labels = [option.label for option in step.options.values()]
            messages = shown["stappen", name]
            assert all(label in everything(messages) for label in labels), "every option, whatever its condition"


def test_what_is_measured_is_what_a_participant_sees() -> None:
    chat = Chat(FixedCatalogue((DOOR,), HOUSE))
    chat.commands("start")
    chat.presses("Begrepen")
    chat.presses("Begin met een casus")
    (card,) = chat.presses("De deur")
    (step,) = chat.presses("Begin kort")
    chat.presses("A")
    chat.presses("Even zwaar")
    after = next(message for message in reversed(chat.screen) if message.slot.endswith(".after"))
    shown = dict(rendered(DOOR, "nl"))
    assert shown[()][0].html == card.html
    assert shown["stappen", "bel"][0].html == step.html.replace(
        "november 2026", "november 2026\n<i>De wet kan veranderd zijn. Vraag dit na in je gemeente.</i>"
    ), "but for the boxes, which are old here"
    consequence = shown["stappen", "bel", "keuzes", "open"][0].html
    assert consequence.partition("\n\nVertrouwen")[0] == after.html.partition("\n\nVertrouwen")[0]
    assert "Rust" in consequence, "every effect is counted, also on a meter that is full in this walk"


def test_the_length_is_that_of_the_longest_language_and_what_is_folded_away_is_told() -> None:
    box = replace(DOOR.boxes["dagen"], text="Het gesprek is binnen drie dagen. " * 60)
    folded = replace(DOOR, boxes={"dagen": box})
    screen = next(found for found in screens(folded) if found.path == ("stappen", "bel"))
    lengths = [units(dict(rendered(folded, language))["stappen", "bel"][0].html) for language in LANGUAGES]
    assert screen.units == (max(lengths),)
    assert len(box.text) < screen.folded < screen.units[0] - len("Er wordt aangebeld & je staat klaar.")


def test_a_long_step_is_two_messages_and_a_box_that_is_not_known_is_left_out() -> None:
    bell = DOOR.steps["bel"]
    assert isinstance(bell, Decision)
    long = replace(DOOR, boxes={}, steps={**DOOR.steps, "bel": replace(bell, situation="Het regent. " * 180)})
    screen = next(found for found in screens(long) if found.path == ("stappen", "bel"))
    assert len(screen.units) == 2
    assert screen.folded == 0


def test_the_protocol_has_a_card_of_its_own_and_a_case_without_choices_no_weighing() -> None:
    steps = {name: step for name, step in DOOR.steps.items() if isinstance(step, Writing)}
    case = replace(DOOR, kind=Kind.PROTOCOL, first="brief", steps=steps, reflection={Axis.LAW: "Mag dit?"})
    shown = dict(rendered(case, "nl"))
    assert ("reflectie",) not in shown
    assert [button.label for row in shown[()][0].rows for button in row] == ["Begin", "Menu"]


@given(trainer=st.text(alphabet="qxyz", min_size=6, max_size=30))
@settings(max_examples=25)
@pytest.mark.parametrize("case", [DOOR, CASES[3]], ids=lambda case: case.id)
def test_what_is_for_the_trainer_is_never_on_a_screen(case: Scenario, trainer: str) -> None:
    noted = replace(
        case,
        trainer=trainer,
        steps={name: noted_step(step, trainer) for name, step in case.steps.items()},
        endings={name: replace(ending, trainer=trainer) for name, ending in case.endings.items()},
    )
    for language in LANGUAGES:
        assert not [path for path, messages in rendered(noted, language) if trainer in everything(messages)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_no_note_for_the_trainer_in_a_case_of_ours_is_on_a_screen(case: Scenario) -> None:
    shown = "\n".join(everything(messages) for _, messages in rendered(case, "nl"))
    for note in filter(None, notes(case)):
        assert note.split("\n")[0] not in shown


@given(texts=st.lists(WORDS, min_size=9, max_size=9), name=WORDS, times=st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_what_is_not_rendered_could_not_have_come_near_a_limit(texts: list[str], name: str, times: int) -> None:
    remark, gain, loss, consequence, voice, text, debrief, deepening, law = (text or "x" for text in texts)
    option = Option(
        label="Doen",
        to=DOOR.steps["brief"].to if isinstance(DOOR.steps["brief"], Writing) else (),
        consequence=consequence,
        voices={"samira": voice},
        benefits=("samira",) * times,
        harms=("wonen",) * times,
        effects={"vertrouwen": 1, "rust": -1},
        points={axis: Point(remark=remark, gain=gain, loss=loss) for axis in Axis},
    )
    box = Box(title=gain, text=loss, source=remark, checked="2025-09", recheck="2025-10", unverified=law)
    bell = Decision(
        options={"doen": option, **{f"o{number}": replace(option, label=debrief) for number in range(times)}},
        title=consequence,
        moment=voice,
        situation=text,
        voices={"samira": law, "wonen": gain},
        boxes=("dagen", "wet")[:times],
        urgent=remark,
        sub_question=loss,
        deepening=deepening,
    )
    writing = Writing(prompt=text, situation=voice, voices={"wonen": loss}, boxes=("wet",), to=(Branch(to="samen"),))
    case = replace(
        DOOR,
        people={"samira": name, "wonen": name},
        reflection={Axis.LAW: law},
        steps={"bel": bell, "schrijf": writing},
        remaining={"bel": 2, "schrijf": 1},
        boxes={"dagen": box, "wet": box},
        endings={"samen": Ending(title=name, text=text, debrief=(debrief,) * times)},
    )
    for sight in measure._sights(measure._opened(case)):
        for language in LANGUAGES:
            assert sum(units(message.html) for message in sight.show(measure._talk(language))) <= sight.most


def test_the_dots_of_a_long_way_are_counted() -> None:
    names = [f"s{number}" for number in range(3_000)]
    steps: dict[str, Step] = {
        name: Writing(prompt="Wat nu?", to=(Branch(to=after),))
        for name, after in zip(names, [*names[1:], "samen"], strict=True)
    }
    long = replace(DOOR, first="s0", steps=steps, remaining={name: 3_000 - at for at, name in enumerate(names)})
    first = next(sight for sight in measure._sights(long) if sight.path == ("stappen", "s0"))
    (message,) = first.show(measure._talk("nl"))
    assert 3_000 < units(message.html) <= first.most


def test_what_is_long_enough_to_matter_is_measured() -> None:
    long = replace(DOOR, endings={"samen": Ending(title="Samen", text="a" * 4_090), "alleen": DOOR.endings["alleen"]})
    measured = {screen.path: screen.units for screen in screens(long)}
    assert measured["eindes", "samen"] == (
        max(units(f"Einde: Samen\n\n{'a' * 4_090}"), units("Ending: Samen\n\n") + 4_090),
    )
    assert ("eindes", "alleen") not in measured
    assert ("stappen", "bel") not in measured


def noted_step(step: Decision | Writing | Crossroads, trainer: str) -> Decision | Writing | Crossroads:
    if isinstance(step, Crossroads):
        return step
    if isinstance(step, Writing):
        return replace(step, trainer=trainer)
    options = {name: replace(option, trainer=trainer) for name, option in step.options.items()}
    return replace(step, trainer=trainer, options=options)


def notes(case: Scenario) -> Iterator[str]:
    yield case.trainer
    yield from (ending.trainer for ending in case.endings.values())
    for step in case.steps.values():
        if not isinstance(step, Crossroads):
            yield step.trainer
        if isinstance(step, Decision):
            yield from (option.trainer for option in step.options.values())


def everything(messages: tuple[Message, ...]) -> str:
    buttons = [button.label for message in messages for row in message.rows for button in row]
    return "\n".join([*(message.html for message in messages), *buttons])
