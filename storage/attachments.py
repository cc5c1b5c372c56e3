"""What is attached to a record, and whether anything else uses it: what does not goes with the record for good."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, delete, func, or_, select, update

from dossier.fields import FileRef, Input
from dossier.views import Saved, ever_attached
from storage.files import ERASED, web_place
from storage.tables import blobs, files, records, revisions, settings, web_uploads, workspaces

if TYPE_CHECKING:
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Attached:
    """The files any version of a record has held: those that nothing else uses, and the others.

    `seen` is the last version of any record that was looked at for that.
    """

    alone: tuple[FileRef, ...]
    shared: tuple[FileRef, ...]
    seen: int = 0


class Attachments:
    """Attachments in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def of(self, saved: Saved) -> Attached:
        """Give what is or was attached to a record, by whether something else uses it too."""
        held = ever_attached(saved.line.kind, self._store.records.revisions_of(saved))
        if not held:
            return Attached((), ())
        ours = revisions.c.organisation_id == self._store.actor.organisation
        seen = self._store.connection.execute(select(func.max(revisions.c.id)).where(ours)).scalar() or 0
        used = self._used(held, saved.line.id) | self._sealed(held, saved.line.id)
        alone = (ref for uid, ref in held.items() if uid not in used)
        return Attached(tuple(alone), tuple(ref for uid, ref in held.items() if uid in used), seen)

    def erase(self, saved: Saved, attached: Attached) -> int:
        """Destroy the contents of what was found to be used by a record alone, and is so still; give how many.

        Their names stay in the versions that hold them. What lies in the store of files is dropped by a job.
        """
        newer = self._used({ref.id for ref in attached.alone}, saved.line.id, attached.seen)
        return self._destroy([ref.id for ref in attached.alone if ref.id not in newer])

    def forget(self, uid: str) -> None:
        """Destroy the content of a file that was sent for something else than a record, and was of no use for it."""
        self._destroy([uid])

    def _destroy(self, gone: Sequence[str]) -> int:
        rows = self._store.connection.execute(select(files).where(*self._ours(gone))).all()
        for row in rows:
            said = json.dumps({"key": ERASED, "data": {"name": row.name}}, ensure_ascii=False)
            emptied = {"blob_id": None, "content": None, "sha256": None, "source": None, "refused": said}
            self._store.connection.execute(update(files).where(files.c.id == row.id).values(**emptied))
            self._store.audit.add("file.erase", f"file:{row.uid}", "")
        for digest in {bytes(row.sha256) for row in rows if row.sha256 is not None}:
            self._drop(digest)
        return len(rows)

    def _ours(self, uids: Iterable[str]) -> tuple[Any, ...]:
        erased = files.c.refused.is_not(None) & files.c.refused.contains(ERASED)
        return files.c.organisation_id == self._store.actor.organisation, files.c.uid.in_(list(uids)), ~erased

    def _used(self, uids: Iterable[str], record: int, after: int = 0) -> set[str]:
        """Give those that a version of another record names, or that are a template."""
        wanted = list(uids)
        if not wanted:
            return set()
        named = or_(*(revisions.c.content.contains(uid) for uid in wanted))
        found = self._store.connection.execute(self._others(record).where(revisions.c.id > after, named))
        used = {uid for row in found for uid in wanted if uid in row.content}
        ours = (settings.c.organisation_id == self._store.actor.organisation, settings.c.value.in_(wanted))
        return used | set(self._store.connection.execute(select(settings.c.value).where(*ours)).scalars())

    def _sealed(self, uids: Iterable[str], record: int) -> set[str]:
        """Give those that another record holds in a field that is sealed."""
        hiding = [
            kind.name
            for kind in self._store.kinds.every
            if any(spec.sensitive for spec in kind.holding(Input.ATTACHMENTS))
        ]
        if not hiding:
            return set()
        used = set[str]()
        for row in self._store.connection.execute(self._others(record).where(records.c.kind.in_(hiding))):
            key = self._store.keys.data_key(row.uid, row.key)
            hidden = json.dumps(self._store.keys.unseal(key, row.uid, row.number, row.sealed)["values"])
            used |= {uid for uid in uids if uid in hidden}
        return used

    def _others(self, record: int) -> Select[Any]:
        """Select the versions of other records that can still be had: not of those that were erased themselves."""
        columns = (revisions.c.content, revisions.c.sealed, revisions.c.number, records.c.uid, records.c.key)
        query = select(*columns).join(records, records.c.id == revisions.c.record_id)
        ours = revisions.c.organisation_id == self._store.actor.organisation
        return query.where(ours, revisions.c.record_id != record, records.c.key.is_not(None))

    def _drop(self, sha256: bytes) -> None:
        """Give up a content that no file has any more: its key at once, what lies there by a job."""
        connection, organisation = self._store.connection, self._store.actor.organisation
        blob = (blobs.c.organisation_id == organisation, blobs.c.digest == self._store.keys.address(sha256))
        still = select(files.c.id).where(files.c.organisation_id == organisation, files.c.sha256 == sha256)
        if connection.execute(still.limit(1)).first() is not None:
            return
        places = list(connection.execute(delete(blobs).where(*blob).returning(blobs.c.place)).scalars())
        here = select(workspaces.c.key).where(
            workspaces.c.organisation_id == organisation, workspaces.c.platform == "web"
        )
        uploaded = (web_uploads.c.workspace.in_(here), web_uploads.c.sha256 == sha256)
        uploads = connection.execute(delete(web_uploads).where(*uploaded).returning(web_uploads.c.uid)).scalars()
        for place in (*places, *map(web_place, uploads)):
            self._store.jobs.add("drop_content", {"place": place})
