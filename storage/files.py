"""Attached files: noted when they are named, fetched by a job, kept in the store of files, each content once."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, insert, select, update

from dossier.attachable import plain_name
from dossier.errors import NotFound, Problem
from dossier.fields import FileRef
from storage.access import found
from storage.ids import AnyRow, new_uid, row_id
from storage.secrets import decrypt
from storage.tables import blobs, files

if TYPE_CHECKING:
    from storage.store import Store

ERASED = "problem-file-erased"
"""The problem of a file whose content was destroyed with the record it was attached to."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Where a content lies in the store of files, the key it opens with, and what it is sealed as."""

    place: str
    key: bytes
    about: str


@dataclass(frozen=True, slots=True)
class NewBlob:
    """A content that is to be kept and is not there yet: its id and wrapped key, and where it is to lie."""

    uid: str
    wrapped: bytes
    sealed: Sealed


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of a content once it is here: its SHA-256, its size in bytes and its type, as it looks inside."""

    sha256: bytes
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file: where its content is, `sealed` or, of earlier versions, `held` in the database itself.

    Neither as long as it has not been fetched; `refused` says why it was not kept.
    """

    ref: FileRef
    sealed: Sealed | None = None
    held: bytes | None = None
    refused: Problem | None = None

    @property
    def here(self) -> bool:
        """Whether its content is here."""
        return self.sealed is not None or self.held is not None


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

    def take(self, ref: FileRef, platform: str, workspace: str, held: Collection[str] = ()) -> tuple[FileRef, bool]:
        """Note a file a platform has, by the platform's id; one of ours that is among those `held` stays as it is.

        Gives our reference to it, and whether it has to be fetched. Raises NotFound for any other of ours: its id is
        not what a platform calls a file, and who sends it need not be somebody who may see it.
        """
        known = self._store.connection.execute(self._select(ref.id)).one_or_none()
        if known is not None and ref.id not in held:
            raise NotFound("not-found")
        if known is not None:
            return _ref(known), False
        ours = ref.model_copy(update={"id": new_uid(), "name": plain_name(ref.name), "sha256": ""})
        self.add(ours, f"{platform}/{workspace}/{ref.id}")
        return ours, True

    def add(self, ref: FileRef, source: str) -> None:
        """Note a file under an id of ours, with where it is to be fetched."""
        row = {
            "uid": ref.id,
            "organisation_id": self._store.actor.organisation,
            "name": ref.name,
            "type": ref.type,
            "size": ref.size,
            "source": source,
            "created_at": self._store.now,
        }
        self._store.connection.execute(insert(files), row)

    def source(self, uid: str) -> FileSource | None:
        """Give where a file is to be fetched from, None when it has been. Raises NotFound."""
        row = found(self._store.connection.execute(self._select(uid)).one_or_none())
        if row.source is None:
            return None
        platform, workspace, file = str(row.source).split("/", 2)
        return FileSource(platform, workspace, file, row.size)

    def has(self, sha256: bytes) -> bool:
        """Tell whether the organisation keeps a content."""
        return self._blob(sha256) is not None

    def wanting(self, sha256: bytes) -> NewBlob | None:
        """Give how a content is to be put into the store of files, None where the organisation has it already."""
        if self.has(sha256):
            return None
        uid, house = new_uid(), self._store.keys
        key, wrapped = house.new_blob_key(uid)
        address = house.address(sha256).hex()
        # Two that come at the same moment do not write over each other: the id is part of the name.
        place = f"{house.uid}/{address[:2]}/{address}-{uid}"
        return NewBlob(uid, wrapped, Sealed(place, key, house.about_blob(uid)))

    def keep(self, uid: str, content: Content, new: NewBlob | None) -> bool:
        """Note that a file's content is in the store of files; from now on the platform is not asked any more.

        `new` is what was put there, None where it was there already. Gives whether that is what is used: otherwise
        another was faster, and it can be dropped. Raises NotFound, also for a file that was erased meanwhile.
        """
        organisation = self._store.actor.organisation
        known = self._blob(content.sha256)
        if known is None and new is None:
            raise NotFound("not-found")
        if known is None and new is not None:
            row = {"uid": new.uid, "organisation_id": organisation, "place": new.sealed.place, "key": new.wrapped}
            row |= {"digest": self._store.keys.address(content.sha256), "created_at": self._store.now}
            number = row_id(self._store.connection.execute(insert(blobs), row))
        else:
            number = known.id if known is not None else 0
        address = self._store.keys.address(content.sha256).hex()
        done = self._store.connection.execute(
            update(files)
            .where(files.c.uid == uid, files.c.organisation_id == organisation)
            .where(files.c.refused.is_(None) | ~files.c.refused.contains(ERASED))
            .values(
                blob_id=number,
                content=None,
                sha256=content.sha256,
                size=content.size,
                type=content.type,
                source=None,
                refused=None,
            )
            .returning(files.c.name)
        )
        # So that nobody can put another content, or another name, in its place without being found out.
        self._store.audit.add("file.keep", f"file:{uid}", f"{address} {found(done.scalar_one_or_none())}")
        return known is None

    def refuse(self, uid: str, problem: Problem) -> None:
        """Note why a file's content was not kept; the platform is not asked any more. Raises NotFound."""
        row = found(self._store.connection.execute(self._select(uid)).one_or_none())
        said = json.dumps({"key": problem.key, "data": dict(problem.data)}, ensure_ascii=False)
        self._store.connection.execute(update(files).where(files.c.id == row.id).values(refused=said, source=None))
        self._store.audit.add("file.refuse", f"file:{uid}", f"{row.name}: {problem.key.removeprefix('problem-')}")

    def refused_of(self, ids: Collection[str]) -> frozenset[str]:
        """Give those of some files, by their ids, that were looked at and not kept."""
        if not ids:
            return frozenset()
        query = select(files.c.uid).where(
            files.c.uid.in_(ids),
            files.c.organisation_id == self._store.actor.organisation,
            files.c.refused.is_not(None) & ~files.c.refused.contains(ERASED),
        )
        return frozenset(self._store.connection.execute(query).scalars())

    def open(self, uid: str) -> StoredFile:
        """Give a file and where its content is. Raises NotFound."""
        row = found(self._store.connection.execute(self._select(uid)).one_or_none())
        sealed = held = refused = None
        if row.blob_uid is not None:
            keys = self._store.keys
            sealed = Sealed(row.place, keys.blob_key(row.blob_uid, row.key), keys.about_blob(row.blob_uid))
        elif row.content is not None:
            held = decrypt(self._store.keys.file_key(uid), row.content, uid)
        if row.refused is not None:
            refused = Problem(**json.loads(row.refused))
        return StoredFile(_ref(row), sealed, held, refused)

    def digest(self, uid: str) -> bytes | None:
        """Give the SHA-256 of a file's content, None as long as it has not been fetched. Raises NotFound."""
        row = found(self._store.connection.execute(self._select(uid)).one_or_none())
        return bytes(row.sha256) if row.sha256 is not None else None

    def repeats(self, ref: FileRef, held: Iterable[FileRef]) -> bool:
        """Tell whether what is in a file that was sent, as far as it was looked at, is in one of some of ours."""
        ours = (self.digest(each.id) for each in (held if ref.sha256 else ()))
        return any(digest is not None and digest.hex() == ref.sha256 for digest in ours)

    def rename(self, uid: str, name: str) -> None:
        """Call a file otherwise from now on. Raises NotFound."""
        found(self._store.connection.execute(self._select(uid)).one_or_none())
        ours = (files.c.uid == uid, files.c.organisation_id == self._store.actor.organisation)
        self._store.connection.execute(update(files).where(*ours).values(name=name))
        self._store.audit.add("file.rename", f"file:{uid}", name)

    def _blob(self, sha256: bytes) -> AnyRow | None:
        query = select(blobs.c.id).where(
            blobs.c.organisation_id == self._store.actor.organisation,
            blobs.c.digest == self._store.keys.address(sha256),
        )
        return self._store.connection.execute(query).one_or_none()

    def _select(self, uid: str) -> Select[Any]:
        return (
            select(files, blobs.c.uid.label("blob_uid"), blobs.c.place, blobs.c.key)
            .outerjoin(blobs, blobs.c.id == files.c.blob_id)
            .where(files.c.uid == uid, files.c.organisation_id == self._store.actor.organisation)
        )


def web_place(uid: str) -> str:
    """Give where the content of a file that was uploaded to the web chat lies in the store of files."""
    return f"web/{uid[-2:]}/{uid}"


def _ref(row: AnyRow) -> FileRef:
    return FileRef(id=row.uid, name=row.name, size=row.size, type=row.type)
