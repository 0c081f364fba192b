"""Files that were bitten into anywhere give a case or a reason, quickly, and never an error."""

from tests.scenario.files import PATIENCE
from tests.scenario.mutations import mutated

MUTATIONS = 5_000
SLOWEST = 0.1  # seconds of processor time


def test_a_bitten_file_gives_a_case_or_a_reason_and_can_be_repaired() -> None:
    tally = mutated(MUTATIONS, repair_every=25)
    assert not tally.wrong
    assert tally.refused > MUTATIONS / 3
    assert tally.repaired > MUTATIONS / 250
    assert tally.slowest < SLOWEST * PATIENCE
    assert tally.slowest_repair < SLOWEST * PATIENCE
