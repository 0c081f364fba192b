"""A store in memory: what a turn needs, without a database."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.conversation.errands import Errand
from bot.conversation.messages import Commanded, Incoming, Message, Pressed, Sender, What, Wrote
from bot.conversation.person import Person
from bot.conversation.ports import Card, Desk, Draft, Release
from bot.conversation.turn import turn
from bot.scenario.model import Kind, Reflection, Scenario, encode
from bot.session.model import Answer, Phase, Session

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class MemoryStore:
    """What bot.conversation.ports.Store asks for, in dicts."""

    def __init__(self, cards: tuple[Card, ...]) -> None:
        self.snapshots = {card.snapshot: card.scenario for card in cards}
        self.persons: dict[str, Person] = {}
        self.sessions: dict[str, Session] = {}
        self.answers: dict[tuple[str, int, int, str], Answer] = {}
        self.timers: dict[str, tuple[datetime, str, str]] = {}
        self.kept_drafts: dict[tuple[str, str], Draft] = {}
        out = [Release(case=card.scenario.id, snapshot=card.snapshot) for card in cards]
        self.kept_releases = {release.case: release for release in out}
        self.errands: dict[str, Errand] = {}

    def person_key(self, user: int) -> str:
        return f"p{user}"

    def person(self, key: str) -> Person | None:
        return self.persons.get(key)

    def keep_person(self, person: Person) -> None:
        self.persons[person.key] = person

    def session(self, key: str) -> Session | None:
        return self.sessions.get(key)

    def keep_session(self, session: Session) -> None:
        self.sessions[session.key] = session

    def drop_session(self, key: str) -> None:
        self.sessions.pop(key, None)
        self.answers = {at: answer for at, answer in self.answers.items() if at[0] != key}
        self.timers = {name: timer for name, timer in self.timers.items() if timer[1] != key}

    def sessions_of(self, person: str) -> tuple[Session, ...]:
        found = [one for one in self.sessions.values() if any(who.key == person for who in one.participants)]
        return tuple(sorted(found, key=lambda one: one.begun, reverse=True))

    def answer(self, session: str, turn: int, round: int, person: str) -> Answer | None:
        return self.answers.get((session, turn, round, person))

    def answers_of(self, session: str, person: str) -> tuple[Answer, ...]:
        return tuple(self.answers[at] for at in sorted(self.answers) if at[0] == session and at[3] == person)

    def keep_answer(self, answer: Answer) -> None:
        self.answers[answer.session, answer.turn, answer.round, answer.participant] = answer

    def scenario(self, snapshot: str) -> Scenario:
        return self.snapshots[snapshot]

    def draft(self, person: str, case: str) -> Draft | None:
        return self.kept_drafts.get((person, case))

    def drafts(self, person: str) -> tuple[Draft, ...]:
        return tuple(draft for (who, _), draft in reversed(self.kept_drafts.items()) if who == person)

    def keep_draft(self, draft: Draft) -> None:
        self.kept_drafts.pop((draft.person, draft.case), None)
        self.kept_drafts[draft.person, draft.case] = draft

    def drop_draft(self, person: str, case: str) -> None:
        self.kept_drafts.pop((person, case), None)

    def release(self, case: str) -> Release | None:
        return self.kept_releases.get(case)

    def releases(self) -> tuple[Release, ...]:
        return tuple(self.kept_releases.values())

    def keep_release(self, release: Release) -> None:
        self.kept_releases[release.case] = release

    def text(self, snapshot: str) -> str:
        return f"id: {self.snapshots[snapshot].id}\n"

    def walks_on(self, snapshot: str) -> int:
        walks = (one for one in self.sessions.values() if one.snapshot == snapshot and not one.trial)
        return sum(one.phase is not Phase.ENDED for one in walks)

    def run_errand(self, wanted: Errand) -> None:
        self.errands[wanted.key] = wanted

    def set_timer(self, key: str, due: datetime, session: str, body: str = "") -> None:
        self.timers[key] = (due, session, body)

    def drop_timer(self, key: str) -> None:
        self.timers.pop(key, None)


class FixedCatalogue:
    """A catalogue of given cases."""

    def __init__(self, scenarios: tuple[Scenario, ...], reflections: Mapping[str, Reflection]) -> None:
        self.all = tuple(
            Card(snapshot=hashlib.sha256(encode(scenario)).hexdigest()[:32], scenario=scenario)
            for scenario in scenarios
        )
        self.questions = reflections

    def cards(self) -> tuple[Card, ...]:
        return tuple(card for card in self.all if card.scenario.kind is Kind.CASE)

    def protocol(self) -> Card | None:
        return next((card for card in self.all if card.scenario.kind is Kind.PROTOCOL), None)

    def reflections(self) -> Mapping[str, Reflection]:
        return self.questions

    def picture(self, name: str) -> bytes:
        return b"picture" if name == "deur.png" else b""


class Chat:
    """One person in a private chat with the bot, without any chat program between them."""

    def __init__(self, catalogue: FixedCatalogue, user: int = 1) -> None:
        self.catalogue = catalogue
        self.store = MemoryStore(catalogue.all)
        self.sender = Sender(user=user, chat=user, private=True)
        self.trainers: frozenset[int] = frozenset()
        self.number = 0
        self.now = NOON
        self.screen: list[Message] = []
        self.toast = ""

    def does(self, what: What) -> list[Message]:
        self.number += 1
        desk = Desk(
            store=self.store,
            catalogue=self.catalogue,
            now=self.now,
            new_key=lambda: f"s{self.number:07}",
            username="bot",
            trainers=self.trainers,
        )
        reply = turn(Incoming(id=f"u{self.number}", sender=self.sender, what=what), desk)
        self.toast = reply.toast.text if reply.toast else ""
        self.screen.extend(reply.messages)
        return list(reply.messages)

    def commands(self, name: str) -> list[Message]:
        return self.does(Commanded(name))

    def writes(self, text: str) -> list[Message]:
        return self.does(Wrote(text))

    def presses(self, label: str) -> list[Message]:
        for message in reversed(self.screen):
            for row in message.rows:
                for button in row:
                    if button.label == label:
                        return self.does(Pressed(f"q{self.number}", button.data))
        raise AssertionError(f"there is no button {label!r}")
