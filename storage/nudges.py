"""Steps that were taken to remind somebody, and bringing what was said up to date."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, literal, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dossier.escalation import MOST_STEPS
from storage.duty_rows import PASSED
from storage.outbox import put
from storage.tables import accounts, dossiers, duties, mentions, nudges, outbox, people

if TYPE_CHECKING:
    from storage.store import Store

CARD, MORNING = "nudge", "digest"
UNTOLD = -1
"""The step of a duty that has not even been told of: it was raised in quiet hours."""
MOST_QUESTIONS = 3
"""How often it can be asked whether one thing is needed."""
SENT, MERGED, SUPERSEDED, UNREACHED = "sent", "merged", "superseded", "unreached"
# The index of such messages is found by a constant alone.
_SPOKEN = outbox.c.card == literal_column("'nudge'")


def raised_subject(duty: str) -> str:
    """Give the subject of the message that announces a duty (its uid)."""
    return f"nudge:{duty}:raised"


def step_subject(duty: str, step: int) -> str:
    """Give the subject of the message of a step."""
    return f"nudge:{duty}:{step}"


def snooze_subject(duty: str, snoozes: int) -> str:
    """Give the subject of the message after a snooze."""
    return f"nudge:{duty}:snooze-{snoozes}"


def question_subject(duty: str, number: int) -> str:
    """Give the subject of the message that asks whether a duty is needed."""
    return f"nudge:{duty}:question-{number}"


def answer_subject(duty: str, number: int) -> str:
    """Give the subject of the message that answers it to who asked."""
    return f"nudge:{duty}:answer-{number}"


def passed_subject(key: str) -> str:
    """Give the subject of a message that tells who owes something from now on."""
    return f"nudge:passed:{key}"


def morning_subject(day: date) -> str:
    """Give the subject of the word somebody gets in the morning of a day."""
    return f"digest:{day}"


class Nudges:
    """Reminders of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def record(self, duty: int, step: int, outcome: str, subject: str = "") -> None:
        """Note what became of a step of a duty (row id). Raises IntegrityError for a step that was taken already."""
        organisation, now = self._store.actor.organisation, literal(self._store.now, nudges.c.at.type)
        row = select(
            duties.c.organisation_id, duties.c.id, literal(step), literal(outcome), literal(subject), now
        ).where(duties.c.id == duty, duties.c.organisation_id == organisation)
        columns = ("organisation_id", "duty_id", "step", "outcome", "subject", "at")
        self._store.connection.execute(insert(nudges).from_select(columns, row))

    def move(self, duty: int, step: int, next_at: datetime | None) -> None:
        """Note which step of a duty (row id) is next, and when."""
        ours = duties.c.organisation_id == self._store.actor.organisation
        moved = update(duties).where(duties.c.id == duty, ours, duties.c.state == "open")
        self._store.connection.execute(moved.values(step=step, next_at=next_at))

    def mention(self, person: int, day: date) -> bool:
        """Take the mention a person (row id) gets on a day of theirs; False when they have had it."""
        make = sqlite.insert if self._store.sqlite else postgresql.insert
        row = select(people.c.organisation_id, people.c.id, literal(day.isoformat())).where(
            people.c.id == person, people.c.organisation_id == self._store.actor.organisation
        )
        taken = make(mentions).from_select(("organisation_id", "person_id", "day"), row)
        taken = taken.on_conflict_do_nothing(index_elements=("person_id", "day"))
        return self._store.connection.execute(taken.returning(mentions.c.id)).first() is not None

    def said_since(self, duties_: Sequence[int], since: datetime) -> list[tuple[int, int]]:
        """Give the steps of some duties that were said at or after a moment: the duty (row id), and which step."""
        query = select(nudges.c.duty_id, nudges.c.step).where(
            nudges.c.duty_id.in_(duties_),
            nudges.c.organisation_id == self._store.actor.organisation,
            nudges.c.at >= since,
            nudges.c.outcome.in_((SENT, MERGED)),
        )
        return [(row.duty_id, row.step) for row in self._store.connection.execute(query)]

    def refresh(self, duty: int, uid: str, snoozes: int) -> None:
        """Have every message that spoke of a duty, and this morning's words that may have, say how it stands now."""
        concerned, passed = self._concerned(duty)
        for person in concerned:
            self.refresh_morning(person)
        told = select(nudges.c.subject).where(nudges.c.duty_id == duty, nudges.c.subject != "")
        subjects = {
            raised_subject(uid),
            *(snooze_subject(uid, number) for number in range(1, snoozes + 1)),
            *(step_subject(uid, number) for number in range(MOST_STEPS)),
            *(question_subject(uid, number) for number in range(1, MOST_QUESTIONS + 1)),
            *(answer_subject(uid, number) for number in range(1, MOST_QUESTIONS + 1)),
            *self._store.connection.execute(told).scalars(),
            *passed,
        }
        query = (
            select(outbox.c.workspace_id, outbox.c.conversation, outbox.c.subject, outbox.c.thread, outbox.c.data)
            .where(_SPOKEN, outbox.c.subject.in_(subjects), outbox.c.state != "dead")
            .where(outbox.c.organisation_id == self._store.actor.organisation)
            .order_by(outbox.c.id)
        )
        said = {(row.workspace_id, row.conversation, row.subject): row for row in self._store.connection.execute(query)}
        for (workspace, conversation, subject), row in said.items():
            data, organisation = json.loads(row.data), self._store.actor.organisation
            put(self._store.connection, organisation, workspace, conversation, CARD, data, subject, row.thread)

    def refresh_morning(self, person: int) -> None:
        """Have this morning's word to a person (row id), if there was one, say how it stands now."""
        store, organisation = self._store, self._store.actor.organisation
        subject = morning_subject(store.now.astimezone(store.preferences.zone_of(person)).date())
        said = (
            select(outbox.c.workspace_id, outbox.c.conversation, outbox.c.data)
            .join(accounts, accounts.c.workspace_id == outbox.c.workspace_id)
            .where(accounts.c.person_id == person, accounts.c.organisation_id == organisation)
            .where(outbox.c.conversation == "a:" + accounts.c.key, outbox.c.subject == subject)
            .order_by(outbox.c.id)
        )
        words = {(row.workspace_id, row.conversation): row.data for row in store.connection.execute(said)}
        for (workspace, conversation), data in words.items():
            put(store.connection, organisation, workspace, conversation, MORNING, json.loads(data), subject)

    def _concerned(self, duty: int) -> tuple[Collection[int], Sequence[str]]:
        """Give who owes a duty or stands in, and who may have been told that it is late in the morning; and the subject
        of the message that told of its passing, where it was passed on."""
        ours = duties.c.organisation_id == self._store.actor.organisation
        query = select(duties.c.owner_id, duties.c.known, duties.c.step, dossiers.c.owner_id.label("pm")).join(
            dossiers, dossiers.c.id == duties.c.dossier_id
        )
        row = self._store.connection.execute(query.where(duties.c.id == duty, ours)).one_or_none()
        if row is None:
            return (), ()
        passed = json.loads(row.known).get(PASSED)
        store = self._store
        away = store.absences.away(row.owner_id, store.now.astimezone(store.preferences.zone_of(row.owner_id)).date())
        instead = {away.delegate} if away and away.delegate else set[int]()
        above = {row.pm, *store.absences.managers()} if row.step > 0 else set[int]()
        return {row.owner_id, *instead, *above}, (passed,) if passed else ()
