"""The player of conversations: what a file looks like, and that it shows what is really seen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.practice.world import World
from tests.support.conversation import Player, check
from tests.support.echo import Echo, echoing

SCRIPT = """\
# The echo: Anna begins
Anna: /start
> *bel*
> _What now?_
> [A] [B]

# The message she pressed under is written over.
Anna presses [B]
> (toast) you chose b

> (edited) *bel*
> _What now?_
> [✓ b]

> *brief*
> _What now?_
> [A] [B]

Bram adds the bot to the group

Bram in the group: /team
> echo: /team

Bram in the group: for people only

Bram answers in the group: because
> echo: because

later 3 days

Anna presses an old [B]
! Anna sees no button [B], but: A, B, ✓ b
"""


def player() -> Player:
    return Player(echoing)


async def test_a_conversation_shows_what_each_person_sees() -> None:
    assert await player().play(SCRIPT) == SCRIPT


async def test_what_is_expected_is_written_anew_from_what_is_seen() -> None:
    bare = "\n".join(line for line in SCRIPT.splitlines() if not line.startswith((">", "!")))
    assert await player().play(bare) == SCRIPT


async def test_between_every_two_lines_the_app_is_opened_again() -> None:
    opened = []

    @asynccontextmanager
    async def counting(world: World) -> AsyncIterator[Echo]:
        opened.append(world)
        async with echoing(world) as echo:
            yield echo

    await Player(counting).play("Anna: /start\nAnna presses [A]\nrestart\n")
    assert len(opened) == 3


async def test_a_line_that_is_no_deed_says_so() -> None:
    assert await player().play("Anna dances\n") == "Anna dances\n! nobody can do this: Anna dances\n"
    assert await player().play("Karel: hi\n") == "Karel: hi\n! nobody here is called Karel\n"


def test_a_file_that_differs_fails_and_update_rewrites_it(tmp_path: Path) -> None:
    path = tmp_path / "echo.txt"
    path.write_text("Anna: /start\n> something else\n")
    with pytest.raises(AssertionError, match=r"echo\.txt"):
        check(path, player(), update=False)
    check(path, player(), update=True)
    check(path, player(), update=False)
    assert "> [A] [B]" in path.read_text()
