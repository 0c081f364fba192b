"""Choosing what to play: the list of cases by theme and length, and the card of one before it begins."""

from collections.abc import Iterable

from bot.conversation.actions import LIMIT, Action
from bot.conversation.menus import button, cut, pairs
from bot.conversation.messages import Button, Message, Reply
from bot.conversation.ports import Card
from bot.conversation.talk import Talk
from bot.scenario.layers import spoken, themes_in, title_in
from bot.scenario.model import Scenario
from bot.session.model import Tempo
from bot.texts.catalog import LANGUAGES, Html
from bot.texts.prose import join, prose

PAGE = 6
QUICK = 10  # minutes; "kort" in the catalogue


def catalogue(talk: Talk, wish: str = "") -> Reply:
    """Show the cases, a page at a time; `wish` is "<q for quick><the first shown, counted from 0>:<theme>"."""
    head, _, theme = wish.partition(":")
    quick, first = "q" if head.startswith("q") else "", head.removeprefix("q")
    cards = _unplayed_first(talk, _wanted(talk.desk.catalogue.cards(), quick, theme))
    at = int(first) if first.isascii() and first.isdigit() and int(first) < len(cards) else 0
    rows: list[tuple[Button, ...]] = [(_card_button(talk, card),) for card in cards[at : at + PAGE]]
    about = talk.say("menu.choose_case", n=len(cards)) if cards else talk.say("menu.none_fit")
    chosen = talk.say("menu.chosen_theme", theme=_themes(talk).get(theme, theme)) if theme else ""
    if turning := _turning(talk, quick, theme, at, len(cards)):
        rows.append(turning)
    rows.append((_theme_button(talk, quick, theme), _length_button(talk, quick, theme)))
    rows.append((button(talk.label("menu.to_menu"), Action.MENU),))
    return talk.reply(talk.message(join([about, chosen]), tuple(rows), slot="catalogue", fresh=not wish))


def themes(talk: Talk, wish: str) -> Reply:
    """Show the themes to choose from; `wish` is as for the catalogue."""
    quick, _, _ = wish.partition(":")
    found = sorted(_themes(talk).items(), key=lambda pair: pair[1])
    buttons = [
        button(shown, Action.CATALOGUE, f"{quick}:{theme}")
        for theme, shown in found
        if _fits(Action.CATALOGUE, f"{quick}999:{theme}")  # as it is when pages are turned
    ]
    every = button(talk.label("menu.every_theme"), Action.CATALOGUE, f"{quick}:")
    rows = (*pairs(buttons), (every,))
    return talk.reply(talk.message(talk.say("menu.themes"), rows, slot="catalogue"))


def card(talk: Talk, case: str) -> Reply:
    """Show one case: what it is about, for how long, and what may be heavy in it."""
    found = next((card for card in talk.desk.catalogue.cards() if card.scenario.id == case), None)
    if found is None:
        return talk.reply(talk.message(talk.say("menu.case_gone")))
    return talk.reply(card_shown(talk, spoken(found.scenario, talk.language)))


def card_shown(talk: Talk, scenario: Scenario) -> Message:
    """Return the card of a case, with the ways to begin it."""
    people = Html("\n".join(prose(person) for person in scenario.people.values()))
    html = join(
        [
            join([talk.say("menu.card_title", title=scenario.title), _facts(talk, scenario)], "\n"),
            prose(scenario.intro),
            talk.say("menu.who_is_who", people=people) if scenario.people else "",
            talk.say("menu.warning", themes=", ".join(scenario.warnings)) if scenario.warnings else "",
            _other_language(talk, scenario),
            talk.say("menu.tempo"),
        ]
    )
    rows = (
        tuple(
            button(
                talk.label(f"menu.begin_{tempo}"),
                Action.BEGIN,
                f"{tempo}:{scenario.id}",
                onward=tempo is talk.person.tempo,
            )
            for tempo in Tempo
        ),
        (button(talk.label("menu.other_case"), Action.CATALOGUE, ":"),),
    )
    return talk.message(html, rows, slot="catalogue")


