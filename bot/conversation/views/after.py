"""What a choice leads to: the consequence with what can be said about it, and at last the ending."""

from bot.conversation.actions import Action
from bot.conversation.messages import Message
from bot.conversation.views.frame import Frame
from bot.conversation.views.trial import end_rows, trial_note
from bot.engine.events import Moved
from bot.scenario.layers import shown_meter
from bot.scenario.model import Axis, Kind, Option, Point
from bot.session.events import Consequence
from bot.texts.catalog import Html
from bot.texts.prose import join, prose

BAR = 10


def consequence(frame: Frame, event: Consequence, *, buttons: bool = True) -> Message:
    """Return what happens in the story; the talking points are folded away under it."""
    option = frame.option(event.option)
    html = join(
        [
            frame.talk.say("solo.consequence"),
            prose(option.consequence),
            frame.voices(option.voices),
            Html("\n".join(_meter(frame, moved) for moved in event.moves)),
            talking_points(frame, option),
        ]
    )
    onward = frame.button(frame.talk.label("solo.onward"), Action.NEXT, onward=True)
    change = frame.button(frame.talk.label("solo.change"), Action.CHANGE)
    return frame.message("after", html, ((onward,), (change,)) if buttons else (), fresh=buttons)


def _meter(frame: Frame, moved: Moved) -> Html:
    bar = "▰" * moved.after + "▱" * (BAR - moved.after)
    name = shown_meter(frame.scenario, moved.meter)
    return frame.talk.say("solo.meter", name=name, bar=bar, before=moved.before, after=moved.after)


def talking_points(frame: Frame, option: Option) -> Html:
    """Return what can be said for and against on the three axes, and who gains and loses, as one folded quote."""
    talk = frame.talk
    parts = [_point(frame, axis, option.points[axis]) for axis in Axis if axis in option.points]
    gains = ", ".join(frame.who(person) for person in option.benefits)
    harms = ", ".join(frame.who(person) for person in option.harms)
    parts.append(
        join(
            [
                talk.say("solo.benefits", people=gains) if gains else "",
                talk.say("solo.harms", people=harms) if harms else "",
            ],
            "\n",
        )
    )
    points = join(parts)
    return talk.say("solo.points", points=points) if points else Html("")


def _point(frame: Frame, axis: Axis, point: Point) -> Html:
    talk = frame.talk
    return join(
        [
            talk.say("solo.point_title", name=talk.say(f"solo.axis_{axis}")),
            prose(point.remark),
            talk.say("solo.gain", words=prose(point.gain)) if point.gain else "",
            talk.say("solo.loss", words=prose(point.loss)) if point.loss else "",
        ],
        "\n",
    )


def ended(frame: Frame, place: str) -> Message:
    """Return the ending with its debrief questions and the ways on from it."""
    talk = frame.talk
    ending = frame.scenario.endings.get(place)
    if ending is None:
        return frame.message("end", talk.say("solo.too_long"), fresh=True)
    debrief = Html("\n".join(talk.say("solo.debrief_line", words=prose(line)) for line in ending.debrief))
    html = join(
        [
            talk.say("solo.ending", title=ending.title),
            prose(ending.text),
            join([talk.say("solo.debrief"), debrief], "\n") if ending.debrief else "",
        ]
    )
    if frame.session.trial:
        return frame.message("end", join([html, trial_note(frame, place=place)]), end_rows(frame), fresh=True)
    case = frame.scenario.kind is Kind.CASE
    road = frame.button(talk.label("solo.road" if case else "solo.read_back"), Action.ROAD, onward=True)
    other = frame.button(talk.label("solo.untaken"), Action.BRANCH)
    menu = frame.button(talk.label("menu.to_menu"), Action.MENU)
    return frame.message("end", html, ((road,), (other,), (menu,)) if case else ((road,), (menu,)), fresh=True)
