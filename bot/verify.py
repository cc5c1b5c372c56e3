"""`dossier verify`: whether every hash chain holds, and if not, which link of which is the first that does not."""

from collections.abc import Callable, Iterator

from bot.named import NotMeant, Organisation, dossier_named, organisations
from storage.database import Database
from storage.integrity import unready
from storage.organisations import opened_by
from storage.preferences import Preference
from storage.secrets import Keyring
from storage.verifying import Break, Scope, Size, broken, size


def scopes(database: Database, keyring: Keyring, default: Preference, organisation: str, dossier: str) -> list[Scope]:
    """Give what is to be checked: everything, one organisation, or one dossier; "" for a name that was not given.

    Raises NotMeant where a name does not say which, or the database is not there to be checked.
    """
    if wrong := unready(database):
        raise NotMeant("; ".join(f"the database: {each.what}: {each.mend}" for each in wrong))
    if not opened_by(database, keyring):
        raise NotMeant("DOSSIER_MASTER_KEY does not open this database: set the one it was made with")
    among = organisations(database, keyring, default, organisation)
    if not dossier:
        return [_scope(each) for each in among]
    where, meant = dossier_named(among, dossier)
    return [_scope(where, meant.id)]


def whole_size(database: Database, among: list[Scope]) -> Size:
    """Give how many chains and links there are to check."""
    sizes = [size(database, each) for each in among]
    return Size(sum(each.chains for each in sizes), sum(each.links for each in sizes))


def breaks(database: Database, among: list[Scope], checked: Callable[[int], None]) -> Iterator[Break]:
    """Give the first broken link of every broken chain; `checked` is told how many links were looked at."""
    for each in among:
        yield from broken(database, each, checked)


def in_words(found: Break) -> str:
    """Say what is wrong in one line."""
    return f"{found.chain}, {found.at}: found {found.found}, expected {found.expected}"


def _scope(organisation: Organisation, dossier: int | None = None) -> Scope:
    return Scope(organisation.row, organisation.name, organisation.keys, dossier)
