"""The syntax tree. Slot classes; each node knows the span of text it came from.

Source: http://hl7.org/fhirpath/N1/grammar.html
"""


class Node:
    """Any expression. `start` and `end` are offsets in the expression's text."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
