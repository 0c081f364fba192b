"""Typical slips of authors: what the check says of each, in Dutch, and which of them are repaired.

A change is seen in the difference of the files: --update rewrites what is expected.
"""

import re

import pytest

from bot.scenario.model import Severity
from bot.scenario.repair import repaired
from bot.scenario.report import report
from bot.texts.pages import wording
from tests.scenario.files import ROOT, SHARED, checked

SLIPS = ROOT / "tests" / "slips"
FILES = sorted(SLIPS.glob("*.yaml"))
REPAIRED = SLIPS / "hersteld"
DUTCH = wording("nl")

# Every slip, and whether it is repaired: that is, whether it is certain what was meant.
TABLE = {
    "aanhaling_open": False,  # where the sentence ends is not certain
    "aanhaling_vooraan": True,
    "alias": False,  # a slip, or somebody who knows YAML
    "alles_met_tabs": True,
    "anders_engels": True,
    "anders_vergeten": False,
    "anker": False,  # a slip, or somebody who knows YAML
    "apostrof_vooraan": True,
    "bijna_leeg": False,
    "bsn_in_tekst": False,
    "dubbele_punt": True,
    "dubbele_punt_breed": True,
    "dubbele_punt_in_lijst": True,
    "dubbele_punt_op_het_eind": True,
    "dubbele_punt_vergeten": False,  # a name without its colon, or a text that goes on
    "effect_met_plus": True,
    "effect_met_streepje": True,
    "effect_tussen_haakjes": True,
    "effect_zonder_accolades": True,
    "effect_zonder_teken": False,
    "einde_onbereikbaar": False,
    "eindes_ingesprongen": True,
    "eindes_verkeerd": True,
    "formaat_vergeten": True,
    "grens_verkeerd": True,
    "groter_dan": True,
    "groter_dan_vooraan": True,
    "haken_vooraan": True,
    "harde_spatie": True,
    "harde_spatie_erachter": True,
    "hekje": True,
    "id_met_hoofdletters": False,
    "kader_verkeerd": True,
    "keuze_dubbel": False,  # which of the two
    "keuze_nooit_te_zien": False,
    "keuze_te_lang": False,
    "keuzes_met_streepje": False,  # a letter is the author's to choose
    "lijst_met_sterren": True,
    "lijst_uit_word": True,
    "machtscheck_engels": True,
    "meter_te_hoog": False,
    "meter_verkeerd": True,
    "naam_met_spaties": False,  # a short name is the author's to choose
    "naam_zonder_dubbele_punt": False,  # a name without its colon, or a text that goes on
    "naar_vergeten": False,
    "namen_met_komma": True,
    "onzichtbaar_teken": True,
    "personen_met_streepje": False,  # a short name is the author's to choose
    "persoon_onbekend": False,
    "persoon_verkeerd": True,
    "plaatje_onbekend": False,
    "rondje_zonder_uitgang": False,
    "spatie_te_veel": True,
    "spatie_te_weinig": True,
    "spatie_vergeten": True,
    "spatie_vergeten_bovenaan": True,
    "spatie_vergeten_effect": True,
    "speler_vast": False,
    "stap_dubbel": False,  # which of the two
    "stap_links": False,  # how much of it belongs there
    "stap_met_hoofdletter": True,
    "stap_onbekend": False,
    "stap_onbereikbaar": False,
    "stap_verkeerd": True,
    "stem_zonder_naam": False,  # who says it
    "ster_vooraan": True,
    "streepje_vooraan": True,
    "tab": True,
    "tag": False,  # a slip, or somebody who knows YAML
    "tekst_leeg": False,
    "tekst_loopt_door": True,
    "titel_vergeten": False,
    "twee_documenten": False,  # which of the two
    "uit_windows": True,
    "uitroepteken_vooraan": True,
    "veld_onbekend": False,
    "veld_verkeerd": True,
    "zinnen_tussen_haken": True,
}


def test_the_table_names_every_slip_there_is_and_there_are_at_least_thirty() -> None:
    assert [path.stem for path in FILES] == sorted(TABLE)
    assert len(FILES) >= 30
    assert {path.stem for path in REPAIRED.glob("*.yaml")} == {name for name, certain in TABLE.items() if certain}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_slip_is_told_about_as_before(path, update) -> None:  # type: ignore[no-untyped-def]
    result = checked(path.read_bytes(), path.name)
    issues = [issue for issue in result.issues if issue.severity is not Severity.TIP]
    shown = report(issues, {path.name: result.source.text}, DUTCH)
    expected = path.with_suffix(".txt")
    if update:
        expected.write_text(shown, "utf-8")
    assert shown == expected.read_text("utf-8")
    assert issues
    assert not re.search(r"[{}]naam|vorm", shown)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_slip_is_repaired_where_it_is_certain_what_was_meant_and_else_left(path, update) -> None:  # type: ignore[no-untyped-def]
    text = path.read_bytes().decode()
    result = repaired(text, SHARED)
    assert bool(result.repairs) == TABLE[path.stem]
    if not result.repairs:
        assert result.text == text
        return
    expected = REPAIRED / path.name
    if update:
        expected.write_bytes(result.text.encode())
    assert result.text == expected.read_bytes().decode()
    assert [issue for issue in checked(result.text, path.name).issues if issue.severity is not Severity.TIP] == []
    assert repaired(result.text, SHARED).text == result.text
