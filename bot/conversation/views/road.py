"""One's own road through a case: the choices, their grounds, and the sentence that justifies each."""

from bot.conversation.actions import Action
from bot.conversation.menus import button
from bot.conversation.messages import Button, Message, Rows
from bot.conversation.views.asking import deepening, power_lines, weighed_line
from bot.conversation.views.frame import Frame
from bot.scenario.model import Axis, Decision, Kind, Option, Writing
from bot.session.model import Answer, Ask, Phase, shares
from bot.texts.catalog import Html
from bot.texts.dates import day
from bot.texts.prose import join, prose

BAR = 10


def overview(frame: Frame, answers: tuple[Answer, ...]) -> Message:
    """Return the whole road on one screen, with a button for each step of it."""
    talk, session = frame.talk, frame.session
    done = [answer for answer in answers if answer.ask is Ask.DONE]
    html = join(
        [
            talk.say("road.title", title=frame.scenario.title, day=day(talk.words, talk.language, session.begun)),
            Html("\n".join(_line(frame, answer, number) for number, answer in enumerate(done, 1)))
            or talk.say("road.empty"),
            _weighing(frame, done),
            _ending(frame),
        ]
    )
    return talk.message(html, _overview_rows(frame, done), slot=road_slot(frame))


def page(frame: Frame, answers: tuple[Answer, ...], turn: int) -> Message:
    """Return one step of the road: what was chosen or written there and why."""
    done = [answer for answer in answers if answer.ask is Ask.DONE]
    mine = next((answer for answer in done if answer.turn == turn), None)
    if mine is None:
        return overview(frame, answers)
    step = frame.scenario.steps[mine.step]
    number = done.index(mine) + 1
    title = frame.talk.say("road.step", number=number, total=len(done), title=getattr(step, "title", ""))
    body = _decided(frame, mine) if isinstance(step, Decision) else _written(frame, mine, step)
    return frame.talk.message(join([title, *body]), _page_rows(frame, done, mine), slot=road_slot(frame))


def road_slot(frame: Frame) -> str:
    """Return the slot of the road, which is turned page by page in place."""
    return f"{frame.session.key}.road"


def sentence(frame: Frame, mine: Answer) -> str:
    """Return the onderbouwingszin of a choice: the person's own, or one put together from what they gave."""
    if mine.words.sentence:
        return mine.words.sentence
    talk, option = frame.talk, frame.option(mine.option, mine.step)
    opening = talk.label("road.sentence_open", client=frame.client(), choice=_choice(mine, option))
    parts = [opening, _closed(mine.words.reason), *([] if mine.words.own else _grounds(frame, mine, option))]
    return " ".join(part for part in parts if part)


def _grounds(frame: Frame, mine: Answer, option: Option) -> list[str]:
    """Return what the author says for the two grounds that weighed most and against the third; all three when alike.

    None of it for an own option: those are arguments for another one.
    """
    if mine.first is None or mine.second is None:
        return [_ground(frame, axis, option) for axis in Axis]
    weights = shares(mine.first, mine.second)
    order = sorted(Axis, key=lambda axis: -weights[axis])
    return [*(_ground(frame, axis, option) for axis in order[:2]), _cost(frame, order[2], option)]


def _choice(mine: Answer, option: Option) -> str:
    """Return the choice as it stands within a sentence."""
    words = (mine.words.own or option.label).strip().rstrip(".")
    return words[:1].lower() + words[1:]


def _ground(frame: Frame, axis: Axis, option: Option) -> str:
    point = option.points.get(axis)
    words = (point.gain or point.remark) if point else ""
    return frame.talk.label(f"road.sentence_{axis}", words=_closed(words)) if words else ""


def _cost(frame: Frame, axis: Axis, option: Option) -> str:
    point = option.points.get(axis)
    return frame.talk.label("road.sentence_cost", words=_closed(point.loss)) if point and point.loss else ""


def _closed(words: str) -> str:
    """Return words with a full stop, where they have no end of their own."""
    words = " ".join(words.split())
    return words if not words or words[-1] in ".?!…" else f"{words}."


def _line(frame: Frame, mine: Answer, number: int) -> Html:
    step = frame.scenario.steps[mine.step]
    if isinstance(step, Decision):
        chosen = prose(mine.words.own or frame.option(mine.option, mine.step).label)
        return frame.talk.say("road.line", number=number, words=chosen, weighed=_in_short(frame, mine))
    words = mine.words.text or frame.talk.label("solo.skipped_plain")
    return frame.talk.say("road.line_written", number=number, title=getattr(step, "title", ""), words=words)


