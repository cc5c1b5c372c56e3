"""What came in, what is to be said, and slow work."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from storage.tables.columns import Moment, metadata, own_id, to, uid

inbox = Table(
    "inbox",
    metadata,
    own_id(),
    to("organisation"),
    Column("platform", Text, nullable=False),
    Column("event", Text, nullable=False),
    # JSON of the answer, given again to a repeated delivery.
    Column("answer", Text, nullable=False, default=""),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("organisation_id", "platform", "event"),
    Index(None, "received_at"),
)


outbox = Table(
    "outbox",
    metadata,
    own_id(),
    # The key the message is sent under.
    uid(),
    to("organisation"),
    to("workspace"),
    # The conversation, for order and pace: `c:<channel key>` or `a:<account key>`.
    Column("conversation", Text, nullable=False),
    # What the message is about: a later row of the same subject replaces the message instead of posting another.
    Column("subject", Text, nullable=False),
    Column("thread", Text),
    Column("card", Text, nullable=False),
    Column("data", Text, nullable=False),
    # The words of an answer, encrypted with the organisation's key, until it has been sent or given up.
    Column("sealed", LargeBinary),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    # When to look at it next; while it is being sent, the end of the lease.
    Column("due_at", Moment, nullable=False),
    Column("lease", Text),
    # The platform's reference to what was posted.
    Column("ref", Text),
    Column("error", Text),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Index(None, "state", "due_at"),
    Index(None, "workspace_id", "conversation", "state"),
    Index(None, "workspace_id", "conversation", "subject"),
    # What was said of a duty is found wherever that was, to be brought up to date.
    Index(
        "ix_outbox_reminder", "subject", sqlite_where=text("card = 'nudge'"), postgresql_where=text("card = 'nudge'")
    ),
)


jobs = Table(
    "jobs",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    to("person", nullable=True),
    Column("name", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", Moment, nullable=False),
    Column("lease", Text),
    Column("leased_until", Moment),
    Column("error", Text),
    Column("created_at", Moment, nullable=False),
    Index(None, "state", "due_at"),
)


drafts = Table(
    "drafts",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    # Whose it is: an account of a workspace, which need not be anybody's yet.
    to("workspace"),
    Column("account", Text, nullable=False),
    # The form's name, reference and values so far, as JSON encrypted with the organisation's key.
    Column("sealed", LargeBinary, nullable=False),
    Column("kept_at", Moment, nullable=False),
    # When whose it is are to be asked what they mean, for a question that waits until they are awake.
    Column("ask_at", Moment),
    Index(None, "kept_at"),
    Index(None, "ask_at"),
)
