"""The bench itself; how fast it all is, is no matter of pass or fail."""

from tests.bench.run import SMALL, measure
from tests.bench.table import COLUMNS, written


def test_the_bench_gives_a_positive_number_for_everything_it_measures() -> None:
    rows = measure(SMALL)
    assert all(figure > 0 for row in rows for figure in row.figures if figure is not None)
    assert all(row.figures[0] is not None for row in rows)
    assert all(len(row.figures) in {2, len(COLUMNS)} for row in rows)
    assert all(row.label in written(SMALL.crowd, rows) for row in rows)
