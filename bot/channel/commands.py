"""What Telegram shows before anyone has said a word: the commands, and who this bot is."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence

import msgspec
from telegram import Bot
from telegram.error import TelegramError

# Dutch without a language code: people whose app is in a third language then see Dutch.
LANGUAGES = (("nl", None), ("en", "en"))

Commands = Callable[[str], Sequence[tuple[str, str]]]
About = Callable[[str], tuple[str, str]]

log = logging.getLogger(__name__)


async def register(bot: Bot, commands: Commands, about: About, known: str | None = None) -> str | None:
    """Show the commands and descriptions, if their texts are not those of hash `known`; return the hash shown now.

    `commands` gives names and descriptions by language, `about` the description (at most 512 characters) and the
    short one (at most 120). When Telegram cannot be reached or refuses, `known` comes back, so that the next start
    tries again.
    """
    texts = {language: (tuple(commands(language)), about(language)) for language, _ in LANGUAGES}
    shown = hashlib.sha256(msgspec.json.encode(texts)).hexdigest()
    if shown == known:
        return known
    calls = []
    for language, code in LANGUAGES:
        listed, (long, short) = texts[language]
        calls.append(bot.set_my_commands(listed, language_code=code))
        calls.append(bot.set_my_description(long, language_code=code))
        calls.append(bot.set_my_short_description(short, language_code=code))
    try:
        await asyncio.gather(*calls)  # at once: nobody is answered before this is done
    except TelegramError as error:
        # Also of a server that lacks one of these methods, which the library calls an invalid token.
        log.warning("the commands are not registered: %s", type(error).__name__)
        return known
    return shown
