"""What can go wrong for a person: a text key and its data, put into words where the language is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.language import Language


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence to be: the key of a text (`problem-…`) and the data in it."""

    key: str
    data: Mapping[str, str | int] = field(default_factory=dict)


class DossierError(Exception):
    """Something a person can be told; nothing was written.

    `language` is the one to tell it in where that is known better than from who is told: of a question in words.
    """

    language: Language | None = None

    def __init__(self, key: str, **data: str | int) -> None:
        """Take the text key without its `problem-` prefix, and the data of the sentence."""
        super().__init__(key, data)
        self.problem = Problem(f"problem-{key}", data)

    @staticmethod
    def of(problem: Problem) -> "DossierError":
        """Give the error that says a problem which was noted before."""
        return DossierError(problem.key.removeprefix("problem-"), **problem.data)


class InvalidFields(DossierError):
    """Values that are refused, each with the reason on its field."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        """Take the problem of every refused field, by field name; `""` is the form as a whole."""
        super().__init__("fields")
        self.problems = dict(problems)


class Refused(DossierError):
    """The person's tier does not allow it; the sentence names the tier that does.

    `where` is the dossier it was refused in, by its row id: there they can ask for that tier.
    """

    where: int | None = None

    def within(self, dossier: int) -> "Refused":
        """Say in which dossier it was refused."""
        self.where = dossier
        return self


class NotFound(DossierError):
    """There is nothing of that name here; also said of what belongs to another organisation."""


class Conflict(DossierError):
    """It was possible a moment ago and no longer is: sealed, changed or taken meanwhile."""
