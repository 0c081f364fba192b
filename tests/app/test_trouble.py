"""What only the operator can mend is one clear line."""

from pathlib import Path

import pytest

from bot.app.trouble import PassingError, told
from bot.channel.errors import TokenRevokedError
from bot.channel.receive import ConflictError
from bot.config import Settings, SettingsError
from bot.store.database import StoreAwayError
from bot.store.facts import OtherKeyError
from bot.store.start import DamagedDatabaseError, DatabaseFolderError, NewerDatabaseError
from bot.texts.catalog import LANGUAGES, shipped
from bot.web.site import AddressTakenError

TROUBLES = (
    NewerDatabaseError(),
    DamagedDatabaseError("row 3"),
    DatabaseFolderError("Not a directory"),
    OtherKeyError(),
    StoreAwayError(),
    TokenRevokedError(),
    ConflictError(),
    AddressTakenError("127.0.0.1", 8080, "in use"),
)


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: type(trouble).__name__)
def test_each_trouble_has_its_line_in_both_languages(trouble: Exception, tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    settings = Settings.read({"HOME": str(tmp_path)}, tmp_path)

    with pytest.raises(SettingsError) as caught, told(settings):
        raise trouble

    for language in LANGUAGES:
        line = shipped().plain(language, caught.value.key, **caught.value.values)
        assert line.startswith(str(caught.value.values["setting"]))
        assert "\n" not in line
    assert isinstance(caught.value, PassingError) == isinstance(trouble, StoreAwayError)


def test_what_is_our_own_fault_stays_loud(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    with pytest.raises(ZeroDivisionError), told(Settings.read({"HOME": str(tmp_path)}, tmp_path)):
        raise ZeroDivisionError
