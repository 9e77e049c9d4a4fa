"""What must come at the end of a report waits in a spool."""

import io

import pytest

from dbep_ig.engine.reports.streaming import MemorySpool, pour


@pytest.mark.parametrize("count", [0, 1, 40_000])
def test_what_was_written_is_read_in_the_order_it_was_written(count):
    spool, expected, out = MemorySpool(), io.StringIO(), []
    for number in range(count):
        assert spool.write(f"linje {number} å\n") == expected.write(f"linje {number} å\n")
    pour(spool, out.append)
    assert "".join(out) == expected.getvalue()
    assert len(out) <= count / 3 + 1
    for offset, size in ((0, 5), (3, 4), (0, -1), (7, -1)):
        assert spool.seek(offset) == expected.seek(offset)
        assert spool.read(size) == expected.read(size)
        assert spool.read(2) == expected.read(2)
