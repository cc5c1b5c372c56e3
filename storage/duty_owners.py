"""Who owes something passes it on: to whom, and who owed it before, is kept with it."""

import json
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, select, update

from storage.conditions import entered
from storage.duty_rows import PASSED
from storage.tables import duties, people

if TYPE_CHECKING:
    from storage.store import Store


def pass_to(store: "Store", which: ColumnElement[bool], taker: int, subject: str = "") -> list[str]:
    """Have somebody (row id) owe those of the open duties that meet a condition, and give their ids.

    What was said of them, to whoever owed them and to who does now, is brought up to date; `subject` is that of the
    message that tells of it. What is to be decided stays with whoever may decide it.
    """
    ours = and_(duties.c.organisation_id == store.actor.organisation, duties.c.state == "open")
    query = (
        select(duties.c.id, duties.c.uid, duties.c.snoozes, duties.c.known, people.c.name)
        .join(people, people.c.id == duties.c.owner_id)
        .where(ours, which, entered())
        .order_by(duties.c.due_at)
    )
    passed, to = store.connection.execute(query).all(), store.people.ref_of(taker)
    for row in passed:
        known = json.loads(row.known)
        known["earlier"] = [*known.get("earlier", ()), row.name]
        if subject:
            known[PASSED] = subject
        store.nudges.refresh(row.id, row.uid, row.snoozes)
        new = {"owner_id": taker, "known": json.dumps(known, ensure_ascii=False)}
        store.connection.execute(update(duties).where(duties.c.id == row.id, ours).values(**new))
        store.nudges.refresh(row.id, row.uid, row.snoozes)
        store.audit.add("duty.pass", f"duty:{row.uid}", to.id or "")
    return [row.uid for row in passed]
