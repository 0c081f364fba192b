"""What a whole check needs beside the files: the views that render a case, and the word lists."""

from msgspec.structs import replace

from bot.conversation.measure import screens
from bot.scenario.rules.registry import Shared
from bot.texts.wordlists import word_lists


def equipped(known: Shared) -> Shared:
    """Return what a check knows, with the renderer and the word lists that the whole check needs."""
    return replace(known, screens=screens, words=word_lists())
