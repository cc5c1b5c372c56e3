"""Reading the audit log: what was done in a dossier, or in the whole organisation, by whom and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, String, Table, and_, cast, func, literal, or_, select

from dossier.deciding import Done
from dossier.errors import Refused
from dossier.fields import PersonRef
from dossier.tiers import Action, Tier
from dossier.views import DossierView
from storage.ids import AnyRow
from storage.tables import audit, channels, customers, dossiers, duties, people, records, revisions

if TYPE_CHECKING:
    from storage.store import Store


class AuditLog:
    """The audit log of the store's organisation, for managers."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def entries(
        self,
        dossier: DossierView | None,
        person: PersonRef | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        actions: Sequence[str] = (),
        limit: int = 20,
        offset: int = 0,
    ) -> tuple[list[Done], int]:
        """Give what was done in a dossier (None: anywhere), by a person (None: anybody), newest first, and how much;
        with `actions` those alone.

        Moments are UTC, `until` exclusive. Raises Refused below a manager's tier.
        """
        actor = self._store.actor
        where: list[ColumnElement[bool]] = [audit.c.organisation_id == actor.organisation]
        if dossier is None:
            if not actor.manages:
                raise Refused("refused-audit-everything", tier=Tier.MANAGER.name.lower())
        else:
            self._store.dossiers.by_id(dossier.id)
            actor.require(Action.AUDIT, dossier.id)
            where.append(_within(dossier))
        if person is not None:
            where.append(audit.c.person_id.in_(select(people.c.id).where(people.c.uid == person.id)))
        if actions:
            where.append(audit.c.action.in_(actions))
        if since is not None:
            where.append(audit.c.at >= since)
        if until is not None:
            where.append(audit.c.at < until)
        total = self._store.connection.execute(select(func.count()).select_from(audit).where(*where)).scalar_one()
        query = (
            select(audit.c.number, audit.c.at, audit.c.action, audit.c.object, audit.c.detail, people.c.name)
            .outerjoin(people, people.c.id == audit.c.person_id)
            .where(*where)
            .order_by(audit.c.number.desc())
        )
        rows = self._store.connection.execute(query.limit(limit).offset(offset)).all()
        return self._named(rows), total

    def _named(self, rows: Sequence[AnyRow]) -> list[Done]:
        """Say of what and of whom the entries speak."""
        uids: dict[str, set[str]] = {}
        for row in rows:
            scope, _, uid = str(row.object).partition(":")
            uids.setdefault(scope, set()).add(uid)
            uids.setdefault("person", set()).update(str(row.detail).split()[:1])
        of_people = self._found(people, uids.get("person", set()), people.c.name)
        of_duties = self._found(duties, uids.get("duty", set()), duties.c.topic, duties.c.dossier_id)
        of_records = self._found(
            records, uids.get("record", set()), records.c.kind, records.c.number, records.c.dossier_id
        )
        versions = self._versions(uids.get("record", set()))
        titles, of_settings = self._titles(), self._set_for(rows) | self._closed(rows)
        bound = self._channels([row.detail for row in rows if row.action == "channel.bind"])
        by_uid = dict(titles.values())
        entries = []
        for row in rows:
            scope, _, uid = str(row.object).partition(":")
            record, duty = of_records.get(uid), of_duties.get(uid)
            first, _, rest = str(row.detail).partition(" ")
            if first in of_people:
                first = of_people[first].name
            elif record is not None:
                first = _as_named(first, versions.get(uid, {}))
            elif row.action == "channel.bind":
                first = bound.get(first, first)
            said = f"{first} {rest}".strip()
            inside = record or duty
            entries.append(
                Done(
                    row.at,
                    row.name or "",
                    row.action,
                    row.object,
                    said,
                    record.kind if record else "",
                    record.number if record else 0,
                    _title(scope, uid, titles, by_uid) or (titles[inside.dossier_id][1] if inside else ""),
                    of_settings.get(str(row.object), "")
                    or (duty.topic if duty else of_people[uid].name if scope == "person" and uid in of_people else ""),
                )
            )
        return entries

    def _closed(self, rows: Sequence[AnyRow]) -> dict[str, str]:
        """Name the channels that entries are about: those are noted by the platform's ids."""
        keys = [str(row.object).partition(":")[2] for row in rows if row.action in ("channel.close", "channel.open")]
        return {f"channel:{key}": name for key, name in self._channels(keys).items()}

    def _channels(self, keys: Sequence[str]) -> dict[str, str]:
        ours = channels.c.organisation_id == self._store.actor.organisation
        query = select(channels.c.key, channels.c.name).where(ours, channels.c.key.in_(keys))
        return {row.key: f"#{row.name}" for row in self._store.connection.execute(query)} if keys else {}

    def _set_for(self, rows: Sequence[AnyRow]) -> dict[str, str]:
        """Name the people and channels that entries of settings are about: those are noted by row id."""
        objects = [str(row.object).partition(":") for row in rows if str(row.action).startswith("settings.")]
        named: dict[str, str] = {}
        for scope, table in (("person", people), ("channel", channels)):
            ids = {int(number) for of, _, number in objects if of == scope and number.isdecimal()}
            ours = table.c.organisation_id == self._store.actor.organisation
            found = self._store.connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(ids), ours))
            named |= {f"{scope}:{row.id}": row.name if scope == "person" else f"#{row.name}" for row in found}
        return named

    def _versions(self, uids: set[str]) -> dict[str, dict[int, int]]:
        """Give which version in the name of its document each revision of some records has."""
        ours = records.c.organisation_id == self._store.actor.organisation
        query = (
            select(records.c.uid, revisions.c.number, revisions.c.version)
            .join(revisions, revisions.c.record_id == records.c.id)
            .where(ours, records.c.uid.in_(uids))
        )
        of_records: dict[str, dict[int, int]] = {}
        for row in self._store.connection.execute(query) if uids else ():
            of_records.setdefault(row.uid, {})[row.number] = row.version
        return of_records

    def _found(self, table: Table, uids: set[str], *columns: Any) -> dict[str, AnyRow]:
        ours = table.c.organisation_id == self._store.actor.organisation
        query = select(table.c.uid, *columns).where(table.c.uid.in_(uids), ours)
        return {row.uid: row for row in self._store.connection.execute(query)} if uids else {}

    def _titles(self) -> dict[int, tuple[str, str]]:
        """Give the id and title of every dossier, by row id."""
        query = (
            select(dossiers.c.id, dossiers.c.uid, dossiers.c.project, customers.c.short_name)
            .join(customers, customers.c.id == dossiers.c.customer_id)
            .where(dossiers.c.organisation_id == self._store.actor.organisation)
        )
        rows = self._store.connection.execute(query)
        return {row.id: (row.uid, f"{row.short_name} · {row.project}") for row in rows}


