"""What `dossier doctor` finds, of the product and of each platform."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` says what to do when it is not well."""

    well: bool
    what: str
    mend: str = ""
