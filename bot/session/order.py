"""What is asked of a person at a step, in which order."""

from bot.scenario.model import Decision, Step, Writing
from bot.session.model import Answer, Ask, Tempo, Weight

_POWER = (Ask.POWER_KNOWS, Ask.POWER_REFUSE, Ask.POWER_CALLS)


def first_ask(step: Step) -> Ask:
    """Return what is asked first at a step."""
    return Ask.TEXT if isinstance(step, Writing) else Ask.CHOICE


def asks(step: Step, tempo: Tempo, mine: Answer) -> tuple[Ask, ...]:
    """Return all that is asked at this step, ending with DONE.

    The short tempo asks for the choice and the weighing; the deep tempo for the reason, a deepening question and,
    where the author wants it, the power check as well. Nothing comes second where all weighed alike. Once something
    of the deep tempo is being asked, it stays in the order, so that a change of tempo never loses the place.
    """
    if isinstance(step, Writing):
        return (Ask.TEXT, Ask.DONE)
    second = () if mine.first is Weight.EQUAL else (Ask.SECOND,)
    deep = tempo is Tempo.DEEP
    reason = (Ask.REASON,) if deep or mine.ask is Ask.REASON else ()
    question = isinstance(step, Decision) and bool(step.deepening or mine.question)
    deepening = (Ask.DEEPENING,) if (deep and question) or mine.ask is Ask.DEEPENING else ()
    power = _POWER if isinstance(step, Decision) and step.power_check and (deep or mine.ask in _POWER) else ()
    return (Ask.CHOICE, *reason, Ask.FIRST, *second, *deepening, *power, Ask.DONE)


def question_for(step: Step, questions: tuple[str, ...], last: str) -> str:
    """Return the id of the house question for this step: the one after the last that was asked, round and round.

    Returns "" where the step brings its own or asks none.
    """
    if not questions or not isinstance(step, Decision) or step.deepening:
        return ""
    return questions[(questions.index(last) + 1) % len(questions)] if last in questions else questions[0]
