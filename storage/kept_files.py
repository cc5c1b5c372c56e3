"""Looking at every kept file: whether its content is there, opens, and is the one that was kept; piece by piece."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from storage.blobs import Blobs, Gone, Unreachable
from storage.breaks import Break, Scope, plain, short
from storage.database import Database
from storage.ids import AnyRow
from storage.sealed_stream import unseal
from storage.secrets import WrongKey, decrypt
from storage.tables import blobs, files

_PAGE = 200
_blob_number = func.coalesce(files.c.blob_id, 0)


@dataclass(frozen=True, slots=True)
class _Content:
    """What lies there: its SHA-256 and size, or in words what is found instead of what."""

    sha256: bytes = b""
    size: int = 0
    wrong: tuple[str, str] | None = None


class KeptFiles:
    """Looks at the contents of files; `count` says of how many so far."""

    def __init__(self, store: Blobs) -> None:
        """Take where contents lie."""
        self._store = store
        self.count = 0

    def breaks(
        self, database: Database, scope: Scope, checked: Callable[[int], None], among: Collection[str] | None
    ) -> Iterator[Break]:
        """Give every file whose content is not the one that was kept; `among` are the ids to look at (None: all).

        A content that several files share is read once, outside any transaction.
        """
        at, last, content = (0, 0), None, _Content()
        while page := database.read(lambda connection, at=at: _page(connection, scope, at)):  # type: ignore[misc]
            for row in page:
                at = (row.blob, row.id)
                if among is not None and row.uid not in among:
                    continue
                self.count += 1
                checked(1)
                if not row.blob or row.blob != last:
                    last, content = row.blob, self._read(database, row, scope)
                if wrong := _wrong(row, content, scope):
                    yield Break(f"file {plain(row.name)} ({row.uid})", "its content", *wrong)

    def _read(self, database: Database, row: AnyRow, scope: Scope) -> _Content:
        digest, size = hashlib.sha256(), 0
        try:
            for piece in self._pieces(database, row, scope):
                digest.update(piece)
                size += len(piece)
        except Gone:
            return _Content(wrong=("nothing in the store of files", f"what was kept there as {plain(row.place)}"))
        except Unreachable as error:
            return _Content(wrong=(f"an answer of the store of files: {plain(error)}", "what was kept there"))
        except WrongKey:
            return _Content(wrong=("something that does not open", "what was kept there, as it was"))
        return _Content(digest.digest(), size)

    def _pieces(self, database: Database, row: AnyRow, scope: Scope) -> Iterator[bytes]:
        keys = scope.keys
        if row.blob_uid is None:
            held = select(files.c.content).where(files.c.id == row.id)
            sealed = database.read(lambda connection: connection.execute(held).scalar_one())
            return iter((decrypt(keys.file_key(row.uid), sealed, row.uid),))
        key = keys.blob_key(row.blob_uid, row.key)
        return unseal(key, self._store.get(row.place), keys.about_blob(row.blob_uid))


def _page(connection: Connection, scope: Scope, at: tuple[int, int]) -> list[AnyRow]:
    """Read some files that have a content, by where it lies."""
    blob, last = at
    here = files.c.blob_id.is_not(None) | files.c.content.is_not(None)
    wanted = (here, files.c.organisation_id == scope.organisation)
    later = (_blob_number > blob) | ((_blob_number == blob) & (files.c.id > last))
    kept = (files.c.id, files.c.uid, files.c.name, files.c.size, files.c.sha256, _blob_number.label("blob"))
    lies = (blobs.c.uid.label("blob_uid"), blobs.c.place, blobs.c.key, blobs.c.digest)
    query = select(*kept, *lies).outerjoin(blobs, blobs.c.id == files.c.blob_id)
    rows = connection.execute(query.where(*wanted, later).order_by(_blob_number, files.c.id).limit(_PAGE))
    return list(rows)


def _wrong(row: AnyRow, content: _Content, scope: Scope) -> tuple[str, str] | None:
    if content.wrong is not None:
        return content.wrong
    said = f"one of SHA-256 {short(row.sha256)} and {row.size} bytes"
    if (row.sha256 or content.sha256, row.size) != (content.sha256, content.size):
        return f"one of SHA-256 {short(content.sha256)} and {content.size} bytes", said
    if row.blob_uid is not None and row.digest != scope.keys.address(content.sha256):
        return f"one that is kept as {short(row.digest)}", said
    return None


def named_in(content: Any) -> Iterator[str]:
    """Give the ids of the files that a record's content names."""
    for value in content.values() if isinstance(content, dict) else ():
        for each in value if isinstance(value, list) else ():
            if isinstance(each, dict) and {"id", "name", "size", "type"} <= set(each):
                yield str(each["id"])
