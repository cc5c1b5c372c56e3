"""A dossier as it can be carried elsewhere: everything that is kept of it, every revision, and who is named in it."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, union

from chat.export_request import Request, What
from dossier.errors import Conflict
from dossier.tiers import Action
from dossier.views import DossierView, MemberView, Saved
from storage.access import found
from storage.ids import AnyRow
from storage.masking import masked
from storage.tables import approvals, dossiers, names, organisations, origins, people, records, revisions

if TYPE_CHECKING:
    from storage.store import Store

FORMAT, VERSION = "dossier-archive", 4


def exportable(store: "Store", request: Request) -> DossierView:
    """Give the dossier of an export that the actor may have. Raises Refused, NotFound; Conflict for what is deleted."""
    dossier, actor = store.dossiers.get(request.dossier), store.actor
    if request.what is not What.RECORD:
        actor.require(Action.READ, dossier.id)
    if request.what is What.DOSSIER:
        actor.require(Action.EXPORT, dossier.id)
    elif request.what is What.RECORD:
        line = store.records.get(request.record).line
        actor.require(Action.EXPORT, dossier.id, line.kind)
        if line.deleted:
            raise Conflict("deleted")
    elif request.kind is not None:
        actor.require(Action.EXPORT, dossier.id, request.kind)
    return dossier


class Archives:
    """Reads dossiers of the store's organisation for an archive."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def complete(self, dossier: DossierView) -> bool:
        """Tell whether the actor may see all of a dossier: only then can its archive be imported again."""
        dossier, may = self._store.dossiers.by_id(dossier.id), self._store.actor.may
        return all(may(Action.READ, dossier.id, kind) for kind in self._store.kinds) and all(
            may(Action.REVEAL, dossier.id, kind) for kind in self._store.kinds if kind.hidden
        )

    def lacks(self, dossier: DossierView, *, reveal: bool) -> str:
        """Give why an archive of a dossier lacks something and cannot be imported again: "unseen" where the actor
        may not see all of it, "hidden" without `reveal`; "" where it lacks nothing."""
        if not self.complete(dossier):
            return "unseen"
        return "" if reveal else "hidden"

    def head(self, dossier: DossierView) -> dict[str, Any]:
        """Give what a dossier is, without its records. Raises Refused."""
        self._store.actor.require(Action.READ, dossier.id)
        row = self._store.connection.execute(
            select(organisations.c.name.label("organisation"), dossiers.c.last_number)
            .join(dossiers, dossiers.c.organisation_id == organisations.c.id)
            .where(dossiers.c.id == dossier.id, organisations.c.id == self._store.actor.organisation)
        ).one_or_none()
        row = found(row)
        declared = self._store.own_kinds.declared()
        own = declared.model_dump(mode="json", exclude_defaults=True, by_alias=True)
        return {
            "organisation": row.organisation,
            **({"kinds": own} if own else {}),
            "naming": self._store.naming.carried,
            **({"folders": folders} if (folders := self._store.filing.carried) else {}),
            "customer": {"id": dossier.customer_uid, "name": dossier.customer, "short_name": dossier.short_name},
            "dossier": {
                "id": dossier.uid,
                "project": dossier.project,
                "phase": dossier.phase.value,
                "owner": dossier.owner.id,
                "last_number": row.last_number,
                "created": dossier.created_at.isoformat(),
                "changed": dossier.changed_at.isoformat(),
                **({"pledge": pledge} if (pledge := self._store.pledges.carried(dossier)) else {}),
                **({"rule": rule} if (rule := self._store.rules.own(dossier.id)) else {}),
            },
            "members": [
                {"person": each.person.id, "tier": each.tier.name.lower(), **_ends(each)}
                for each in self._store.dossiers.members(dossier)
            ],
        }

    def after(self, dossier: DossierView, number: int, limit: int = 50) -> list[str]:
        """Give the ids of the records behind a number, deleted ones too, of the kinds the actor may read."""
        readable = [kind.name for kind in self._store.kinds if self._store.actor.may(Action.READ, dossier.id, kind)]
        return list(
            self._store.connection.execute(
                select(records.c.uid)
                .where(
                    records.c.organisation_id == self._store.actor.organisation,
                    records.c.dossier_id == dossier.id,
                    records.c.number > number,
                    records.c.kind.in_(readable),
                )
                .order_by(records.c.number)
                .limit(limit)
            ).scalars()
        )

    def record(self, uid: str, *, reveal: bool) -> tuple[Saved, dict[str, Any]]:
        """Give a record, and all that is kept of it; without `reveal` sensitive values are masked.

        Raises NotFound, or Refused.
        """
        saved = self._store.records.get(uid, reveal=reveal)
        line = saved.line
        rows = self._store.connection.execute(
            select(*_REVISION)
            .join(people, people.c.id == revisions.c.author_id)
            .where(revisions.c.record_id == line.id, revisions.c.organisation_id == self._store.actor.organisation)
            .order_by(revisions.c.number)
        ).all()
        hidden = line.kind.hidden
        kept = []
        for row in rows:
            content = (
                self._store.records.content_of(saved, row.number)
                if hidden and not saved.erased
                else json.loads(row.content)
            )
            shown = {name: value if reveal or name not in hidden else masked(value) for name, value in content.items()}
            kept.append(_revision(row, shown))
        links = self._store.connection.execute(
            select(origins.c.channel, origins.c.message, origins.c.link)
            .where(origins.c.record_id == line.id, origins.c.organisation_id == self._store.actor.organisation)
            .order_by(origins.c.id)
        )
        return saved, {
            "id": line.uid,
            "number": line.number,
            "kind": line.kind.name,
            "author": line.author.id,
            "erased": saved.erased,
            "created": line.created_at.isoformat(),
            "revisions": kept,
            "origins": [{"channel": row.channel, "message": row.message, "link": row.link} for row in links],
            "shared": line.shared,
            "approvals": self._approvals(line.id),
            "names": self._names(saved),
        }

    def _names(self, saved: Saved) -> list[dict[str, Any]]:
        """Give what the contents attached to a record are called by; of one that was erased, those that others hold."""
        its = (names.c.record_id == saved.line.id, names.c.organisation_id == self._store.actor.organisation)
        rows = self._store.connection.execute(select(names).where(*its).order_by(names.c.id)).all()
        if saved.erased:
            rows = [row for row in rows if self._store.files.has(row.digest)]
        return [
            {
                "stem": row.stem,
                "ordinal": row.ordinal,
                "version": row.version,
                "sha256": row.digest.hex(),
                "wording": row.wording,
                "at": row.created_at.isoformat(),
            }
            for row in rows
        ]

    def _approvals(self, record: int) -> list[dict[str, Any]]:
        """Give every submission of a record (row id), the oldest first."""
        submitters, deciders = people.alias("submitters"), people.alias("deciders")
        rows = self._store.connection.execute(
            select(approvals, submitters.c.uid.label("submitter"), deciders.c.uid.label("decider"))
            .join(submitters, submitters.c.id == approvals.c.submitter_id)
            .outerjoin(deciders, deciders.c.id == approvals.c.decider_id)
            .where(approvals.c.record_id == record, approvals.c.organisation_id == self._store.actor.organisation)
            .order_by(approvals.c.id)
        )
        return [
            {
                "id": row.uid,
                "revision": row.revision,
                "state": row.state,
                "submitter": row.submitter,
                "submitted": row.submitted_at.isoformat(),
                "decider": row.decider,
                "decided": row.decided_at.isoformat() if row.decided_at else None,
                "comment": row.comment,
            }
            for row in rows
        ]

    def people(self, dossier: DossierView, named: set[str]) -> Iterator[dict[str, Any]]:
        """Give everybody who belongs to a dossier, has written in it, or is named in it (by id)."""
        ours, belonging = self._store.actor.organisation, self._store.dossiers.members(dossier)
        involved = union(
            select(people.c.id).where(people.c.uid.in_([each.person.id for each in belonging])),
            select(dossiers.c.owner_id).where(dossiers.c.id == dossier.id),
            select(revisions.c.author_id).join(records).where(records.c.dossier_id == dossier.id),
            select(people.c.id).where(people.c.uid.in_(named), people.c.organisation_id == ours),
        )
        rows = self._store.connection.execute(
            select(people.c.uid, people.c.name, people.c.tier)
            .where(people.c.id.in_(involved), people.c.organisation_id == ours)
            .order_by(people.c.uid)
        )
        return ({"id": row.uid, "name": row.name, "tier": row.tier} for row in rows)


def _ends(member: MemberView) -> dict[str, Any]:
    if member.until is None or member.after is None:
        return {}
    return {"until": member.until.isoformat(), "after": member.after.name.lower()}


_REVISION = (
    revisions.c.number,
    revisions.c.stem,
    revisions.c.ordinal,
    revisions.c.version,
    revisions.c.reason,
    revisions.c.deleted,
    revisions.c.content,
    revisions.c.created_at,
    people.c.uid.label("author"),
)


def _revision(row: AnyRow, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": row.number,
        "stem": row.stem,
        "ordinal": row.ordinal,
        "version": row.version,
        "author": row.author,
        "at": row.created_at.isoformat(),
        "reason": row.reason,
        "deleted": row.deleted,
        "content": content,
    }
