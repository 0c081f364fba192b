"""The file of a new case, filled with the answers to the six questions."""

from bot.scenario.fresh import Answers, blanks
from bot.texts.catalog import Texts


def new_case(texts: Texts, answers: Answers, taken: frozenset[str] = frozenset()) -> tuple[str, str]:
    """Return the id of a new case, none of those that are taken, and its YAML, which passes the check."""
    filled = blanks(answers, taken)
    return filled["id"], texts.plain("nl", "fresh.file", **filled)
