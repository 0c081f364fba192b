"""Conversations in plain text, through the real bot and a simulated Telegram, with a restart between all lines."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from bot.app.machine import Parts
from bot.app.practising import Practised, on_world
from bot.practice.world import World
from tests.support.clock import Clock
from tests.support.conversation import Player, check

TRAINER = 504  # who joins first
FOLDER = Path(__file__).parent / "conversations"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_a_conversation_goes_as_it_is_written(path: Path, tmp_path: Path, update: bool) -> None:
    check(path, player(tmp_path), update=update)


def player(folder: Path) -> Player:
    """Return a player whose bot keeps everything in a folder."""
    clock, keys = Clock(), count(1)

    @asynccontextmanager
    async def make_app(world: World) -> AsyncIterator[Practised]:
        parts = Parts(
            database_url=f"sqlite:///{folder}/conversation.db",
            master=bytes(32),
            scenarios=FOLDER / "cases",
            clock=clock.now,
            trainers=frozenset({TRAINER}),
            new_key=lambda: f"key{next(keys):05}",
        )
        async with on_world(world, parts) as running:
            yield running

    return Player(make_app, clock=clock)
