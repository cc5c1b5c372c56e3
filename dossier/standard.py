"""An organisation's dossier standard: what its rules say is kept, by whom, named how and by when."""

from dataclasses import dataclass
from datetime import datetime

from dossier.commitments import Training
from dossier.folders import Filing
from dossier.kinds import Kind
from dossier.language import Language
from dossier.naming import Pattern
from dossier.rules import Rule


@dataclass(frozen=True, slots=True)
class Regulations:
    """All that the standard of an organisation follows from."""

    organisation: str
    kinds: tuple[Kind, ...]
    rule: Rule
    pattern: Pattern
    language: Language
    """That of the labels in names."""
    stages: tuple[str, ...]
    filing: Filing
    training: Training | None
    months: int
    """For how many months a confirmation of confidentiality holds where a dossier says nothing else."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the standard: its number, the mark of what it says, and since when it has been in force."""

    number: int
    digest: str
    since: datetime
    noted: bool = True
    """Whether it is kept word for word; one that is not is to be kept before anybody is shown its number."""