def _title(scope: str, object_id: str, titles: Mapping[int, tuple[str, str]], by_uid: Mapping[str, str]) -> str:
    """Give the title of a dossier that is noted by its id, or, of its settings, by row id; "" for anything else."""
    if scope != "dossier":
        return ""
    return by_uid.get(object_id) or (titles.get(int(object_id), ("", ""))[1] if object_id.isdecimal() else "")


def _as_named(word: str, versions: Mapping[int, int]) -> str:
    """Give the version that people know for a revision that is noted as `v2`; any other word as it is."""
    number = word.removeprefix("v")
    known = number != word and number.isdecimal() and int(number) in versions
    return f"v{versions[int(number)]}" if known else word


def _within(dossier: DossierView) -> ColumnElement[bool]:
    """Give the condition that something was done to a dossier, to a record in it, to what is owed in it, or to how they
    are set."""
    of_records = select(literal("record:") + records.c.uid).where(records.c.dossier_id == dossier.id)
    of_duties = select(literal("duty:") + duties.c.uid).where(duties.c.dossier_id == dossier.id)
    # Settings are noted by row id: those of the dossier, and of the channels that are bound to it now.
    of_channels = select(literal("channel:") + cast(channels.c.id, String)).where(channels.c.dossier_id == dossier.id)
    settings = and_(
        audit.c.action.startswith("settings."),
        or_(audit.c.object == f"dossier:{dossier.id}", audit.c.object.in_(of_channels)),
    )
    return or_(
        audit.c.object == f"dossier:{dossier.uid}",
        audit.c.object.in_(of_records),
        audit.c.object.in_(of_duties),
        settings,
    )
