"""What somebody has to decide or confirm: approvals, access, confidentiality, standard and training, handovers."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, UniqueConstraint, text

from storage.tables.columns import Moment, metadata, own_id, to, uid

_OPEN = text("state = 'open'")

approvals = Table(
    "approvals",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    to("record"),
    # Which revision is to be approved, or was.
    Column("revision", Integer, nullable=False),
    # `open`, `approved`, `returned` or `withdrawn`.
    Column("state", Text, nullable=False),
    to("person", "submitter_id"),
    Column("submitted_at", Moment, nullable=False),
    to("person", "decider_id", nullable=True),
    Column("decided_at", Moment),
    Column("comment", Text, nullable=False, default=""),
    Index(None, "record_id"),
    # A record waits for one approval at a time.
    Index("ix_approvals_open", "record_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(None, "organisation_id", "state"),
)


access_requests = Table(
    "access_requests",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    to("dossier"),
    to("person"),
    # The tier that is asked for, and in the end was given.
    Column("tier", Integer, nullable=False),
    # `open`, `granted`, `declined` or `expired`.
    Column("state", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    to("person", "decider_id", nullable=True),
    Column("decided_at", Moment),
    # Until when it was given, NULL for good.
    Column("until", Moment),
    # Somebody asks for one tier at a time in a dossier.
    Index(
        "ix_access_requests_open",
        "dossier_id",
        "person_id",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
)


# Who has confirmed confidentiality in which dossier, in which words, on which day and until when.
confirmations = Table(
    "confirmations",
    metadata,
    own_id(),
    to("organisation"),
    to("dossier"),
    to("person"),
    Column("text", Text, nullable=False),
    Column("confirmed_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Index(None, "person_id", "dossier_id"),
    # What is about to expire is looked for every quarter of an hour.
    Index(None, "until"),
)

# The editions of an organisation's dossier standard that somebody has been shown to confirm, word for word.
standards = Table(
    "standards",
    metadata,
    own_id(),
    to("organisation"),
    Column("number", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    # JSON of what it says, by language.
    Column("content", Text, nullable=False),
    Column("since", Moment, nullable=False),
    UniqueConstraint("organisation_id", "number"),
)

# Who has confirmed the standard, or the training in data security: in which words, when, until when (NULL: for good).
commitments = Table(
    "commitments",
    metadata,
    own_id(),
    to("organisation"),
    to("person"),
    # `standard` or `training`.
    Column("what", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("confirmed_at", Moment, nullable=False),
    Column("until", Moment),
    Index(None, "organisation_id", "what", "digest"),
    Index(None, "person_id"),
    Index(None, "until"),
)


# Dossiers that were offered to a new owner, and what became of it.
handovers = Table(
    "handovers",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    to("dossier"),
    to("person", "giver_id"),
    to("person", "taker_id"),
    to("person", "starter_id"),
    # `open`, `accepted`, `declined` or `withdrawn`.
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False, default=""),
    # Whether all that the giver owes in the dossier passes on, not only what falls to its owner.
    Column("whole", Boolean, nullable=False, default=False),
    Column("started_at", Moment, nullable=False),
    # Until when the taker may read the dossier because of it.
    Column("lent_until", Moment, nullable=False),
    Column("comment", Text, nullable=False, default=""),
    Column("decided_at", Moment),
    # What is kept of it in the dossier once it was accepted.
    to("record", nullable=True),
    # A dossier is offered to one person at a time.
    Index("ix_handovers_open", "dossier_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
)
