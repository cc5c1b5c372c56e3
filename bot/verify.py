"""`dossier verify`: whether every hash chain holds, and if not, which link of which is the first that does not."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.exports.command_line import NotMeant, meant
from storage.breaks import Break, Scope
from storage.database import Database
from storage.integrity import unready
from storage.kept_files import KeptFiles
from storage.organisations import everyone, opened_by
from storage.preferences import Preference
from storage.secrets import Keyring
from storage.verifying import Size, broken, size

_FEW = 30


def scopes(database: Database, keyring: Keyring, default: Preference, organisation: str, dossier: str) -> list[Scope]:
    """Give what is to be checked: everything, one organisation, or one dossier; "" for a name that was not given.

    Raises NotMeant where a name does not say which, or the database is not there to be checked.
    """
    if wrong := unready(database):
        raise NotMeant("; ".join(f"the database: {each.what}: {each.mend}" for each in wrong))
    if not opened_by(database, keyring):
        raise NotMeant("DOSSIER_MASTER_KEY does not open this database: set the one it was made with")
    every = database.read(everyone)
    among = [each for each in every if not organisation or organisation in each[1:3]]
    if organisation and len(among) != 1:
        names = "; ".join(each[1] for each in every[:_FEW]) or "none"
        raise NotMeant(f"which organisation is {organisation!r}? There are: {names}")
    if not dossier:
        return [_scope(keyring, each) for each in among]
    where, found = meant(database, keyring, default, dossier, among)
    return [_scope(keyring, where, found.id)]


def whole_size(database: Database, among: list[Scope]) -> Size:
    """Give how many chains and links there are to check."""
    sizes = [size(database, each) for each in among]
    files = sum(each.files for each in sizes)
    return Size(sum(each.chains for each in sizes), sum(each.links for each in sizes), files)


def breaks(
    database: Database, among: list[Scope], checked: Callable[[int], None], kept: KeptFiles | None
) -> Iterator[Break]:
    """Give what is broken: of every chain its first such link; with `kept` the files too.

    `checked` is told how many links and files were looked at.
    """
    for each in among:
        yield from broken(database, each, checked, kept)


def in_words(found: Break) -> str:
    """Say what is wrong in one line."""
    return f"{found.chain}, {found.at}: found {found.found}, expected {found.expected}"


def _scope(keyring: Keyring, organisation: Any, dossier: int | None = None) -> Scope:
    row, name, uid, key = organisation
    return Scope(row, name, keyring.organisation(uid, key), dossier)
