"""Attached files: noted when they are named, fetched by a job, kept encrypted."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, insert, select, update

from dossier.fields import FileRef
from storage.access import found
from storage.ids import AnyRow, new_uid
from storage.secrets import decrypt, encrypt
from storage.tables import files

if TYPE_CHECKING:
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file with its content; None as long as it has not been fetched."""

    ref: FileRef
    content: bytes | None


@dataclass(frozen=True, slots=True)
class FileSource:
    """Where a file is to be fetched: the platform, the workspace's key, the platform's id of it, its announced size."""

    platform: str
    workspace: str
    file: str
    size: int


class Files:
    """Files of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def take(self, ref: FileRef, platform: str, workspace: str) -> tuple[FileRef, bool]:
        """Note a file a platform has, by the platform's id; one of ours stays as it is.

        Gives our reference to it, and whether it has to be fetched.
        """
        known = self._store.connection.execute(self._select(ref.id)).one_or_none()
        if known is not None:
            return _ref(known), False
        ours = ref.model_copy(update={"id": new_uid()})
        row = {
            "uid": ours.id,
            "organisation_id": self._store.actor.organisation,
            "name": ref.name,
            "type": ref.type,
            "size": ref.size,
            "source": f"{platform}/{workspace}/{ref.id}",
            "created_at": self._store.now,
        }
        self._store.connection.execute(insert(files), row)
        return ours, True

    def source(self, uid: str) -> FileSource | None:
        """Give where a file is to be fetched from, None when it has been. Raises NotFound."""
        row = found(self._store.connection.execute(self._select(uid)).one_or_none())
        if row.source is None:
            return None
        platform, workspace, file = str(row.source).split("/", 2)
        return FileSource(platform, workspace, file, row.size)

    def keep(self, uid: str, content: bytes) -> None:
        """Keep a file's content, encrypted, with its digest; from now on the platform is not asked any more."""
        sealed = encrypt(self._store.keys.file_key(uid), content, uid)
        self._store.connection.execute(
            update(files)
            .where(files.c.uid == uid, files.c.organisation_id == self._store.actor.organisation)
            .values(content=sealed, sha256=hashlib.sha256(content).digest(), size=len(content), source=None)
        )

    def open(self, uid: str) -> StoredFile:
        """Give a file with its content. Raises NotFound."""
        row = found(self._store.connection.execute(self._select(uid)).one_or_none())
        content = decrypt(self._store.keys.file_key(uid), row.content, uid) if row.source is None else None
        return StoredFile(_ref(row), content)

    def digest(self, uid: str) -> bytes | None:
        """Give the SHA-256 of a file's content, None as long as it has not been fetched. Raises NotFound."""
        row = found(self._store.connection.execute(self._select(uid)).one_or_none())
        return bytes(row.sha256) if row.sha256 is not None else None

    def rename(self, uid: str, name: str) -> None:
        """Call a file otherwise from now on. Raises NotFound."""
        found(self._store.connection.execute(self._select(uid)).one_or_none())
        ours = (files.c.uid == uid, files.c.organisation_id == self._store.actor.organisation)
        self._store.connection.execute(update(files).where(*ours).values(name=name))
        self._store.audit.add("file.rename", f"file:{uid}", name)

    def _select(self, uid: str) -> Select[Any]:
        return select(files).where(files.c.uid == uid, files.c.organisation_id == self._store.actor.organisation)


def _ref(row: AnyRow) -> FileRef:
    return FileRef(id=row.uid, name=row.name, size=row.size, type=row.type)
