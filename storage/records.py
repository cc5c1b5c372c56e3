"""Records and their revisions: adding, changing, undoing, restoring; nothing is ever overwritten."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from dossier.errors import Conflict, Refused
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.phases import Phase
from dossier.tiers import Action
from dossier.views import UNDO, UNDO_WINDOW, DossierView, RecordLine, Saved
from storage.access import found
from storage.approved import follow, require_deletable, settled
from storage.chains import GENESIS, content_hash, link, new_salt
from storage.compact import compact
from storage.ids import AnyRow, new_uid
from storage.naming import own_ordinal
from storage.prepared import Prepared, PreparedAdd
from storage.record_queries import RecordQueries
from storage.tables import dossiers, lookups, moment_number, records, revisions

if TYPE_CHECKING:
    from storage.store import Store

_ADD = PreparedAdd(insert(records))
_CALLED = (revisions.c.stem, revisions.c.ordinal, revisions.c.version)
_ADD_REVISION = Prepared(insert(revisions).values(ordinal=own_ordinal()).returning(*_CALLED))
_ADD_LOOKUP = insert(lookups)
_DROP_LOOKUPS = lookups.delete().where(lookups.c.record_id == bindparam("record"))
_NUMBER = Prepared(
    update(dossiers)
    .where(dossiers.c.id == bindparam("dossier"), dossiers.c.organisation_id == bindparam("organisation"))
    .values(last_number=dossiers.c.last_number + 1, changed_at=bindparam("now", type_=dossiers.c.changed_at.type))
    .returning(dossiers.c.last_number, dossiers.c.phase)
)
_HEAD = select(records.c.id, records.c.revision, records.c.hash, records.c.key, records.c.deleted).where(
    records.c.uid == bindparam("uid"), records.c.organisation_id == bindparam("organisation")
)
_MOVE = (
    update(records)
    .where(records.c.id == bindparam("record"))
    .values(
        **{
            name: bindparam(f"new_{name}", type_=records.c[name].type)
            for name in ("title", "status", "changer_id", "revision", "hash", "deleted", "changed_at")
        }
    )
)


class Records(RecordQueries):
    """Writes records of the store's organisation."""

    def add(self, dossier: DossierView, kind: Kind, content: Mapping[str, Any], reason: str = "") -> Saved:
        """Keep a new record and give it.

        Raises Refused without the tier to log, Conflict when the dossier is sealed, or when the kind allows one record
        a dossier and there is one.
        """
        store = self._store
        store.actor.require(Action.LOG, dossier.id, kind)
        if kind.retired:
            raise Conflict("kind-retired", zh=kind.label.zh, en=kind.label.en)
        store.own_kinds.require_current(kind)
        store.approvals.require_status(dossier, kind, content)
        number = self._number(dossier)
        if kind.single and self.single(dossier, kind):
            raise Conflict("single-exists", zh=kind.label.zh, en=kind.label.en)
        uid, title, status = new_uid(), kind.title_of(content), content.get("status")
        data_key, wrapped = store.keys.new_data_key(uid)
        revision = revision_row(store, kind, uid, data_key, 1, GENESIS, content, reason, deleted=False)
        stem = store.naming.stem(kind, content, store.naming.today())
        added = _ADD.added(
            store.connection,
            {
                "uid": uid,
                "organisation_id": store.actor.organisation,
                "dossier_id": dossier.id,
                "kind": kind.name,
                "number": number,
                "title": title,
                "status": status,
                "author_id": store.actor.person,
                "changer_id": store.actor.person,
                "key": wrapped,
                "revision": 1,
                "hash": revision["hash"],
                "deleted": False,
                "shared": False,
                "created_at": store.now,
                "changed_at": store.now,
            },
        )
        record = found(added)
        revision |= {"version": 1, **store.naming.calling(dossier.id, record, stem)}
        row = _ADD_REVISION.one(store.connection, revision)
        index(store, record, dossier.id, kind, content)
        store.audit.add("record.add", f"record:{uid}", kind.name)
        store.approvals.note_typed(record, uid, kind, None, status, 1)
        me, now = PersonRef(id=store.actor.uid, name=store.actor.name), store.now
        line = RecordLine(record, uid, number, kind, dossier.id, title, status, me, me, 1, False, now, now)
        return self._new(line, dossier, content, row)

    def change(self, saved: Saved, content: Mapping[str, Any], reason: str = "", *, revive: bool = False) -> Saved:
        """Keep a new revision of what was read as `saved`, and give it.

        `content` is the whole new content; `revive` says that a deleted record is to come back with it. Raises Refused,
        or Conflict when the dossier is sealed, the record is deleted, or has another revision than `saved` by now.
        """
        self.require_edit(saved)
        if saved.line.deleted and not revive:
            raise Conflict("deleted")
        self._store.own_kinds.require_current(saved.line.kind)
        self._store.approvals.require_status(saved.dossier, saved.line.kind, content, saved)
        return self._append(saved, settled(self._store, saved, content), reason, deleted=False, action="record.change")

    def remove(self, saved: Saved, reason: str = "") -> Saved:
        """Delete a record: a revision too, so that it can be restored. Raises Refused, also for what is approved."""
        self.require_edit(saved)
        return self._append(saved, self._whole(saved), reason, deleted=True, action="record.remove")

    def restore(self, saved: Saved, number: int, reason: str = "") -> Saved:
        """Make an earlier revision the current one again, as a new revision."""
        self.require_edit(saved)
        earlier = self.content_of(saved, number)
        self._store.approvals.require_back(saved, earlier)
        return self._append(saved, earlier, reason or f"v{number}", deleted=False, action="record.restore")

    def undo(self, saved: Saved) -> Saved:
        """Take back one's own last revision within 10 minutes: a first one is deleted, a later one reverted.

        Raises Refused when it is somebody else's, Conflict when it is too late, or was taken back already.
        """
        last = self.revisions_of(saved)[-1]
        if last.author.id != self._store.actor.uid:
            raise Refused("undo-not-yours").within(saved.dossier.id)
        if last.undoes:
            raise Conflict("undone-already", number=str(saved.line.number))
        if self._store.now - last.at > UNDO_WINDOW:
            raise Conflict("undo-too-late")
        self._writable(saved.dossier)
        if last.number == 1 or last.deleted:
            return self._append(saved, self._whole(saved), UNDO, deleted=not last.deleted, action="record.undo")
        earlier = self.revisions_of(saved)[-2]
        content = self.content_of(saved, earlier.number)
        self._store.approvals.require_back(saved, content)
        return self._append(saved, content, UNDO, deleted=earlier.deleted, action="record.undo")

    def erase(self, saved: Saved) -> None:
        """Destroy a record's data key: what was sensitive in any of its revisions is gone, the chain stays whole.

        Raises Refused below the tier to erase, Conflict when it was done before.
        """
        self._store.actor.require(Action.ERASE, saved.dossier.id, saved.line.kind)
        head = self._head(saved.line.uid)
        if head.key is None:
            raise Conflict("erased")
        self._store.connection.execute(update(records).where(records.c.id == head.id).values(key=None))
        self._store.connection.execute(_DROP_LOOKUPS, {"record": saved.line.id})
        self._store.audit.add("record.erase", f"record:{saved.line.uid}")

    def share(self, saved: Saved, shared: bool) -> Saved:
        """Mark a record for the customer, or take the mark back; guests read what is marked. Gives it as it is then.

        Raises Refused below the tier for it, Conflict when its kind is confidential, or the dossier sealed.
        """
        self._store.actor.require(Action.SHARE, saved.dossier.id, saved.line.kind)
        if shared and saved.line.kind.confidential:
            raise Conflict("confidential", zh=saved.line.kind.label.zh, en=saved.line.kind.label.en)
        self._writable(saved.dossier)
        changed = self._store.connection.execute(
            update(records)
            .where(records.c.id == self._head(saved.line.uid).id, records.c.shared.is_(not shared))
            .values(shared=shared)
        )
        if changed.rowcount:
            self._store.audit.add("record.share" if shared else "record.unshare", f"record:{saved.line.uid}")
        return self.get(saved.line.uid)

    def content_of(self, saved: Saved, number: int) -> dict[str, Any]:
        """Give the whole content of a revision, hidden fields included, for writing it again; never for showing."""
        row = self._store.connection.execute(
            select(revisions.c.content, revisions.c.sealed).where(
                revisions.c.record_id == saved.line.id,
                revisions.c.organisation_id == self._store.actor.organisation,
                revisions.c.number == number,
            )
        ).one_or_none()
        content, sealed = found(row)
        key = self._data_key(saved.line.uid)
        hidden = self._store.keys.unseal(key, saved.line.uid, number, sealed)["values"] if key else {}
        return {**json.loads(content), **hidden}

    def _whole(self, saved: Saved) -> dict[str, Any]:
        return self.content_of(saved, saved.line.revision)

    def require_edit(self, saved: Saved) -> None:
        """Raise Refused unless the actor may change a record (their own, or any), Conflict when sealed or erased."""
        if not self.is_own(saved):
            self._store.actor.require(Action.EDIT, saved.dossier.id, saved.line.kind)
        if saved.erased:
            raise Conflict("erased")
        self._writable(saved.dossier)

    def barred(self, saved: Saved) -> frozenset[str]:
        """Give the actions a record's card is to offer no button for: those that would be refused to the actor."""
        actor, where, kind = self._store.actor, saved.dossier, saved.line.kind

        def may(action: Action) -> bool:
            return actor.may(action, where.id, kind)

        barred = set[str]()
        if not where.phase.writable or not (self.is_own(saved) or may(Action.EDIT)):
            barred |= {"edit", "resolve", "restore", "submit"}
        if not where.phase.writable or kind.confidential or not may(Action.SHARE):
            barred.add("share")
        if not may(Action.READ):
            barred |= {"history", "undo"}
        barred |= {name for name, action in (("reveal", Action.REVEAL), ("export", Action.EXPORT)) if not may(action)}
        if saved.waits and not self._store.approvals.may_decide(saved):
            barred |= {"approve", "approve-comment", "return"}
        return frozenset(barred)

    def is_own(self, saved: Saved) -> bool:
        """Tell whether the actor has logged a record, and may log such ones still."""
        actor = self._store.actor
        return saved.line.author.id == actor.uid and actor.may(Action.LOG, saved.dossier.id, saved.line.kind)

    def _writable(self, dossier: DossierView) -> None:
        """Check with the row as it is now: it may have been sealed since the form was opened."""
        self._store.dossiers.get(dossier.uid, lock=True).require_open()

    def _number(self, dossier: DossierView) -> int:
        """Take the next number of a dossier, whose row stays locked. Raises Conflict when it has been sealed."""
        params = {"dossier": dossier.id, "organisation": self._store.actor.organisation, "now": self._store.now}
        row = found(_NUMBER.one(self._store.connection, params))
        if not (phase := Phase(row.phase)).writable:
            replace(dossier, phase=phase).require_open()
        return int(row.last_number)

    def _append(self, saved: Saved, content: Mapping[str, Any], reason: str, *, deleted: bool, action: str) -> Saved:
        store, line = self._store, saved.line
        head = self._head(line.uid)
        if head.revision != line.revision:
            raise Conflict("changed-meanwhile", version=str(self.get(line.uid).called.version))
        if head.key is None:
            raise Conflict("erased")
        if deleted:
            require_deletable(store, saved)
        data_key = store.keys.data_key(line.uid, head.key)
        number = head.revision + 1
        revision = revision_row(
            store, line.kind, line.uid, data_key, number, head.hash, content, reason, deleted=deleted
        )
        # What is deleted has no other content than before.
        stem = saved.called.stem if deleted else store.naming.stem(line.kind, content, saved.called.day)
        revision["version"] = saved.called.version + (not deleted)
        revision |= store.naming.calling(line.dossier, line.id, stem)
        _ADD_REVISION.run(store.connection, revision)
        store.connection.execute(
            _MOVE,
            {
                "record": line.id,
                "new_changer_id": store.actor.person,
                "new_title": line.kind.title_of(content),
                "new_status": content.get("status"),
                "new_revision": number,
                "new_hash": revision["hash"],
                "new_deleted": deleted,
                "new_changed_at": store.now,
            },
        )
        if not head.deleted:
            store.search.drop(line.id)
        store.connection.execute(_DROP_LOOKUPS, {"record": line.id})
        if not deleted:
            index(store, line.id, line.dossier, line.kind, content)
        else:
            store.links.follow(line.id, line.kind, {})
        if line.kind.approve is not None:
            follow(store, saved, content, number, deleted=deleted)
            if not deleted:
                store.approvals.note_typed(line.id, line.uid, line.kind, line.status, content.get("status"), number)
        store.audit.add(action, f"record:{line.uid}", f"v{number}")
        return self.get(line.uid)

    def _head(self, uid: str) -> AnyRow:
        statement = _HEAD if self._store.sqlite else _HEAD.with_for_update(key_share=True)
        row = self._store.connection.execute(statement, {"uid": uid, "organisation": self._store.actor.organisation})
        return found(row.one_or_none())

    def _data_key(self, uid: str) -> bytes | None:
        # Readers ask too, so the head is not locked here.
        row = self._store.connection.execute(_HEAD, {"uid": uid, "organisation": self._store.actor.organisation})
        head = found(row.one_or_none())
        return self._store.keys.data_key(uid, head.key) if head.key is not None else None


