"""What the bot knows again at its next start."""

import pytest

from bot.safety.vault import Vault
from bot.store.facts import OtherKeyError, claim, recall, remember
from tests.store.house import House


async def test_a_database_belongs_to_the_master_key_it_was_made_with(house: House) -> None:
    first, other = Vault(bytes(32)), Vault(bytes(31) + b"1")
    await claim(house.database, first)
    await claim(house.database, first)

    with pytest.raises(OtherKeyError, match="another master key"):
        await claim(house.database, other)


async def test_what_is_remembered_is_there_until_it_is_written_over(house: House) -> None:
    assert await recall(house.database, "commands") is None
    await remember(house.database, "commands", "een")
    await remember(house.database, "commands", "twee")

    assert await recall(house.database, "commands") == "twee"
