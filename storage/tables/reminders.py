"""What time brings: meetings to come, what is owed, who was reminded of it, days off, and reports."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from storage.tables.columns import Id, Moment, metadata, own_id, to, uid

# Meetings somebody announced: when one is over, its minutes are owed.
meetings = Table(
    "meetings",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    to("dossier"),
    to("channel", nullable=True),
    Column("topic", Text, nullable=False),
    # Who announced it, and owes its minutes.
    to("person", "owner_id"),
    # JSON list of those invited, as people are kept in records.
    Column("attendees", Text, nullable=False, default="[]"),
    # The next (or only) time it is held.
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    # For one that repeats: the words (每周三 10:00) and the zone they are meant in; "" for one that is held once.
    Column("rule", Text, nullable=False, default=""),
    Column("zone", Text, nullable=False, default=""),
    # `planned`, `over` or `cancelled`.
    Column("state", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "state", "ends_at"),
    Index(None, "dossier_id", "state"),
)


duties = Table(
    "duties",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    to("dossier"),
    Column("trigger", Text, nullable=False),
    # The kind of record that closes it; and, when it must be that one, the record.
    Column("kind", Text, nullable=False),
    to("record", "subject_id", nullable=True),
    # The meeting it is about (its row; SQLite ties no column to another table afterwards), and which time of it.
    Column("meeting_id", Id),
    Column("held_at", Moment),
    Column("topic", Text, nullable=False),
    # JSON of what is known already and will stand in the form.
    Column("known", Text, nullable=False, default="{}", server_default="{}"),
    to("person", "owner_id"),
    Column("state", Text, nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    # By when somebody said they want it; NULL where the rule says when it is due.
    Column("wanted_at", Moment),
    # How many steps of its escalation are behind it, and when the next one is due; NULL when none is.
    Column("step", Integer, nullable=False, default=0, server_default="0"),
    Column("next_at", Moment),
    Column("snoozes", Integer, nullable=False, default=0, server_default="0"),
    Column("closed_at", Moment),
    to("record", "closed_by_id", nullable=True),
    to("person", "closer_id", nullable=True),
    Column("reason", Text, nullable=False, default=""),
    Index(None, "dossier_id", "state", "due_at"),
    Index(None, "owner_id", "state", "due_at"),
    Index(None, "state", "next_at"),
)


# Each step of each duty's escalation, once: `sent`, `merged` into another message, `superseded` by a later step, or
# `unreached` where there was nobody to tell.
nudges = Table(
    "nudges",
    metadata,
    own_id(),
    to("organisation"),
    to("duty"),
    Column("step", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    # The outbox's subject of the message that told of it, "" for none.
    Column("subject", Text, nullable=False, default="", server_default=""),
    Column("at", Moment, nullable=False),
    UniqueConstraint("duty_id", "step"),
)


# The one mention a person gets a day (theirs, as 2026-11-27).
mentions = Table(
    "mentions",
    metadata,
    own_id(),
    to("organisation"),
    to("person"),
    Column("day", Text, nullable=False),
    UniqueConstraint("person_id", "day"),
)


# Days somebody is away (ISO, the last one included), and who stands in for them.
absences = Table(
    "absences",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    to("person"),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False),
    to("person", "delegate_id", nullable=True),
    Index(None, "person_id", "last_day"),
)


# Days on which an organisation works, or does not, against its country's calendar.
workdays = Table(
    "workdays",
    metadata,
    own_id(),
    to("organisation"),
    Column("day", Text, nullable=False),
    Column("working", Boolean, nullable=False),
    UniqueConstraint("organisation_id", "day"),
)


# Reports as they were made, once a period: of a dossier (its uid is the subject), or of the organisation ("").
reports = Table(
    "reports",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    # The local day it was due, as 2026-11-27.
    Column("period", Text, nullable=False),
    Column("score", Integer),
    # JSON of what it says, without anything hidden.
    Column("content", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("organisation_id", "kind", "subject", "period"),
)


# One-time codes that tie two sides together: workspaces of an organisation, or accounts of a person.
pairings = Table(
    "pairings",
    metadata,
    own_id(),
    to("organisation"),
    # `workspace` or `person`.
    Column("kind", Text, nullable=False),
    # Who asked for it, and from where.
    to("person"),
    to("workspace"),
    # SHA-256 of the code; it works once.
    Column("code", LargeBinary, nullable=False, unique=True),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)
