"""What a stage returns: a value when there is one, and every issue found on the way."""

from typing import Generic, NamedTuple, TypeVar

from .issue import Issue

T = TypeVar("T")


class Result(NamedTuple, Generic[T]):
    """`value` is None when the stage could not produce one; the issues then hold at least one error."""

    value: T | None
    issues: tuple[Issue, ...] = ()

    @property
    def ok(self) -> bool:
        """There is a value and no error."""
        return self.value is not None and not any(issue.is_error for issue in self.issues)
