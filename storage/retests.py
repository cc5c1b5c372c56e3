"""Changes and the tests that verify them: one that was approved is to be tested again."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, or_, select

from dossier.deciding import ApprovalState
from dossier.kinds import VERIFIES
from dossier.tiers import Action
from dossier.views import RecordLine, Test
from storage.conditions import held
from storage.ids import AnyRow
from storage.record_queries import Filter
from storage.record_rows import CURRENT
from storage.tables import approvals, lookups, records, revisions

if TYPE_CHECKING:
    from storage.store import Store

_MOST = 500
_MOST_SHOWN = 20


class Retests:
    """Tests of changes in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def lacking(self, dossier: int) -> list[RecordLine]:
        """Give the approved changes of a dossier (row id) that no test names that passed since they were submitted, and
        that do not wait for approval again, the newest first."""
        changed = [
            line
            for each in self._store.kinds
            if each.approved is not None and self._store.actor.may(Action.READ, dossier, each)
            for line in self._store.records.lines([dossier], Filter(kind=each, statuses=each.settled), _MOST)[0]
        ]
        if not changed:
            return []
        waiting, verified = self._store.approvals.waiting_among(changed), self._verified(dossier)
        submitted = self._submitted(changed)

        def lacks(line: RecordLine) -> bool:
            passed = verified.get(self._digest(line))
            return passed is None or passed < submitted.get(line.id, passed)

        return [line for line in changed if line.id not in waiting and lacks(line)]

    def of(self, line: RecordLine) -> tuple[Test, ...]:
        """Give what verifies a change, also what was not run or failed, to who may read tests there."""
        query = (
            select(records.c.number, records.c.title, records.c.kind, records.c.status, records.c.changed_at, self._ran)
            .join(revisions, CURRENT)
            .join(lookups, lookups.c.record_id == records.c.id)
            .where(records.c.organisation_id == self._store.actor.organisation, records.c.dossier_id == line.dossier)
            .where(lookups.c.field == VERIFIES, lookups.c.digest == self._digest(line), ~records.c.deleted)
            .order_by(records.c.number)
            .limit(_MOST_SHOWN)
        )
        may, kept = self._store.actor.may, self._store.own_kinds.kept
        rows = self._store.connection.execute(query).all()
        tests = (Test(row.number, row.title, kept(row.kind), row.status, self._at(row)) for row in rows)
        return tuple(test for test in tests if may(Action.READ, line.dossier, test.kind))

    def _submitted(self, lines: Sequence[RecordLine]) -> dict[int, datetime]:
        """Give when some changes, by row id, were submitted as they were approved."""
        query = (
            select(approvals.c.record_id, func.max(approvals.c.submitted_at).label("at"))
            .where(approvals.c.organisation_id == self._store.actor.organisation)
            .where(approvals.c.record_id.in_([line.id for line in lines]))
            .where(approvals.c.state == ApprovalState.APPROVED.value)
            .group_by(approvals.c.record_id)
        )
        rows = self._store.connection.execute(query)
        return {row.record_id: row.at for row in rows}

    def _verified(self, dossier: int) -> dict[bytes, datetime]:
        """Give the digests of what tests of a dossier that passed name, with when the last one was; those of deleted
        tests are gone with them."""
        passed = or_(
            *(
                (records.c.kind == each.name) & (records.c.status == each.verified.value)
                for each in self._store.kinds
                if each.verified is not None
            )
        )
        query = (
            select(lookups.c.digest, records.c.changed_at, self._ran)
            .join(records, records.c.id == lookups.c.record_id)
            .join(revisions, CURRENT)
            .where(records.c.dossier_id == dossier, lookups.c.field == VERIFIES)
            .where(lookups.c.organisation_id == self._store.actor.organisation, passed)
        )
        last: dict[bytes, datetime] = {}
        for row in self._store.connection.execute(query):
            digest, at = bytes(row.digest), self._at(row)
            last[digest] = max(at, last.get(digest, at))
        return last

    @property
    def _ran(self) -> ColumnElement[Any]:
        return held("run_on", sqlite=self._store.sqlite).label("ran")

    def _at(self, row: AnyRow) -> datetime:
        """Give when a test was: when it was last written, or on the day before that on which it says that it was run
        (at the end of it, in the organisation's zone)."""
        written: datetime = row.changed_at
        if not row.ran:
            return written
        ran = date.fromisoformat(row.ran) + timedelta(days=1)
        return min(written, datetime.combine(ran, time(), self._store.naming.zone))

    def _digest(self, line: RecordLine) -> bytes:
        return self._store.keys.digest(VERIFIES, f"#{line.number}")
