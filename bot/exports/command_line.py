"""`dossier export` and `dossier import`: the same files as in the chat, made and taken in on the server."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.exports.making import House, make
from bot.named import NotMeant, dossier_named, organisations
from chat.export_request import FORMATS, Format, Request, What
from chat.voice import Voice
from dossier.errors import DossierError
from dossier.kinds import kind_named
from dossier.language import Language
from dossier.views import DossierView
from storage.archive_file import read
from storage.database import Database
from storage.importing import TakenIn, take_in
from storage.preferences import Preference
from storage.secrets import Keyring

Progress = Callable[[int, int], None]


def write_export(
    database: Database,
    keyring: Keyring,
    default: Preference,
    words: tuple[str, str, str],
    folder: Path,
    progress: Progress,
    *,
    sensitive: bool | None = None,
) -> Path:
    """Write an export into a folder, which is made, and give the file.

    `words` are the dossier's name, what of it, and the format ("" for the usual one). Sensitive values are in it where
    that is wanted, and by default in the JSON of a whole dossier, which is there to be imported again. Raises NotMeant.
    """
    name, wanted, format_ = words
    organisation, dossier = dossier_named(organisations(database, keyring, default), name)
    _, chosen = organisation.read(lambda store: store.preferences.of(None, None, default))
    voice = Voice(Language(chosen.language), chosen.zone, datetime.now(UTC))
    request = _request(dossier, wanted, format_, organisation.read)
    reveal = sensitive if sensitive is not None else (request.what, request.format) == (What.DOSSIER, Format.JSON)
    request = Request(request.dossier, request.what, request.format, request.kind, request.record, reveal)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="dossier-export-") as temporary:
        try:
            made = make(House(organisation.read, organisation.write, voice, progress), request, Path(temporary))
        except DossierError as error:
            raise NotMeant(voice.problem(error.problem)) from None
        return Path(shutil.move(made.path, folder / made.name))


def read_import(database: Database, keyring: Keyring, file: Path) -> TakenIn:
    """Take in the JSON of a whole dossier. Raises OSError, or Broken (see storage.archive_file)."""
    content = file.read_bytes()
    archive = read(content)
    return database.write(lambda connection: take_in(connection, keyring, archive, content, datetime.now(UTC)))


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
    elif kind := kind_named(wanted):
        what = What.LIST
    else:
        raise NotMeant("--what is dossier, cover, #number, or a kind such as change or issue")
    chosen = format_ or FORMATS[what][0].value
    if chosen not in FORMATS[what]:
        raise NotMeant(f"--format of this is one of {', '.join(FORMATS[what])}")
    return Request(dossier.uid, what, Format(chosen), kind, record)
