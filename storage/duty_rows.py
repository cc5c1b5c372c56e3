"""How something owed lies in its row, and is read from it."""

import json

from sqlalchemy import select

from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.views import DutyState, DutyView, Question
from storage.ids import AnyRow
from storage.tables import duties, people

QUESTION = "question"
"""Where in what is known of a duty the question is kept whether it is needed."""
PASSED = "passed"
"""Where in what is known of a duty the subject of the message is kept that told who owes it now."""
ANY = ""
"""The kind kept of a duty that any record closes."""
_CLOSERS = people.alias("closers")
VIEW = (
    select(
        *(column for column in duties.c if column.name not in ("organisation_id", "closed_by_id", "closer_id")),
        people.c.uid.label("owner_uid"),
        people.c.name.label("owner_name"),
        _CLOSERS.c.name.label("closer_name"),
    )
    .join(people, people.c.id == duties.c.owner_id)
    .outerjoin(_CLOSERS, _CLOSERS.c.id == duties.c.closer_id)
)


def holds(known: str, *words: str) -> bool:
    """Tell whether anything of some names is among what is known of a duty, as it is kept."""
    return any(f'"{word}"' in known for word in words)


def view(row: AnyRow, kind: Kind | None) -> DutyView:
    """Give the duty of a row, for a record of a kind."""
    known = json.loads(row.known)
    question = known.pop(QUESTION, None)
    return DutyView(
        row.id,
        row.uid,
        row.dossier_id,
        Trigger(row.trigger),
        kind,
        row.topic,
        PersonRef(id=row.owner_uid, name=row.owner_name),
        row.raised_at,
        row.due_at,
        row.subject_id,
        row.owner_id,
        DutyState(row.state),
        known,
        row.meeting_id,
        row.held_at,
        row.step,
        row.next_at,
        row.snoozes,
        row.closed_at,
        row.closer_name or "",
        row.reason,
        Question(**question) if question else None,
        row.wanted_at,
    )
