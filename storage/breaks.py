"""What `dossier verify` looks at and finds: whose chains, what is broken, and how that is said in one line."""

from contextlib import suppress
from dataclasses import dataclass

from storage.secrets import OrganisationKeys

_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose chains are checked: an organisation's, by row id, or those of one of its dossiers alone."""

    organisation: int
    name: str
    keys: OrganisationKeys
    dossier: int | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken link of a chain: whose chain it is, which link of it, and what is there instead of what."""

    chain: str
    at: str
    found: str
    expected: str


def short(value: object) -> str:
    """Give the beginning of a hash, or what stands in its place."""
    with suppress(AttributeError):
        return f"{value.hex()[:_DIGITS]}…"  # type: ignore[attr-defined]
    return plain(value)


def plain(value: object) -> str:
    """Give a value in one line that does nothing to a terminal."""
    return "".join(char if char.isprintable() else "�" for char in str(value))[:120]
