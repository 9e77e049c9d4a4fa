"""Patterns as automata: a program of steps, run over a text with all ways at once. Never backtracks.

`Automaton` answers yes or no with a lazily built deterministic automaton: each character is looked at once, and what was
worked out for a set of states is kept (up to a bound). `first_match` finds where the groups lie, with the preferences of
Perl, by Pike's method. Look-around is worked out for all places in one pass each way, and then is a place like any other.

Source: https://swtch.com/~rsc/regexp/regexp2.html
"""

from .bits import BitMachine
from .program import ASSERT, CHAR, JUMP, MATCH, SAVE, SPLIT, Program

_MOST_STATES = 2_000  # kept of one automaton, then begun again
_MOST_CHARACTERS = 20_000  # whose class is remembered


class _State:
    """A set of steps where the automaton may be, and where each kind of character leads from there."""

    __slots__ = ("closed", "kernel", "next")

    def __init__(self, kernel: frozenset[int]) -> None:
        self.kernel = kernel
        self.closed: dict[int, tuple[tuple[tuple[int, int], ...], bool]] = {}  # bits -> (waiting, accepting)
        self.next: dict[int, _State] = {}  # bits and a character's signature -> state


class Automaton:
    """Answers where a program matches. Safe to share between threads: what it remembers is only ever added or begun again.

    visits  how many steps of the program and characters were looked at since it was made; for tests of linearity
    """

    __slots__ = ("_bits", "_shift", "_signatures", "_states", "_thrashes", "looks", "program", "visits")

    def __init__(self, program: Program) -> None:
        self.program = program
        self.visits = 0
        self.looks = [(Automaton(look), ahead, negated) for look, ahead, negated in program.looks]
        self._shift = len(program.sets)
        self._signatures: dict[str, int] = {}  # of characters: the sets they are in, as bits
        # (steps, whether a match may begin anywhere) -> state
        self._states: dict[tuple[frozenset[int], bool], _State] = {}
        self._thrashes = False  # there are more states than are kept
        self._bits: BitMachine | None = None

    def matches_within(self, text: str) -> bool:
        """Whether some part of the text matches."""
        return self._run(text, anywhere=True, whole=False)

    def matches_whole(self, text: str) -> bool:
        """Whether the whole text matches."""
        return self._run(text, anywhere=False, whole=True)

    def places(self, text: str, *, backwards: bool) -> list[bool]:
        """For each place 0…len(text): whether a match that began anywhere ends there (read from the end if `backwards`)."""
        found = [False] * (len(text) + 1)
        bits_at = bits_of(self, text)
        state = self._state(frozenset((0,)), True)
        order = range(len(text), -1, -1) if backwards else range(len(text) + 1)
        for place in order:
            bits = bits_at[place] if bits_at is not None else 0
            waiting, accepting = self._close(state, bits)
            found[place] = accepting
            at = place - 1 if backwards else place
            if 0 <= at < len(text):
                state = self._step(state, waiting, bits, text[at], anywhere=True)
        self.visits += len(text) + 1
        return found

    def _run(self, text: str, *, anywhere: bool, whole: bool) -> bool:
        if self._thrashes:
            return self._run_bits(text, anywhere=anywhere, whole=whole)
        bits_at = bits_of(self, text)
        signatures, shift = self._signatures, self._shift
        state = self._state(frozenset((0,)), anywhere)
        bits = 0
        for place, char in enumerate(text):
            if bits_at is not None:
                bits = bits_at[place]
            closed = state.closed.get(bits)
            if closed is None:
                closed = self._close(state, bits)
            if closed[1] and not whole:
                self.visits += place + 1
                return True
            signature = signatures.get(char)
            following = None if signature is None else state.next.get(bits << shift | signature)
            if following is None:
                following = self._step(state, closed[0], bits, char, anywhere=anywhere)
                if self._thrashes:
                    return self._run_bits(text, anywhere=anywhere, whole=whole)
            state = following
            if not state.kernel:
                self.visits += place + 1
                return False
        self.visits += len(text) + 1
        return self._close(state, bits_at[len(text)] if bits_at is not None else 0)[1]

    def _run_bits(self, text: str, *, anywhere: bool, whole: bool) -> bool:
        if self._bits is None:
            self._bits = BitMachine(self.program)
        self.visits += len(text) + 1
        return self._bits.run(text, self.signature, anywhere=anywhere, whole=whole)

    def _state(self, kernel: frozenset[int], anywhere: bool) -> _State:
        state = self._states.get((kernel, anywhere))
        if state is None:
            if len(self._states) >= _MOST_STATES:
                self._states = {}
                self._thrashes = BitMachine.usable(self.program)
            state = self._states.setdefault((kernel, anywhere), _State(kernel))
        return state

    def _close(self, state: _State, bits: int) -> tuple[tuple[tuple[int, int], ...], bool]:
        """What is reached without a character: the (step, set) pairs that wait for one, and whether the match is done."""
        closed = state.closed.get(bits)
        if closed is not None:
            return closed
        steps = self.program.steps
        seen: set[int] = set()
        todo = list(state.kernel)
        waiting: list[tuple[int, int]] = []
        accepting = False
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            operation, first, second = steps[at]
            if operation == CHAR:
                waiting.append((at + 1, first))
            elif operation == SPLIT:
                todo.append(first)
                todo.append(second)
            elif operation == JUMP:
                todo.append(first)
            elif operation == SAVE or (operation == ASSERT and bits >> first & 1):
                todo.append(at + 1)
            elif operation == MATCH:
                accepting = True
        self.visits += len(seen)
        waiting.sort()
        state.closed[bits] = closed = (tuple(waiting), accepting)
        return closed

    def _step(
        self, state: _State, waiting: tuple[tuple[int, int], ...], bits: int, char: str, *, anywhere: bool
    ) -> _State:
        signature = self.signature(char)
        key = bits << self._shift | signature
        following = state.next.get(key)
        if following is None:
            kernel = [after for after, which in waiting if signature >> which & 1]
            if anywhere:
                kernel.append(0)
            self.visits += len(waiting)
            following = self._state(frozenset(kernel), anywhere)
            state.next[key] = following
        return following

    def signature(self, char: str) -> int:
        """The sets of the program that a character is in, as bits."""
        signature = self._signatures.get(char)
        if signature is None:
            signature = 0
            for which, characters in enumerate(self.program.sets):
                if characters.holds(char):
                    signature |= 1 << which
            if len(self._signatures) >= _MOST_CHARACTERS:
                self._signatures.clear()
            self._signatures[char] = signature
        return signature