def own_card(talk: Talk) -> Reply:
    """Show what the protocol for a dilemma of one's own is, before its first step."""
    found = talk.desk.catalogue.protocol()
    if found is None:
        return talk.reply(talk.message(talk.say("menu.case_gone")))
    return talk.reply(own_card_shown(talk, spoken(found.scenario, talk.language)))


def own_card_shown(talk: Talk, scenario: Scenario) -> Message:
    """Return the card of the protocol, with the way to begin it."""
    title = talk.say("menu.card_title", title=scenario.title)
    html = join([title, prose(scenario.intro), _other_language(talk, scenario)])
    wish = f"{Tempo.SHORT}:{scenario.id}"
    rows = (
        (button(talk.label("menu.begin"), Action.BEGIN, wish, onward=True),),
        (button(talk.label("menu.to_menu"), Action.MENU),),
    )
    return talk.message(html, rows, slot="catalogue", fresh=True)


def _other_language(talk: Talk, scenario: Scenario) -> Html:
    """Return that a case is in another language than the bot speaks with this person; nothing where it is not."""
    if scenario.language == talk.language:
        return Html("")
    return talk.say(f"menu.case_in_{scenario.language if scenario.language in LANGUAGES else 'other'}")


def _themes(talk: Talk) -> dict[str, str]:
    """Return what every theme is called in the language of this person, by what the cases call it."""
    shown: dict[str, str] = {}
    for card in talk.desk.catalogue.cards():
        for theme, name in themes_in(card.scenario, talk.language).items():
            if shown.get(theme, theme) == theme:  # one translation is enough, and the first counts
                shown[theme] = name
    return shown


def _facts(talk: Talk, scenario: Scenario) -> Html:
    steps = scenario.remaining.get(scenario.first, len(scenario.steps))
    minutes = talk.label("menu.minutes", minutes=scenario.minutes) if scenario.minutes else ""
    facts = (", ".join(scenario.themes[:3]), minutes, talk.label("menu.steps", n=steps))
    return talk.say("menu.facts", facts=" · ".join(fact for fact in facts if fact))


def _wanted(cards: Iterable[Card], quick: str, theme: str) -> list[Card]:
    return [
        card
        for card in cards
        if (not theme or theme in card.scenario.themes) and (not quick or (card.scenario.minutes or 0) <= QUICK)
    ]


def _unplayed_first(talk: Talk, cards: list[Card]) -> list[Card]:
    """Return what was not played before what was, and in both first what can be read in the person's language."""
    walks = talk.desk.store.sessions_of(talk.person.key)
    played = {session.scenario for session in walks if not session.trial}
    return sorted(cards, key=lambda card: (card.scenario.id in played, not _speaks(card.scenario, talk.language)))


def _speaks(scenario: Scenario, language: str) -> bool:
    return language in (scenario.language, *scenario.layers)


def _card_button(talk: Talk, card: Card) -> Button:
    title = cut(title_in(card.scenario, talk.language))
    minutes = card.scenario.minutes
    label = talk.label("menu.case_button", title=title, minutes=minutes) if minutes else title
    return button(label, Action.CARD, card.scenario.id)


def _theme_button(talk: Talk, quick: str, theme: str) -> Button:
    return button(talk.label("menu.theme" if not theme else "menu.other_theme"), Action.THEME, f"{quick}:")


def _length_button(talk: Talk, quick: str, theme: str) -> Button:
    label = talk.label("menu.every_length" if quick else "menu.quick_only", minutes=QUICK)
    wish = f"{'' if quick else 'q'}:{theme}"
    return button(label, Action.LENGTH, wish if _fits(Action.LENGTH, wish) else f"{wish.partition(':')[0]}:")


def _turning(talk: Talk, quick: str, theme: str, at: int, count: int) -> tuple[Button, ...]:
    """Return the ways to the cases before and after these; none where all are in sight."""
    before = [("menu.previous_cases", at - PAGE)] if at else []
    after = [("menu.more_cases", at + PAGE)] if at + PAGE < count else []
    return tuple(
        button(talk.label(label), Action.CATALOGUE, f"{quick}{max(0, first)}:{theme}")
        for label, first in (*before, *after)
    )


def _fits(action: Action, id: str) -> bool:
    return "|" not in id and len(f"1|||{action}|{id}".encode()) <= LIMIT