def revision_row(
    store: "Store",
    kind: Kind,
    uid: str,
    data_key: bytes,
    number: int,
    previous: bytes,
    content: Mapping[str, Any],
    reason: str,
    *,
    deleted: bool,
) -> dict[str, Any]:
    """Give the row of a revision the store's actor makes now: its content split and sealed, its link in the chain."""
    hidden = {name: value for name, value in content.items() if name in kind.hidden}
    visible = {name: value for name, value in content.items() if name not in hidden}
    salt = new_salt()
    covered = content_hash(salt, content)
    parts = (store.actor.organisation, uid, number, store.actor.person, reason, deleted)
    return {
        "organisation_id": store.actor.organisation,
        "number": number,
        "author_id": store.actor.person,
        "reason": reason,
        "deleted": deleted,
        "content": compact(visible),
        "sealed": store.keys.seal(data_key, uid, number, {"salt": salt, "values": hidden}),
        "content_hash": covered,
        "hash": link(previous, *parts, moment_number(store.now), covered),
        "created_at": store.now,
    }


def index(store: "Store", record: int, dossier: int, kind: Kind, content: Mapping[str, Any]) -> None:
    """Have a record found by its text and by the sensitive values it may be looked up by, and its links looked at."""
    store.search.add(record, dossier, kind.search_text(content))
    store.links.follow(record, kind, content)
    digests = [
        {
            "organisation_id": store.actor.organisation,
            "record_id": record,
            "field": name,
            "digest": store.keys.digest(name, str(content[name])),
        }
        for name in kind.lookup
        if name in content
    ]
    if digests:
        store.connection.execute(_ADD_LOOKUP, digests)
