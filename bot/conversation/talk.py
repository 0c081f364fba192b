"""With whom we talk in this turn, and in which language."""

from msgspec import Struct
from msgspec.structs import replace

from bot.conversation.messages import Incoming, Message, Pressed, Reply, Rows, Sender, Toast
from bot.conversation.person import Person
from bot.conversation.ports import Desk
from bot.scenario.layers import spoken
from bot.scenario.model import Scenario
from bot.texts.catalog import LANGUAGES, Html, Texts, shipped


class Talk(Struct, frozen=True, kw_only=True):
    """One person in one chat, and the desk the turn works at."""

    desk: Desk
    person: Person
    sender: Sender
    query: str = ""

    @property
    def words(self) -> Texts:
        """Return the bot's own words."""
        return shipped()

    @property
    def language(self) -> str:
        """Return the person's choice, else that of their app when we speak it; in a group, and else, the bot's own."""
        if not self.sender.private:
            return self.desk.language
        for wish in (self.person.language, self.sender.language[:2]):
            if wish in LANGUAGES:
                return wish
        return self.desk.language

    @property
    def is_author(self) -> bool:
        """Whether this person may write and publish cases; looked at each time, from who sent it."""
        trainers = self.desk.trainers
        return self.sender.private and (trainers is None or self.sender.user in trainers)

    def say(self, key: str, **values: object) -> Html:
        """Return a sentence of the bot as HTML."""
        return self.words(self.language, key, **values)

    def label(self, key: str, **values: object) -> str:
        """Return a sentence of the bot as plain text, for a button or a toast."""
        return self.words.plain(self.language, key, **values)

    def message(self, html: str, rows: Rows = (), *, slot: str = "", fresh: bool = False) -> Message:
        """Return a message to the chat this turn happens in."""
        where = self.sender
        return Message(chat=where.chat, thread=where.thread, html=str(html), rows=rows, slot=slot, fresh=fresh)

    def aside(self, html: str, rows: Rows = ()) -> Message:
        """Return a remark beside the walk; of several that wait only the last is said."""
        return self.message(html, rows, slot="aside", fresh=True)

    def case(self, snapshot: str) -> Scenario:
        """Return a published case as this person reads it: in their language, as far as it is there.

        Raises LookupError for one that was never published.
        """
        return spoken(self.desk.store.scenario(snapshot), self.language)

    def renewed(self) -> "Talk":
        """Return the talk with the person as they are kept now."""
        return replace(self, person=self.desk.store.person(self.person.key) or self.person)

    def reply(self, *messages: Message, toast: str = "") -> Reply:
        """Return what this turn says; a pressed button is always acknowledged, with a toast or silently."""
        return Reply(messages=messages, toast=Toast(query=self.query, text=toast) if self.query else None)

    def keep(self, **changes: object) -> "Talk":
        """Return the talk with the person changed, and keep that person."""
        person = replace(self.person, **changes)
        if person != self.person:
            self.desk.store.keep_person(person)
        return replace(self, person=person)


def meet(incoming: Incoming, desk: Desk) -> Talk:
    """Return the talk with whoever sent this; someone new is kept when they first do something in private."""
    sender = incoming.sender
    key = desk.store.person_key(sender.user)
    person = desk.store.person(key) or Person(key=key)
    query = incoming.what.query if isinstance(incoming.what, Pressed) else ""
    talk = Talk(desk=desk, person=person, sender=sender, query=query)
    return talk.keep(chat=sender.chat) if sender.private else talk
