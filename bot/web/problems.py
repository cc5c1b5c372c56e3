"""Requests that are refused, and the sentence each is answered with."""

from typing import Self

from dossier.errors import Problem


class Refusal(Exception):
    """A request that is refused: its HTTP status, and the key (without `problem-`) and data of the sentence."""

    problem: Problem | None = None
    """What is said instead, in the product's own words."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Make the refusal (400) of what the product does not take."""
        made = cls(400, problem.key)
        made.problem = problem
        return made

    def __init__(self, status: int, key: str, **data: object) -> None:
        """Take the status, the key and the data."""
        super().__init__(key)
        self.status = status
        self.key = f"problem-{key}"
        self.data = data
