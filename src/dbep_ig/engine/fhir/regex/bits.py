"""All ways of matching at once as the bits of one integer: for programs whose sets of states are too many to keep.

Each table holds what eight waiting steps lead to, so a character of the text costs one look-up for each eight steps of
the program, whatever sets of them come up.

Source: G. Navarro, NR-grep: a fast and flexible pattern-matching tool (2001)
"""

from collections.abc import Callable

from .program import ASSERT, CHAR, JUMP, MATCH, SAVE, SPLIT, Program

LONGEST = 500  # steps; the tables are quadratic in them


class BitMachine:
    """A program without assertions. Tables are filled as they are needed, and only ever added to."""

    __slots__ = ("_accept", "_after", "_masks", "_sets", "_start", "_tables")

    def __init__(self, program: Program) -> None:
        steps = program.steps
        places = [at for at, step in enumerate(steps) if step[0] == CHAR]
        bit_of = {at: bit for bit, at in enumerate(places)}
        self._sets = [steps[at][1] for at in places]
        self._accept = 1 << len(places)
        self._start = self._reached(program, 0, bit_of)
        self._after = [self._reached(program, at + 1, bit_of) for at in places]
        self._masks: dict[int, int] = {}  # signature -> bits of the steps that take such a character
        self._tables: list[dict[int, int]] = [{} for _ in range(0, len(places) + 8, 8)]

    @staticmethod
    def usable(program: Program) -> bool:
        """Whether a program is small enough and has no assertions."""
        return len(program.steps) <= LONGEST and not program.assertions

    def run(self, text: str, signature_of: Callable[[str], int], *, anywhere: bool, whole: bool) -> bool:
        """Whether the whole text matches, or some part of it; `signature_of` gives the sets a character is in."""
        accept, start, tables, masks = self._accept, self._start, self._tables, self._masks
        begin = start if anywhere else 0
        state = start
        for char in text:
            if not whole and state & accept:
                return True
            signature = signature_of(char)
            mask = masks.get(signature)
            if mask is None:
                mask = self._mask(signature)
            active = state & mask
            state = begin
            chunk = 0
            while active:
                byte = active & 255
                if byte:
                    reached = tables[chunk].get(byte)
                    state |= self._fill(chunk, byte) if reached is None else reached
                active >>= 8
                chunk += 1
            if not state:
                return False
        return bool(state & accept)

    def _mask(self, signature: int) -> int:
        mask = 0
        for bit, which in enumerate(self._sets):
            mask |= (signature >> which & 1) << bit
        self._masks[signature] = mask
        return mask

    def _fill(self, chunk: int, byte: int) -> int:
        reached = 0
        for bit in range(8):
            if byte >> bit & 1:
                reached |= self._after[8 * chunk + bit]
        self._tables[chunk][byte] = reached
        return reached

    def _reached(self, program: Program, start: int, bit_of: dict[int, int]) -> int:
        """The bits of what is reached from a step without a character."""
        reached = 0
        seen: set[int] = set()
        todo = [start]
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            operation, first, second = program.steps[at]
            if operation == CHAR:
                reached |= 1 << bit_of[at]
            elif operation == SPLIT:
                todo.extend((first, second))
            elif operation == JUMP:
                todo.append(first)
            elif operation == SAVE:
                todo.append(at + 1)
            elif operation == MATCH:
                reached |= self._accept
            else:
                assert operation != ASSERT, "programs with assertions are not for this machine"
        return reached
