"""Lines are counted as editors count them."""

import pytest

from dbep_ig.engine.diagnostics import Source


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a", [0]),
        ("a\n", [0, 2]),
        ("a\nb", [0, 2]),
        ("a\r\nb\rc\n", [0, 3, 5, 7]),
        ("\n\r\n", [0, 1, 3]),
        ("a\u2028b\u0085c\x0bd\x1ce\nf", [0, 10]),  # none of these ends a line in an editor
    ],
)
def test_line_starts(text, starts):
    assert Source("x", text).line_starts == starts


def test_a_line_separator_inside_a_string_moves_nothing():
    source = Source("x", '{"a": "\u2028",\n "b": 1}')
    assert source.position(source.text.index("1")) == (2, 7)
    assert source.line(2) == ' "b": 1}'