def _in_short(frame: Frame, mine: Answer) -> Html:
    if mine.first is None or mine.second is None:
        return frame.talk.say("road.weighed_equal") if mine.first else Html("")
    first, second = (frame.talk.say(f"solo.name_{weight}") for weight in (mine.first, mine.second))
    return frame.talk.say("road.weighed", first=first, second=second)


def _weighing(frame: Frame, done: list[Answer]) -> Html:
    """Return what weighed over all decisions, in words, bars and numbers."""
    weighed = [shares(answer.first, answer.second) for answer in done if answer.first is not None]
    if len(weighed) < 2:
        return Html("")
    sums = {axis: sum(one[axis] for one in weighed) for axis in Axis}
    total = sum(sums.values())
    lines = []
    for axis in Axis:
        part = round(100 * sums[axis] / total)
        bar = "▰" * round(part / BAR) + "▱" * (BAR - round(part / BAR))
        name = frame.talk.say(f"solo.axis_{axis}")
        lines.append(frame.talk.say("road.weight", name=name, bar=bar, part=part))
    return frame.talk.say("road.weighing", lines=Html("\n".join(lines)))


def _ending(frame: Frame) -> Html:
    ending = frame.scenario.endings.get(frame.session.run.place)
    return frame.talk.say("road.ending", title=ending.title) if ending else frame.talk.say("road.open")


def _decided(frame: Frame, mine: Answer) -> tuple[Html, ...]:
    talk = frame.talk
    option = frame.option(mine.option, mine.step)
    chosen = talk.say("road.chosen", label=prose(option.label))
    own = talk.say("road.own", own=mine.words.own) if mine.words.own else Html("")
    chosen = talk.say("road.followed", label=prose(option.label)) if mine.words.own else chosen
    reason = talk.say("road.reason", reason=mine.words.reason) if mine.words.reason else Html("")
    title, asked = deepening(frame, mine)
    deep = talk.say("road.deepening", title=title, question=asked, words=mine.words.deepening)
    return (
        join([own, chosen], "\n"),
        reason,
        weighed_line(frame, mine),
        deep if mine.words.deepening else Html(""),
        power_lines(frame, mine),
        talk.say("road.sentence", words=sentence(frame, mine)),
    )


def _written(frame: Frame, mine: Answer, step: object) -> tuple[Html, ...]:
    prompt = step.prompt if isinstance(step, Writing) else ""
    return frame.talk.say("solo.prompt", prompt=prose(prompt)), frame.talk.say(
        "road.written", words=mine.words.text or frame.talk.label("solo.skipped_plain")
    )


def _overview_rows(frame: Frame, done: list[Answer]) -> Rows:
    talk, key = frame.talk, frame.session.key
    numbers = [button(str(at), Action.ROAD, str(one.turn), session=key) for at, one in enumerate(done, 1)]
    rows: list[tuple[Button, ...]] = [tuple(numbers[at : at + 6]) for at in range(0, len(numbers), 6)]
    if frame.session.phase is not Phase.ENDED:
        rows.append((button(talk.label("road.go_on"), Action.RESUME, session=key, onward=True),))
    elif frame.scenario.kind is Kind.CASE:
        rows.append((button(talk.label("solo.untaken"), Action.BRANCH, session=key),))
    delete = button(talk.label("road.delete"), Action.DELETE, session=key)
    rows.append((delete, button(talk.label("menu.to_menu"), Action.MENU)))
    return tuple(rows)


def _page_rows(frame: Frame, done: list[Answer], mine: Answer) -> Rows:
    talk, key = frame.talk, frame.session.key
    at = done.index(mine)
    back = [button(talk.label("road.previous"), Action.ROAD, str(done[at - 1].turn), session=key)] if at else []
    ahead = (
        [button(talk.label("road.next"), Action.ROAD, str(done[at + 1].turn), session=key)] if done[at + 1 :] else []
    )
    rows: list[tuple[Button, ...]] = [tuple(back + ahead)] if back or ahead else []
    if isinstance(frame.scenario.steps[mine.step], Decision):
        rows.append((button(talk.label("road.rewrite"), Action.SENTENCE, session=key, turn=mine.turn),))
        if frame.session.phase is Phase.ENDED:
            rows.append((button(talk.label("road.branch_here"), Action.BRANCH_AT, session=key, turn=mine.turn),))
    rows.append((button(talk.label("road.overview"), Action.ROAD, "o", session=key),))
    return tuple(rows)
