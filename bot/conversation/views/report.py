"""What was found in an author's file, on a phone: the worst first, each with its line and a caret under the place."""

import re
from collections.abc import Sequence

from bot.conversation.talk import Talk
from bot.scenario.model import Issue, Severity
from bot.scenario.report import MOST_OF_A_KIND, pointed
from bot.texts.catalog import Html, escape
from bot.texts.pages import wording
from bot.texts.prose import join

WIDE = 34  # characters of a source line that a phone shows in one line
MOST = 5  # findings; more than a screen or two nobody reads on a phone

_ORDER = tuple(Severity)
_TYPED = re.compile(r"`([^`]+)`")


def counted(issues: Sequence[Issue], severity: Severity) -> int:
    """Return how many issues there are of a severity."""
    return sum(issue.severity is severity for issue in issues)


def reported(talk: Talk, issues: Sequence[Issue], text: str) -> Html:
    """Return the findings as HTML; "" when there are none."""
    lines = text.split("\n")
    shown: list[Issue] = []
    for issue in sorted(issues, key=lambda one: (_ORDER.index(one.severity), one.place, one.code)):
        alike = sum(other.code == issue.code for other in shown)
        if alike < MOST_OF_A_KIND and len(shown) < MOST:
            shown.append(issue)
    rest = len(issues) - len(shown)
    parts = [_told(talk, issue, lines) for issue in shown]
    return join([*parts, talk.say("author.rest", n=rest) if rest else ""])


def sentence_of(talk: Talk, issue: Issue) -> str:
    """Return one finding in one sentence."""
    return _whole(wording(talk.language).sentence(issue))


def _set(sentence: str) -> Html:
    """Return a sentence from its capital to its stop, what is typed in a file in the letters of a file."""
    return Html(_TYPED.sub(r"<code>\1</code>", escape(_whole(sentence))))


def _whole(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:] + ("" if sentence.endswith((".", "?", "…")) else ".")


def _told(talk: Talk, issue: Issue, lines: Sequence[str]) -> Html:
    words = wording(talk.language)
    kind, sentence = words.severity[issue.severity], _set(words.sentence(issue))
    told = talk.say("author.issue", line=issue.place.line, kind=kind, code=issue.code, sentence=sentence)
    at = pointed(issue.place, lines, WIDE)
    source = talk.say("author.source", line=at.line, caret=at.caret) if at else ""
    hint = escape(words.suggestion(issue.suggestion)) if issue.suggestion else ""
    return join([told, join([source, hint], "\n")], "\n")
