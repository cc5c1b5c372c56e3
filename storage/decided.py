"""Decisions on approvals, compared with what the audit log says was decided, by whom, and of which version."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import CTE, Connection, String, cast, exists, select

from dossier.deciding import SAID, ApprovalState
from dossier.kinds import Kinds
from storage.approved import alike
from storage.audit import IMPORTED
from storage.breaks import Break, Scope, plain
from storage.ids import AnyRow
from storage.noted import called, lines, read
from storage.placed import merged_people, who_is_now
from storage.secrets import WrongKey
from storage.tables import approvals, audit, records, revisions

_APPROVED = f"approval.{ApprovalState.APPROVED.value}"
_WITHDRAWN = f"approval.{ApprovalState.WITHDRAWN.value}"
# A decision that came with an archive is told by the approval's id.
_BROUGHT = f"v% {IMPORTED} ________-____-____-____-____________%"
_DECISIONS = (_APPROVED, f"approval.{ApprovalState.RETURNED.value}")


def undecided(connection: Connection, scope: Scope, kinds: list[Kinds]) -> Iterator[Break]:
    """Give the approvals that nobody has given, that name somebody else as who has, or that count for another version
    than the one that was decided on; and the decisions of which there is no approval.

    `kinds` are those that the organisation has had. What was approved stays so while it is carried out, and is so
    again when the record says it again: the approval goes along with versions that differ by the status alone.
    """
    columns = (audit.c.number, audit.c.action, audit.c.object, audit.c.detail, audit.c.at, audit.c.person_id)
    ours = (audit.c.organisation_id == scope.organisation, audit.c.action.in_(_DECISIONS))
    said = select(*columns).where(*ours).cte().prefix_with("MATERIALIZED")
    made = (revisions.c.record_id == records.c.id) & (revisions.c.number == approvals.c.revision)
    noted = (said.c.object == "record:" + records.c.uid) & (said.c.action == "approval." + approvals.c.state)
    # One that came with an archive was noted when it came.
    brought = f" {IMPORTED} " + approvals.c.uid
    noted &= (said.c.at == approvals.c.decided_at) | said.c.detail.contains(brought)
    query = lines(scope, approvals.c.state, approvals.c.revision, said.c.number.label("entry"), said.c.detail)
    query = query.add_columns(approvals.c.uid.label("approval"), approvals.c.comment)
    query = query.add_columns(records.c.id, records.c.uid, records.c.key, records.c.kind, revisions.c.id.label("made"))
    query = query.join(approvals, approvals.c.record_id == records.c.id)
    query = query.outerjoin(revisions, made).outerjoin(said, noted)
    doubtful = said.c.number.is_(None) | revisions.c.id.is_(None)
    version = "v" + cast(approvals.c.revision, String)
    # Of decisions of before that was noted nobody knows with what words they were given.
    words = f" {SAID} " + approvals.c.comment
    doubtful |= said.c.detail.not_in((version, version + words, version + brought, version + brought + words))
    doubtful |= (said.c.person_id != approvals.c.decider_id) & ~said.c.detail.contains(brought)
    query = query.add_columns(said.c.person_id, approvals.c.decider_id)
    merged = merged_people(connection, scope)
    for row in read(connection, query.where(("approval." + approvals.c.state).in_(_DECISIONS), doubtful)):
        at = f"the approval of version {row.revision}"
        if row.entry is None or row.made is None:
            yield Break(called(row), at, plain(row.state), "an entry of the audit log that says so")
        elif not _is_imported(row) and row.decider_id != who_is_now(row.person_id, merged):
            yield Break(called(row), at, "somebody else decided", f"who made entry {row.entry} of the audit log")
        elif _said(row) not in (None, row.comment):
            yield Break(called(row), at, "other words", f"those of entry {row.entry} of the audit log")
        elif not _carried_out(connection, scope, row, kinds):
            decided = f"version {_version(row)}, by entry {row.entry} of the audit log"
            yield Break(called(row), at, f"it counts for version {row.revision}", decided)
    yield from _missing(connection, scope, said)


def _missing(connection: Connection, scope: Scope, said: CTE) -> Iterator[Break]:
    """Every decision of which the log tells is there: it is kept for good, whatever becomes of what was decided on."""
    its = (audit.c.organisation_id == scope.organisation, audit.c.object == said.c.object)
    back = exists().where(*its, audit.c.action == _WITHDRAWN, audit.c.number > said.c.number)
    stands = ("approval." + approvals.c.state == said.c.action) | (
        (approvals.c.state == ApprovalState.WITHDRAWN.value) & back
    )
    kept = exists().where(approvals.c.record_id == records.c.id, approvals.c.decided_at == said.c.at, stands)
    query = lines(scope, said.c.number.label("entry"), said.c.detail)
    query = query.join(said, said.c.object == "record:" + records.c.uid)
    for row in read(connection, query.where(~kept, ~said.c.detail.like(_BROUGHT))):
        at = f"the decision on version {_version(row)}"
        yield Break(called(row), at, "nothing", f"one, by entry {row.entry} of the audit log")


def _carried_out(connection: Connection, scope: Scope, row: AnyRow, kinds: list[Kinds]) -> bool:
    """Tell whether an approval may have gone along from the version that was decided on to the one it counts for."""
    number = _version(row)
    if f"approval.{row.state}" != _APPROVED or not number.isdecimal() or int(number) > row.revision:
        return False
    settled = {status for each in kinds if (kind := each.named(row.kind)) is not None for status in kind.settled}
    query = select(revisions.c.number, revisions.c.deleted, revisions.c.content, revisions.c.sealed)
    query = query.where(revisions.c.record_id == row.id, revisions.c.number.between(int(number), row.revision))
    versions = connection.execute(query.order_by(revisions.c.number)).all()
    # What lies between may have said something else: the record has come back to what was decided on.
    first, last = (_content(scope, row, each) for each in (versions[0], versions[-1]))
    return alike(first, last) and last.get("status") in {first.get("status"), *settled}


def _is_imported(row: AnyRow) -> bool:
    return f" {IMPORTED} {row.approval}" in str(row.detail)


def _said(row: AnyRow) -> str | None:
    """Give the words of a decision as the log says them, None where it does not."""
    _, noted, words = str(row.detail).partition(f" {SAID} ")
    return words if noted else None


def _version(row: AnyRow) -> str:
    """Give the version that was decided on, as the log says it."""
    return plain(row.detail).partition(" ")[0].removeprefix("v")


def _content(scope: Scope, row: AnyRow, version: AnyRow) -> Mapping[str, Any]:
    """Give what a version says, hidden values too unless they were erased; of one that cannot be read nothing."""
    try:
        opened = scope.keys.data_key(row.uid, row.key) if row.key is not None else None
        hidden = scope.keys.unseal(opened, row.uid, version.number, version.sealed)["values"] if opened else {}
        return {**json.loads(version.content), **hidden, "": bool(version.deleted)}
    except (WrongKey, ValueError, TypeError, KeyError):
        return {"": version.number}
