"""The bench itself; how fast it all is, is no matter of pass or fail."""

from tests.bench import check
from tests.bench.run import SMALL, measure
from tests.bench.table import COLUMNS, table, written
from tests.scenario.speed import bare, text, whole


def test_the_bench_gives_a_positive_number_for_everything_it_measures() -> None:
    rows = measure(SMALL)
    assert all(figure > 0 for row in rows for figure in row.figures if figure is not None)
    assert all(row.figures[0] is not None for row in rows)
    assert all(len(row.figures) in {2, len(COLUMNS)} for row in rows)
    assert all(row.label in written(SMALL.crowd, rows) for row in rows)


def test_the_files_it_makes_are_long_and_nothing_is_wrong_with_them() -> None:
    assert 290 <= len(text(0).splitlines()) <= 330
    assert text(0) != text(1)
    assert all(whole(number) and bare(number) for number in range(5))


def test_checking_files_is_measured_in_processes_of_their_own() -> None:
    rows = check.rows(2, 3)
    assert all(figure > 0 for row in rows for figure in row.figures if figure is not None)
    assert all(row.label in table(check.COLUMNS, rows) for row in rows)
