"""What is asked after a choice: own words, why, what weighed most, one deepening question, the power check."""

from typing import assert_never

from bot.conversation.actions import Action
from bot.conversation.messages import Button, Message, Rows
from bot.conversation.views.frame import Frame
from bot.conversation.views.step import choice_rows, name_of, option_list, question
from bot.scenario.layers import question_in
from bot.scenario.model import Axis, Decision
from bot.session.events import POWER_VALUES
from bot.session.model import Answer, Ask, Tempo, Weight
from bot.texts.catalog import Html
from bot.texts.prose import join, prose

_GROUP = {
    Ask.FIRST: "weigh",
    Ask.SECOND: "weigh",
    Ask.POWER_KNOWS: "power",
    Ask.POWER_REFUSE: "power",
    Ask.POWER_CALLS: "power",
}


def asked(frame: Frame, ask: Ask, *, fresh: bool) -> Message:
    """Return the screen of one question; questions of one group take each other's place."""
    html, rows = _screen(frame, _mine(frame), ask)
    return frame.message(screen_of(ask), html, rows, fresh=fresh)


def reopened(frame: Frame) -> Message:
    """Return the choice once more, in short: the fixed question and the options."""
    step = frame.scenario.steps[frame.session.run.place]
    if not isinstance(step, Decision):
        raise TypeError("only a decision can be chosen again")
    other = (frame.button(frame.talk.label("solo.other"), Action.OTHER),)
    html = join([frame.talk.say("solo.again"), *question(frame, step)])
    return frame.message("again", html, (*choice_rows(frame), other), fresh=True)


def settled(frame: Frame, ask: Ask, *, skipped: bool) -> Message | None:
    """Return the question as it stays behind once answered, without buttons; None for what is shown elsewhere."""
    if ask in (Ask.CHOICE, Ask.TEXT, Ask.DONE):
        return None
    mine = _mine(frame)
    if ask in (Ask.FIRST, Ask.SECOND):
        html = _weighed(frame, mine)
    elif ask in POWER_VALUES:
        html = join([frame.talk.say("solo.power_done"), power_lines(frame, mine)])
    else:
        html = join([_screen(frame, mine, ask)[0], frame.talk.say("solo.skipped") if skipped else ""])
    return frame.message(screen_of(ask), html)


def screen_of(ask: Ask) -> str:
    """Return the name of the screen a question is shown on."""
    return _GROUP.get(ask, ask.value)


def _mine(frame: Frame) -> Answer:
    if frame.mine is None:
        raise TypeError("nothing is asked of someone without an answer")
    return frame.mine


def _screen(frame: Frame, mine: Answer, ask: Ask) -> tuple[Html, Rows]:  # noqa: C901 (one case a question)
    talk = frame.talk
    match ask:
        case Ask.OWN:
            return talk.say("solo.ask_own"), ((_change(frame),),)
        case Ask.FOLLOW:
            html = join(
                [talk.say("solo.ask_follow", own=mine.words.own), talk.say("solo.question"), option_list(frame)]
            )
            return html, (*choice_rows(frame, Action.FOLLOW), (_change(frame),))
        case Ask.REASON:
            html = join([_chosen(frame, mine), talk.say("solo.ask_reason")])
            return html, ((_change(frame), _skip(frame, ask)),)
        case Ask.FIRST:
            head = _chosen(frame, mine) if frame.session.tempo is Tempo.SHORT else Html("")
            return join([head, talk.say("solo.ask_first"), _grounds(frame)]), _first_rows(frame)
        case Ask.SECOND:
            return talk.say("solo.ask_second", first=_weight(frame, mine.first)), _second_rows(frame, mine)
        case Ask.DEEPENING:
            title, asked_ = deepening(frame, mine)
            return talk.say("solo.ask_deepening", title=title, question=asked_), ((_skip(frame, ask),),)
        case Ask.POWER_KNOWS | Ask.POWER_REFUSE | Ask.POWER_CALLS:
            return _power(frame, mine, ask)
        case Ask.CHOICE | Ask.TEXT | Ask.DONE:
            raise TypeError(f"{ask} has no screen of its own")
        case _:
            assert_never(ask)


