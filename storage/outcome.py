"""What came of a unit of work that ran with others."""

from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Outcome(Generic[T]):
    """A result, or the error there is instead of one."""

    def __init__(self) -> None:
        """Begin with neither."""
        self.done = False
        self._result: Any = None
        self._error: BaseException | None = None

    def succeed(self, result: T) -> None:
        """Have it give a result."""
        self._result, self.done = result, True

    def fail(self, error: BaseException) -> None:
        """Have it raise an error, unless its outcome is there."""
        if not self.done:
            self._error, self.done = error, True

    def get(self) -> T:
        """Give the result, or raise the error; RuntimeError where there is neither yet."""
        if self._error is not None:
            raise self._error
        if not self.done:
            raise RuntimeError("nothing has come of it yet")
        result: T = self._result
        return result
