"""Reading records: one, many, their history, and how many there are; each by the reader's tier."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from dossier.deciding import ApprovalState
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.tiers import Action
from dossier.views import UNDO, DossierView, RecordLine, Revision, Saved, attached_in
from storage.access import found
from storage.conditions import chosen, of_person, one_of, owned_by, was_decided
from storage.ids import AnyRow
from storage.masking import VEILED, masked
from storage.record_rows import BY_ID, BY_NUMBER, BY_UID, LINES, ONE, SINGLE
from storage.tables import people, records, revisions

if TYPE_CHECKING:
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records are wanted; what is None does not matter. Moments are UTC, `until` exclusive."""

    kind: Kind | None = None
    statuses: tuple[str, ...] = ()
    person: PersonRef | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Fields with the options of which each holds one; those of the status are in `statuses`."""
    owned: bool = False
    """Whether `person` is to do them; else it matters as well who made them."""
    decided: ApprovalState | None = None
    """What somebody decided of them, between `since` and `until`; when they were made does not matter then."""


class RecordQueries:
    """Reads records of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store of the query."""
        self._store = store

    def get(self, uid: str, *, reveal: bool = False) -> Saved:
        """Give a record with its current content; with `reveal`, sensitive fields too, which is audited.

        Raises NotFound, or Refused without the tier to read (or reveal) it.
        """
        return self._saved(found(self._row(BY_UID, uid=uid)), reveal)

    def by_row(self, record: int) -> Saved:
        """Give the record of a row id; raises as `get`."""
        return self._saved(found(self._row(BY_ID, record=record)), reveal=False)

    def by_number(self, dossier: DossierView, number: int) -> Saved:
        """Give the record of a number in a dossier; raises as `get`."""
        return self._saved(found(self._row(BY_NUMBER, dossier=dossier.id, of_number=number)), reveal=False)

    def single(self, dossier: DossierView, kind: Kind) -> Saved | None:
        """Give the current record of a kind that a dossier has one of, None too where that was erased."""
        row = self._row(SINGLE, dossier=dossier.id, of_kind=kind.name)
        return self._saved(row, reveal=False) if row else None

    def lines(
        self, dossiers: Sequence[int] | None, wanted: Filter, limit: int = 20, offset: int = 0
    ) -> tuple[list[RecordLine], int]:
        """Give the records of some dossiers (None: all the actor may read), newest first, and how many there are."""
        conditions = self.conditions(dossiers, wanted)
        counted = select(func.count()).select_from(records).where(*conditions)
        count = self._store.connection.execute(counted).scalar_one()
        # In one dossier the indexes lead to the newest by when they were made; ids pass the records of all others.
        made = (records.c.created_at.desc(), records.c.number.desc())
        newest = made if dossiers is not None and len(dossiers) == 1 else (records.c.id.desc(),)
        query = LINES.where(*conditions).order_by(*newest).limit(limit).offset(offset)
        return [self._line(row) for row in self._store.connection.execute(query)], count

    def after(
        self, dossier: DossierView, number: int, wanted: Filter, limit: int = 50, *, reveal: bool = False
    ) -> list[Saved]:
        """Give the records of a dossier behind a number, in the order of their numbers; `reveal` as in `get`.

        Of kinds whose sensitive fields the actor may not see those stay masked.
        """
        rows = self._store.connection.execute(
            ONE.where(*self.conditions([dossier.id], wanted), records.c.number > number)
            .order_by(records.c.number)
            .limit(limit),
            {"organisation": self._store.actor.organisation},
        ).all()
        may = self._store.actor.may
        return [
            self._saved(row, reveal and may(Action.REVEAL, dossier.id, self._store.own_kinds.kept(row.kind)))
            for row in rows
        ]

    def of_rows(self, rows: Sequence[int]) -> dict[int, RecordLine]:
        """Give records by row id as they stand in lists; what the actor may not read must have been left out."""
        ours = records.c.organisation_id == self._store.actor.organisation
        found_here = self._store.connection.execute(LINES.where(ours, records.c.id.in_(rows)))
        return {row.id: self._line(row) for row in found_here}

    def revisions_of(self, saved: Saved) -> list[Revision]:
        """Give every revision of a record, oldest first; sensitive fields are masked.

        Raises Refused for who may read no more than what is marked for the customer: that is the record as it is now.
        """
        organisation = self._store.actor.organisation
        self._store.actor.require(Action.READ, saved.dossier.id, saved.line.kind)
        rows = self._store.connection.execute(
            select(
                revisions.c.number,
                revisions.c.created_at,
                revisions.c.reason,
                revisions.c.deleted,
                revisions.c.content,
                revisions.c.sealed,
                revisions.c.stem,
                revisions.c.ordinal,
                revisions.c.version,
                people.c.uid,
                people.c.name,
            )
            .join(people, people.c.id == revisions.c.author_id)
            .where(revisions.c.record_id == saved.line.id, revisions.c.organisation_id == organisation)
            .order_by(revisions.c.number)
        ).all()
        found(rows or None)
        key = self._store.connection.execute(select(records.c.key).where(records.c.id == saved.line.id)).scalar_one()
        opened = self._store.keys.data_key(saved.line.uid, key) if key is not None else None
        hidden = [self._hidden(saved.line, row.sealed, row.number, opened) for row in rows]
        veiled = self._veiled(saved.dossier.id)
        return [
            Revision(
                row.number,
                PersonRef(id=row.uid, name=row.name),
                row.created_at,
                row.reason,
                row.deleted,
                content,
                self._store.naming.called(saved.line.kind, content, row),
                frozenset(name for name in {*before, *now} if before.get(name) != now.get(name)),
            )
            for row, before, now in zip(rows, [{}, *hidden], hidden, strict=False)
            for content in [_content(row.content, dict.fromkeys(now, VEILED) if veiled else now, reveal=veiled)]
        ]

    def counts(self, dossiers: Sequence[int], since: datetime | None = None) -> Counter[tuple[int, str, str | None]]:
        """Count records by (dossier, kind, status)."""
        conditions = self._in(dossiers)
        if since is not None:
            conditions.append(records.c.changed_at >= since)
        rows = self._store.connection.execute(
            select(records.c.dossier_id, records.c.kind, records.c.status, func.count())
            .where(*conditions)
            .group_by(records.c.dossier_id, records.c.kind, records.c.status)
        )
        return Counter({(dossier, kind, status): count for dossier, kind, status, count in rows})

    def per_week(self, dossier: int, starts: Sequence[datetime]) -> list[int]:
        """Count the records of a dossier that were added or changed in each week.

        `starts` are the moments (UTC) at which the weeks begin, two or more, in order; the last one has no end.
        """
        ends = [(revisions.c.created_at < end, number) for number, end in enumerate(starts[1:])]
        rows = self._store.connection.execute(
            select(case(*ends, else_=len(starts) - 1).label("week"), func.count(records.c.id.distinct()).label("some"))
            .select_from(records.join(revisions, revisions.c.record_id == records.c.id))
            # What was not touched since has no revision since: most of a large dossier is not looked at.
            .where(*self._in([dossier]), records.c.changed_at >= starts[0], revisions.c.created_at >= starts[0])
            .group_by("week")
        )
        counts = {row.week: row.some for row in rows}
        return [counts.get(number, 0) for number in range(len(starts))]

    def latest(self, dossiers: Sequence[int]) -> dict[tuple[int, str], datetime]:
        """Give when a record of each (dossier, kind) was last touched."""
        rows = self._store.connection.execute(
            select(records.c.dossier_id, records.c.kind, func.max(records.c.changed_at).label("at"))
            .where(*self._in(dossiers))
            .group_by(records.c.dossier_id, records.c.kind)
        )
        return {(row.dossier_id, row.kind): row.at for row in rows}

    def _row(self, query: Select[tuple[Any, ...]], **params: int | str) -> AnyRow | None:
        params["organisation"] = self._store.actor.organisation
        return self._store.connection.execute(query, params).one_or_none()

    def _in(self, dossiers: Sequence[int]) -> list[ColumnElement[bool]]:
        ours = records.c.organisation_id == self._store.actor.organisation
        return [ours, records.c.dossier_id.in_(dossiers), ~records.c.deleted]

    def conditions(self, dossiers: Sequence[int] | None, wanted: Filter) -> list[ColumnElement[bool]]:
        """Give the conditions of what is wanted and may be read by the actor; see `lines`."""
        actor = self._store.actor
        where: list[ColumnElement[bool]] = [records.c.organisation_id == actor.organisation, ~records.c.deleted]
        scope = dossiers if dossiers is not None else actor.reached(Action.VISIT)
        if scope is not None:
            where.append(self._readable(scope, wanted.kind))
        elif actor.pledges:
            secret = [each.name for each in self._store.kinds if each.confidential]
            where.append(~and_(records.c.dossier_id.in_(actor.pledges), records.c.kind.in_(secret)))
        if wanted.kind:
            where.append(records.c.kind == wanted.kind.name)
        if wanted.statuses:
            where.append(one_of(records.c.status, wanted.statuses))
        if wanted.decided:
            status = wanted.kind.refused if wanted.kind else None
            span = (wanted.since, wanted.until)
            where.append(was_decided(wanted.decided, span, wanted.person, status, sqlite=self._store.sqlite))
        elif wanted.person:
            theirs = owned_by if wanted.owned else of_person
            where.append(theirs(wanted.person, sqlite=self._store.sqlite))
        where += [chosen(field, values, sqlite=self._store.sqlite) for field, values in wanted.choices]
        if wanted.since and not wanted.decided:
            where.append(records.c.created_at >= wanted.since)
        if wanted.until and not wanted.decided:
            where.append(records.c.created_at < wanted.until)
        if wanted.text:
            match = self._store.search.matching(wanted.text, scope)
            where.append(match if match is not None else false())
        return where

    def _readable(self, dossiers: Iterable[int], wanted: Kind | None) -> ColumnElement[bool]:
        """Give the condition that the actor may read a record of the dossiers: for its kind, or its customer's mark.

        With `wanted` it is meant for records of that kind. What does not matter is left out: a plan that is kept for
        later values cannot see it, and takes all that is asked for rarer than it is.
        """
        may = self._store.actor.may
        kinds = [each for each in self._store.kinds if wanted is None or each.name == wanted.name]
        by_kinds: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
        for dossier in dossiers:
            ours = tuple(each.name for each in kinds if may(Action.READ, dossier, each))
            theirs = tuple(each.name for each in kinds if may(Action.READ, dossier, each, shared=True))
            marked = tuple(name for name in theirs if name not in ours)
            by_kinds.setdefault((ours, marked), []).append(dossier)

        def among(names: tuple[str, ...]) -> ColumnElement[bool]:
            if not names:
                return false()
            return true() if wanted else one_of(records.c.kind, names)

        return or_(
            false(),
            *(
                and_(records.c.dossier_id.in_(ids), or_(among(ours), and_(records.c.shared, among(marked))))
                for (ours, marked), ids in by_kinds.items()
            ),
        )

    def _saved(self, row: AnyRow, reveal: bool) -> Saved:
        store, line = self._store, self._line(row)
        store.actor.require(Action.READ, line.dossier, line.kind, shared=line.shared)
        hides = bool(line.kind.hidden)
        if reveal and hides:
            store.actor.require(Action.REVEAL, line.dossier, line.kind)
            store.audit.add("record.reveal", f"record:{line.uid}")
        opened = store.keys.data_key(line.uid, row.key) if hides and row.key is not None else None
        content = _content(row.content, self._hidden(line, row.sealed, line.revision, opened), reveal=reveal)
        if hides and not reveal and self._veiled(line.dossier):
            content |= {name: VEILED for name in content if name in line.kind.hidden}
        dossier = store.dossiers.by_id(line.dossier)
        # What led to a record and what is said of it among us is not for those it is merely marked for.
        ours = store.actor.may(Action.READ, line.dossier, line.kind)
        titles, gone = store.naming_others.called(line.dossier, line.kind, content)
        return Saved(
            line,
            dossier,
            content,
            reveal,
            store.naming.called(line.kind, content, row),
            erased=row.key is None,
            undone=row.reason == UNDO,
            origin=store.origins.of(line.id) if ours else "",
            naming=store.naming.pattern,
            approval=store.approvals.latest(line.id) if ours and line.kind.approve is not None else None,
            dead_links=store.links.dead_in(line.id, line.kind, content),
            refused=store.files.refused_of([file.id for file in attached_in(line.kind, content)]),
            titles=titles,
            gone=gone,
            verified_by=store.retests.of(line) if ours and line.kind.approved is not None else None,
        )

    def _line(self, row: AnyRow) -> RecordLine:
        return RecordLine(
            row.id,
            row.uid,
            row.number,
            self._store.own_kinds.kept(row.kind),
            row.dossier_id,
            row.title,
            row.status,
            PersonRef(id=row.author_uid, name=row.author_name),
            PersonRef(id=row.changer_uid, name=row.changer_name),
            row.revision,
            row.deleted,
            row.created_at,
            row.changed_at,
            row.shared,
        )

    def _veiled(self, dossier: int) -> bool:
        """Tell whether not even a part of what is hidden may be seen: by guests, and who owes a confirmation."""
        actor = self._store.actor
        return actor.owes_pledge(dossier) or not actor.may(Action.READ, dossier)

    def _new(self, line: RecordLine, dossier: DossierView, content: Mapping[str, Any], row: AnyRow) -> Saved:
        """Give what has just been written as reading it back would, without the reading."""
        self._store.actor.require(Action.READ, line.dossier, line.kind)
        shown = {name: masked(value) if name in line.kind.hidden else value for name, value in content.items()}
        changed = replace(dossier, changed_at=line.changed_at)
        naming = self._store.naming
        return Saved(line, changed, shown, False, naming.called(line.kind, content, row), naming=naming.pattern)

    def _hidden(self, line: RecordLine, sealed: bytes, number: int, key: bytes | None) -> dict[str, Any]:
        if key is None or not line.kind.hidden:
            return {}
        hidden: dict[str, Any] = self._store.keys.unseal(key, line.uid, number, sealed)["values"]
        return hidden


def _content(visible: str, hidden: Mapping[str, Any], *, reveal: bool) -> dict[str, Any]:
    shown = {name: value if reveal else masked(value) for name, value in hidden.items()}
    return {**json.loads(visible), **shown}