def _chosen(frame: Frame, mine: Answer) -> Html:
    name = prose(name_of(frame, mine.option))
    if mine.words.own:
        return frame.talk.say("solo.you_chose_own", own=mine.words.own, name=name)
    label = prose(frame.option(mine.option).label)
    return frame.talk.say(
        "solo.you_chose", label=label if label == name else frame.talk.say("solo.option", letter=name, label=label)
    )


def _grounds(frame: Frame) -> Html:
    lines = []
    for axis in Axis:
        words = frame.scenario.reflection.get(axis) or frame.talk.label(f"solo.ground_{axis}")
        lines.append(frame.talk.say("solo.ground", name=frame.talk.say(f"solo.axis_{axis}"), words=prose(words)))
    return Html("\n".join(lines))


def _first_rows(frame: Frame) -> Rows:
    def button(weight: Weight) -> Button:
        return frame.button(frame.talk.label(f"solo.axis_{weight}"), Action.FIRST, weight)

    return (
        (button(Weight.LAW), button(Weight.RETURN)),
        (button(Weight.INVOLVEMENT), button(Weight.EQUAL)),
        (_change(frame),),
    )


def _second_rows(frame: Frame, mine: Answer) -> Rows:
    rest = [weight for weight in (Weight.LAW, Weight.RETURN, Weight.INVOLVEMENT) if weight is not mine.first]
    return (tuple(frame.button(frame.talk.label(f"solo.axis_{w}"), Action.SECOND, w) for w in rest),)


def _weight(frame: Frame, weight: Weight | None) -> Html:
    return frame.talk.say(f"solo.name_{weight or Weight.EQUAL}")


def _weighed(frame: Frame, mine: Answer) -> Html:
    chosen = _chosen(frame, mine) if frame.session.tempo is Tempo.SHORT else Html("")
    return join([chosen, weighed_line(frame, mine)])


def weighed_line(frame: Frame, mine: Answer) -> Html:
    """Return what weighed most and second, in one line; nothing where it was not asked."""
    if mine.first is None:
        return Html("")
    if mine.first is Weight.EQUAL:
        return frame.talk.say("solo.weighed_equal")
    return frame.talk.say(
        "solo.weighed", first=_weight(frame, mine.first), second=_weight(frame, mine.second) if mine.second else "…"
    )


def deepening(frame: Frame, mine: Answer) -> tuple[Html, Html]:
    """Return the title and the words of the deepening question of this answer's step."""
    step = frame.scenario.steps[mine.step]
    if isinstance(step, Decision) and step.deepening:
        return frame.talk.say("solo.deepening"), prose(step.deepening)
    found = frame.talk.desk.catalogue.reflections().get(mine.question)
    if found is None:
        return frame.talk.say("solo.deepening"), frame.talk.say("solo.deepening_gone")
    house = question_in(found, frame.talk.language)
    return prose(house.title), prose(house.question)


def _power(frame: Frame, mine: Answer, ask: Ask) -> tuple[Html, Rows]:
    talk = frame.talk
    number = list(POWER_VALUES).index(ask) + 1
    html = join(
        [
            talk.say("solo.power_title", n_of=number, total=len(POWER_VALUES)),
            power_lines(frame, mine),
            talk.say(f"solo.ask_{ask}", client=frame.client()),
        ]
    )
    values = POWER_VALUES[ask]
    buttons = tuple(frame.button(talk.label(f"solo.power_{value}"), Action.POWER, f"{ask}.{value}") for value in values)
    return html, ((buttons[:2]), (*buttons[2:], _skip(frame, ask)))


def power_lines(frame: Frame, mine: Answer) -> Html:
    """Return the answers of the power check that were given, a line each."""
    lines = (
        frame.talk.say(f"solo.power_line_{ask}", answer=frame.talk.say(f"solo.power_{value}"), client=frame.client())
        for ask, value in mine.power.items()
    )
    return Html("\n".join(lines))


def _change(frame: Frame) -> Button:
    return frame.button(frame.talk.label("solo.change"), Action.CHANGE)


def _skip(frame: Frame, ask: Ask) -> Button:
    return frame.button(frame.talk.label("solo.skip"), Action.SKIP, ask)