def bits_of(automaton: Automaton, text: str) -> list[int] | None:
    """For each place of a text: which of the program's assertions hold there, as bits. None when it has none."""
    program = automaton.program
    if not program.assertions:
        return None
    length = len(text)
    bits = [0] * (length + 1)
    for number, name in enumerate(program.assertions):
        bit = 1 << number
        if name == "start":
            bits[0] |= bit
        elif name == "end":
            bits[length] |= bit
        elif name == "last-line-end":
            bits[length] |= bit
            if text.endswith("\n"):
                bits[length - 1] |= bit
        else:
            for place, holds in enumerate(_holds(automaton, name, text)):
                if holds:
                    bits[place] |= bit
    return bits


def _holds(automaton: Automaton, name: str, text: str) -> list[bool]:
    if name.startswith("look:"):
        look, ahead, negated = automaton.looks[int(name[5:])]
        found = look.places(text, backwards=ahead)
        return [not one for one in found] if negated else found
    if name == "line-start":
        return [True, *(char == "\n" for char in text)]
    if name == "line-end":
        return [*(char == "\n" for char in text), True]
    words = [False, *(char.isascii() and (char.isalnum() or char == "_") for char in text), False]
    wanted = name == "word"
    return [(words[place] != words[place + 1]) == wanted for place in range(len(text) + 1)]


def first_match(
    automaton: Automaton, text: str, start: int, slots: int, bits: list[int] | None
) -> tuple[tuple[int, ...] | None, int]:
    """The match that Perl would find first from `start` on: (its slots, steps visited).

    Slots 2n and 2n+1 hold where group n begins and ends (-1: not taken part); group 0 is the whole match.
    """
    steps = automaton.program.steps
    visits = 0
    best: tuple[int, ...] | None = None
    threads: list[tuple[int, tuple[int, ...]]] = []
    empty = (-1,) * slots
    for place in range(start, len(text) + 1):
        if best is None:
            threads.append((0, (place, *empty[1:])))
        if not threads:
            break
        here = bits[place] if bits is not None else 0
        signature = automaton.signature(text[place]) if place < len(text) else 0
        following: list[tuple[int, tuple[int, ...]]] = []
        seen: set[int] = set()
        done = False
        for thread in threads:
            todo = [thread]
            while todo:
                at, taken = todo.pop()
                if at in seen:
                    continue
                seen.add(at)
                operation, first, second = steps[at]
                if operation == CHAR:
                    if signature >> first & 1:
                        following.append((at + 1, taken))
                elif operation == SPLIT:
                    todo.append((second, taken))
                    todo.append((first, taken))
                elif operation == JUMP:
                    todo.append((first, taken))
                elif operation == SAVE:
                    todo.append((at + 1, (*taken[:first], place, *taken[first + 1 :])))
                elif operation == ASSERT:
                    if here >> first & 1:
                        todo.append((at + 1, taken))
                else:
                    best = (taken[0], place, *taken[2:])
                    done = True
                    break
            if done:
                break  # what stands behind in line is less preferred
        visits += len(seen) + 1
        threads = following
    return best, visits
