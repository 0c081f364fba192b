"""What a view looks at: one person's side of one session."""

from msgspec import Struct

from bot.conversation.actions import Action, write
from bot.conversation.messages import Button, Look, Message, Rows
from bot.conversation.talk import Talk
from bot.engine.advance import options
from bot.scenario.model import Decision, Option, Scenario
from bot.scenario.phrases import short_name
from bot.session.model import Answer, Session
from bot.texts.catalog import Html
from bot.texts.prose import prose

SHORT_LABEL = 30  # a full-width button holds 39 characters on a 360-pixel phone (measured)
LETTERS = "ABCDEFGHIJKL"


class Frame(Struct, frozen=True, kw_only=True):
    """The session as this person sees it now."""

    talk: Talk
    session: Session
    scenario: Scenario
    mine: Answer | None = None

    def button(self, label: str, action: Action, id: str = "", *, onward: bool = False) -> Button:
        """Return a button that belongs to the present turn of this session."""
        data = write(action, self.session.key, self.session.turn, id)
        return Button(label=label, data=data, look=Look.ONWARD if onward else Look.PLAIN)

    def slot(self, name: str) -> str:
        """Return the name of a message of the present turn that may be written over."""
        return f"{self.session.key}.{self.session.turn}.{name}"

    def message(self, name: str, html: str, rows: Rows = (), *, fresh: bool = False) -> Message:
        """Return a message of the present turn."""
        return self.talk.message(html, rows, slot=self.slot(name), fresh=fresh)

    def letters(self) -> dict[str, str]:
        """Return the letter of each option that can be seen now, by option id."""
        return dict(zip(options(self.scenario, self.session.run), LETTERS, strict=False))

    def option(self, name: str, step: str = "") -> Option:
        """Return an option of a decision, by default of the present one."""
        found = self.scenario.steps[step or self.session.run.place]
        if not isinstance(found, Decision):
            raise TypeError(f"{step} is no decision")
        return found.options[name]

    def who(self, person: str) -> str:
        """Return the short name of someone in the case: "Marco" for "Marco Visser (44), heeft bijstand"."""
        return short_name(self.scenario.people.get(person, person))

    def client(self) -> str:
        """Return how the client is called in a sentence."""
        return self.who(self.scenario.client) if self.scenario.client else self.talk.label("solo.the_client")

    def voices(self, spoken: dict[str, str]) -> Html:
        """Return what people in the case say, a line each."""
        lines = (self.talk.say("solo.voice", who=self.who(who), words=prose(words)) for who, words in spoken.items())
        return Html("\n".join(lines))
