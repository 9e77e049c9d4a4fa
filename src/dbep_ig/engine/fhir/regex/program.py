"""A pattern's tree as a program: steps that all ways of matching go through.

Source: https://swtch.com/~rsc/regexp/regexp2.html
"""

from dbep_ig.engine.diagnostics import Text

from .classes import CharacterSet
from .tree import Assertion, Characters, Choice, Group, Look, Node, PatternError, Repeat, Sequence

LONGEST_PROGRAM = 25_000  # steps; a counted repetition repeats its steps
CHAR, SPLIT, JUMP, SAVE, ASSERT, MATCH = range(6)
Step = tuple[int, int, int]  # operation and two operands


class Program:
    """Steps: (CHAR, set, 0), (SPLIT, preferred, other), (JUMP, to, 0), (SAVE, slot, 0), (ASSERT, which, 0), (MATCH, 0, 0)."""

    __slots__ = ("assertions", "looks", "sets", "steps")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.sets: list[CharacterSet] = []
        self.assertions: list[str] = []
        self.looks: list[tuple[Program, bool, bool]] = []  # (program, ahead, negated), named "look:N"


def compile_program(root: Node, *, backwards: bool = False) -> Program:
    """The program of a tree; `backwards` matches the text from its end."""
    program = Program()
    _Compiler(program, backwards).emit(root)
    program.steps.append((MATCH, 0, 0))
    return program


class _Compiler:
    __slots__ = ("asserted", "backwards", "known", "program", "work")

    def __init__(self, program: Program, backwards: bool) -> None:
        self.program = program
        self.backwards = backwards
        self.known: dict[object, int] = {}
        self.asserted: dict[str, int] = {}
        self.work = 0  # also repetitions of nothing are counted

    def add(self, operation: int, first: int = 0, second: int = 0) -> int:
        steps = self.program.steps
        if len(steps) >= LONGEST_PROGRAM:
            raise _too_large()
        steps.append((operation, first, second))
        return len(steps) - 1

    def emit(self, node: Node) -> None:
        self.work += 1
        if self.work > 10 * LONGEST_PROGRAM:
            raise _too_large()
        if isinstance(node, Characters):
            key = node.set.key()
            if key not in self.known:
                self.known[key] = len(self.program.sets)
                self.program.sets.append(node.set)
            self.add(CHAR, self.known[key])
        elif isinstance(node, Sequence):
            for part in reversed(node.parts) if self.backwards else node.parts:
                self.emit(part)
        elif isinstance(node, Choice):
            self.choice(node)
        elif isinstance(node, Repeat):
            self.repeat(node)
        elif isinstance(node, Group):
            first, last = 2 * node.number, 2 * node.number + 1
            self.add(SAVE, last if self.backwards else first)
            self.emit(node.body)
            self.add(SAVE, first if self.backwards else last)
        elif isinstance(node, Assertion):
            self.add(ASSERT, self.assertion(node.kind))
        elif isinstance(node, Look):
            self.program.looks.append(
                (compile_program(node.body, backwards=node.ahead), node.ahead, node.negated)
            )
            self.add(ASSERT, self.assertion(f"look:{len(self.program.looks) - 1}"))

    def assertion(self, name: str) -> int:
        if name not in self.asserted:
            self.asserted[name] = len(self.program.assertions)
            self.program.assertions.append(name)
        return self.asserted[name]

    def choice(self, node: Choice) -> None:
        ends: list[int] = []
        for branch in node.branches[:-1]:
            split = self.add(SPLIT)
            self.emit(branch)
            ends.append(self.add(JUMP))
            self.program.steps[split] = (SPLIT, split + 1, len(self.program.steps))
        self.emit(node.branches[-1])
        for end in ends:
            self.program.steps[end] = (JUMP, len(self.program.steps), 0)

    def repeat(self, node: Repeat) -> None:
        steps = self.program.steps
        for _ in range(node.least):
            self.emit(node.body)
        if node.most is None:
            split = self.add(SPLIT)
            self.emit(node.body)
            self.add(JUMP, split)
            steps[split] = self.split(split + 1, len(steps), node.greedy)
            return
        splits: list[int] = []
        for _ in range(node.most - node.least):
            splits.append(self.add(SPLIT))
            self.emit(node.body)
        for split in splits:
            steps[split] = self.split(split + 1, len(steps), node.greedy)

    @staticmethod
    def split(inside: int, after: int, greedy: bool) -> Step:
        return (SPLIT, inside, after) if greedy else (SPLIT, after, inside)


def _too_large() -> PatternError:
    return PatternError(
        0,
        Text(
            "mønsteret er for stort når gjentakelsene skrives ut",
            "the pattern is too large when its repetitions are written out",
        ),
    )
