"""Files that were uploaded to the web chat, which is the platform they are then fetched from."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, insert, select

from dossier.fields import FileRef
from storage.database import Database
from storage.files import Sealed, StoredFile, web_place
from storage.ids import new_uid
from storage.sealed_stream import seal
from storage.spool import Spool
from storage.tables import web_uploads
from storage.vault import Vault


class WebUploads:
    """The web chat's own files, of all workspaces: rows in the database, contents sealed in the store of files."""

    def __init__(self, database: Database, vault: Vault, key: bytes) -> None:
        """Take where they are kept and the key that the keys of their contents are made from."""
        self._database = database
        self._vault = vault
        self._key = key

    def save(self, workspace: str, name: str, kind: str, spool: Spool, at: datetime) -> FileRef:
        """Keep a file and give what refers to it: the earlier one when the workspace has the very same file.

        `kind` is its media type. Raises Unreachable.
        """
        known = self._database.read(lambda connection: _same(connection, workspace, name, spool.sha256))
        uid = known or new_uid()
        if known is None:
            sealed = self._sealed(uid)
            self._vault.blobs.put(sealed.place, seal(sealed.key, spool.pieces(), sealed.about))
            row: dict[str, object] = {"uid": uid, "workspace": workspace, "name": name, "type": kind}
            row |= {"sha256": spool.sha256, "size": spool.size, "created_at": at}
            self._database.write(lambda connection: connection.execute(insert(web_uploads), row))
        return FileRef(id=uid, name=name, size=spool.size, type=kind)

    def open(self, workspace: str, uid: str) -> StoredFile | None:
        """Give a file of the workspace, None when there is none."""
        query = select(web_uploads).where(web_uploads.c.workspace == workspace, web_uploads.c.uid == uid)
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        if row is None:
            return None
        ref = FileRef(id=uid, name=row.name, size=row.size, type=row.type)
        if row.content is not None:
            return StoredFile(ref, held=bytes(row.content))
        return StoredFile(ref, self._sealed(uid))

    def pieces(self, file: StoredFile) -> Iterator[bytes]:
        """Give a content in pieces. Raises Unreachable."""
        return self._vault.pieces(file)

    def _sealed(self, uid: str) -> Sealed:
        key = hmac.digest(self._key, uid.encode(), hashlib.sha256)
        return Sealed(web_place(uid), key, f"web_uploads|{uid}|content")


def _same(connection: Connection, workspace: str, name: str, sha256: bytes) -> str | None:
    query = select(web_uploads.c.uid).where(
        web_uploads.c.workspace == workspace, web_uploads.c.sha256 == sha256, web_uploads.c.name == name
    )
    found = connection.execute(query.limit(1)).scalar_one_or_none()
    return None if found is None else str(found)
