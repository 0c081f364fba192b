"""Figures in words say what is known, and leave out what is not."""

import pytest
from msgspec.structs import replace

from bot.scenario.explore import explore
from bot.scenario.statistics import statistics
from bot.texts.catalog import LANGUAGES, shipped
from bot.texts.figures import figures
from tests.support.cases import DOOR


@pytest.mark.parametrize("language", LANGUAGES)
def test_chances_that_would_take_too_long_have_no_heading(language: str) -> None:
    found = statistics(DOOR, explore(DOOR))
    heading = shipped().plain(language, "figures.chances")
    assert heading in [section.heading for section in figures(shipped(), language, DOOR, found)]
    unknown = figures(shipped(), language, DOOR, replace(found, endings={}))
    assert heading not in [section.heading for section in unknown]
    assert all(section.lines for section in unknown)
