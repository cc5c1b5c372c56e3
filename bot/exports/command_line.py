"""`dossier export` and `dossier import`: the same files as in the chat, made and taken in on the server."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bot.clock import clock_beside
from bot.exports.making import House, Made, make
from chat.export_request import FORMATS, Format, Request, What
from chat.voice import Voice
from dossier.errors import DossierError
from dossier.language import Language
from dossier.views import DossierView
from storage.blobs import Unreachable
from storage.database import Connection, Database
from storage.organisations import everyone, product
from storage.preferences import Preference
from storage.secrets import Keyring
from storage.store import Store
from storage.vault import Vault

if TYPE_CHECKING:
    from storage.importing import TakenIn

Progress = Callable[[int, int], None]


class NotMeant(Exception):
    """What was asked for cannot be, or is not there; the message says what can."""


def write_export(
    database: Database,
    keyring: Keyring,
    vault: Vault,
    default: Preference,
    words: tuple[str, str, str],
    folder: Path,
    progress: Progress,
    *,
    sensitive: bool | None = None,
) -> Made:
    """Write an export into a folder, which is made, and give the file.

    `words` are the dossier's name, what of it, and the format ("" for the usual one). Sensitive values are in it where
    that is wanted, and by default in the JSON of a whole dossier, which is there to be imported again. Raises NotMeant.
    """
    name, wanted, format_ = words
    organisation, dossier = meant(database, keyring, default, name)
    read, write, voice = acting(database, keyring, default, organisation)
    request = _request(dossier, wanted, format_, read)
    reveal = sensitive if sensitive is not None else (request.what, request.format) == (What.DOSSIER, Format.JSON)
    request = Request(request.dossier, request.what, request.format, request.kind, request.record, reveal)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="dossier-export-") as temporary:
        try:
            made = make(House(read, write, voice, progress, vault), request, Path(temporary))
        except DossierError as error:
            raise NotMeant(voice.problem(error.problem)) from None
        except Unreachable as error:
            raise NotMeant(f"the store of files: {error}") from None
        return replace(made, path=Path(shutil.move(made.path, folder / made.name)))


def read_import(database: Database, keyring: Keyring, vault: Vault, file: Path) -> "TakenIn":
    """Take in the JSON of a whole dossier. Raises OSError, or Broken (see storage.archive_parts)."""
    # What reads archives is of no use to a server, which imports this module too.
    from storage.archive_file import survey
    from storage.importing import take_in

    with file.open("rb") as opened:
        archive, now = survey(opened), clock_beside(database.file).now()
        return database.write(lambda connection: take_in(connection, keyring, vault, archive, opened, now))


def meant(
    database: Database, keyring: Keyring, default: Preference, name: str, among: Sequence[Any] | None = None
) -> tuple[Any, DossierView]:
    """Give the one dossier of that name with its organisation's row (storage.organisations), of some organisations or
    of all. Raises NotMeant."""
    found, every = [], []
    for organisation in among or database.read(everyone):
        read, _, _ = acting(database, keyring, default, organisation)
        mine = read(lambda store: store.dossiers.mine())
        every += [each.title for each in mine]
        found += [(organisation, each) for each in mine if name in (each.uid, each.title)] or [
            (organisation, each) for each in read(lambda store: store.dossiers.named_in(name))
        ]
    if len(found) != 1:
        could_be = [each.title for _, each in found] or every
        raise NotMeant(f"which dossier is {name!r}? There are: " + ("; ".join(could_be[:30]) or "none"))
    return found[0]


def _request(dossier: DossierView, wanted: str, format_: str, read: Any) -> Request:
    kind, record, number = None, "", wanted.lstrip("#")
    if number.isdecimal():
        what = What.RECORD
        try:
            record = read(lambda store: store.records.by_number(dossier, int(number)).line.uid)
        except DossierError:
            raise NotMeant(f"there is no record {wanted} in {dossier.title}") from None
    elif wanted in (What.DOSSIER, What.COVER):
        what = What(wanted)
    elif kind := read(lambda store: store.kinds).named(wanted):
        what = What.LIST
    else:
        raise NotMeant("--what is dossier, cover, #number, or a kind such as change or issue")
    chosen = format_ or FORMATS[what][0].value
    if chosen not in FORMATS[what]:
        raise NotMeant(f"--format of this is one of {', '.join(FORMATS[what])}")
    return Request(dossier.uid, what, Format(chosen), kind, record)


def acting(database: Database, keyring: Keyring, default: Preference, organisation: Any) -> tuple[Any, Any, Voice]:
    """Give how the product itself reads and writes in an organisation, and how it speaks there."""
    row, _, uid, key = organisation
    actor, keys, now = product(row), keyring.organisation(uid, key), clock_beside(database.file).now()

    def read(query: Any) -> Any:
        return database.read(lambda connection: query(Store(connection, actor, now, keys, default)))

    def write(unit: Any) -> Any:
        def run(connection: Connection) -> Any:
            store = Store(connection, actor, now, keys, default)
            result = unit(store)
            store.finish()
            return result

        return database.write(run)

    _, chosen = read(lambda store: store.preferences.of(None, None, default))
    return read, write, Voice(Language(chosen.language), chosen.zone, now)
