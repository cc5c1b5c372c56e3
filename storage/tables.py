"""Every table of the product; times are UTC, ids are integers beside UUIDv7 texts, every row names its organisation."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives row ids, and with them FTS row ids that survive a rebuild, to INTEGER PRIMARY KEY columns only.
Id = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment as microseconds since 1970 UTC: sorts, compares and indexes alike on every engine."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Take an aware datetime."""
        return None if value is None else moment_number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Give an aware datetime in UTC."""
        return (
            None
            if value is None
            else datetime.fromtimestamp(value // 1_000_000, UTC).replace(microsecond=value % 1_000_000)
        )


def moment_number(value: datetime) -> int:
    """Give an aware datetime as whole microseconds since 1970 UTC."""
    if value.tzinfo is None:
        raise ValueError("a moment without a zone")
    return int(value.timestamp()) * 1_000_000 + value.microsecond


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _uid() -> Column[str]:
    return Column("uid", Text, nullable=False, unique=True)


def _to(table: str, name: str | None = None, nullable: bool = False, **options: Any) -> Column[int]:
    return Column(name or f"{table}_id", Id, ForeignKey(f"{_PLURALS[table]}.id"), nullable=nullable, **options)


_PLURALS = {
    "organisation": "organisations",
    "workspace": "workspaces",
    "person": "people",
    "customer": "customers",
    "dossier": "dossiers",
    "channel": "channels",
    "record": "records",
}

organisations = Table(
    "organisations",
    metadata,
    _id(),
    _uid(),
    Column("name", Text, nullable=False),
    # The organisation's key, wrapped by the master key.
    Column("key", LargeBinary, nullable=False),
    # Head of the audit chain: moved last in a transaction.
    Column("audit_number", Integer, nullable=False, default=0),
    Column("audit_hash", LargeBinary, nullable=False),
    # SHA-256 of the code with which `/dossier claim` makes the first manager.
    Column("claim_hash", LargeBinary),
    Column("created_at", Moment, nullable=False),
)

workspaces = Table(
    "workspaces",
    metadata,
    _id(),
    _to("organisation"),
    Column("platform", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("platform", "key"),
)

people = Table(
    "people",
    metadata,
    _id(),
    _uid(),
    _to("organisation"),
    Column("name", Text, nullable=False),
    # The tier in the organisation as a whole; in a dossier the higher of this (managers only) and the membership's.
    Column("tier", Integer, nullable=False, default=0),
    Index(None, "organisation_id", "name"),
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _to("organisation"),
    _to("workspace"),
    _to("person"),
    Column("key", Text, nullable=False),
    UniqueConstraint("workspace_id", "key"),
    Index(None, "person_id"),
)

customers = Table(
    "customers",
    metadata,
    _id(),
    _uid(),
    _to("organisation"),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    # Case-folded, so that `abc` and `ABC` cannot both be taken.
    Column("short_key", Text, nullable=False),
    UniqueConstraint("organisation_id", "short_key"),
)

dossiers = Table(
    "dossiers",
    metadata,
    _id(),
    _uid(),
    _to("organisation"),
    _to("customer"),
    _to("person", "owner_id"),
    Column("project", Text, nullable=False),
    Column("project_key", Text, nullable=False),
    Column("phase", Text, nullable=False),
    # The number of the newest record; records are counted per dossier.
    Column("last_number", Integer, nullable=False, default=0),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("organisation_id", "customer_id", "project_key"),
)

members = Table(
    "members",
    metadata,
    _id(),
    _to("organisation"),
    _to("dossier"),
    _to("person"),
    Column("tier", Integer, nullable=False),
    UniqueConstraint("dossier_id", "person_id"),
    Index(None, "person_id"),
)

channels = Table(
    "channels",
    metadata,
    _id(),
    _to("organisation"),
    _to("workspace"),
    _to("dossier", nullable=True),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    # Whether people of the customer's side read along: then it is told what guests may see.
    Column("external", Boolean, nullable=False, default=False),
    Column("greeted", Boolean, nullable=False, default=False),
    UniqueConstraint("workspace_id", "key"),
    Index(None, "dossier_id"),
)

records = Table(
    "records",
    metadata,
    _id(),
    _uid(),
    _to("organisation"),
    _to("dossier"),
    Column("kind", Text, nullable=False),
    Column("number", Integer, nullable=False),
    # The title of the current revision, for lists.
    Column("title", Text, nullable=False),
    # The `status` field of the current revision where the kind has one.
    Column("status", Text),
    _to("person", "author_id"),
    # The record's data key, wrapped by the organisation's; NULL once what it protected was erased.
    Column("key", LargeBinary),
    # Head of the chain of revisions.
    Column("revision", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("deleted", Boolean, nullable=False, default=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("dossier_id", "number"),
    Index(None, "dossier_id", "deleted", "kind", "changed_at"),
    Index(None, "dossier_id", "deleted", "changed_at"),
)

revisions = Table(
    "revisions",
    metadata,
    _id(),
    _to("organisation"),
    _to("record"),
    Column("number", Integer, nullable=False),
    _to("person", "author_id"),
    Column("reason", Text, nullable=False, default=""),
    Column("deleted", Boolean, nullable=False, default=False),
    # JSON of the open fields; salt and sensitive fields are sealed with the record's key.
    Column("content", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    # The salted hash of the whole content: keeps the chain checkable when what it covers was erased.
    Column("content_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("record_id", "number"),
)

# Exact look-up of sensitive values: a keyed digest, never the value.
lookups = Table(
    "lookups",
    metadata,
    _id(),
    _to("organisation"),
    _to("record"),
    Column("field", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Index(None, "organisation_id", "digest"),
    Index(None, "record_id"),
)

# The tokens a record is found by; the full-text index of the engine refers to this table's ids.
search_entries = Table(
    "search_entries",
    metadata,
    Column("id", Id, ForeignKey("records.id"), primary_key=True, autoincrement=False),
    # `o<organisation> d<dossier>`: every search names at least one of them.
    Column("scope", Text, nullable=False),
    Column("tokens", Text, nullable=False),
)

duties = Table(
    "duties",
    metadata,
    _id(),
    _uid(),
    _to("organisation"),
    _to("dossier"),
    Column("trigger", Text, nullable=False),
    # The kind of record that closes it; and, when it must be that one, the record.
    Column("kind", Text, nullable=False),
    _to("record", "subject_id", nullable=True),
    Column("topic", Text, nullable=False),
    _to("person", "owner_id"),
    Column("state", Text, nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("closed_at", Moment),
    _to("record", "closed_by_id", nullable=True),
    _to("person", "closer_id", nullable=True),
    Column("reason", Text, nullable=False, default=""),
    Index(None, "dossier_id", "state", "due_at"),
    Index(None, "owner_id", "state", "due_at"),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    _to("organisation"),
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
    _id(),
    # The key the message is sent under.
    _uid(),
    _to("organisation"),
    _to("workspace"),
    # The conversation, for order and pace: `c:<channel key>` or `a:<account key>`.
    Column("conversation", Text, nullable=False),
    # What the message is about: a later row of the same subject replaces the message instead of posting another.
    Column("subject", Text, nullable=False),
    Column("thread", Text),
    Column("card", Text, nullable=False),
    Column("data", Text, nullable=False),
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
)

jobs = Table(
    "jobs",
    metadata,
    _id(),
    _uid(),
    _to("organisation"),
    _to("person", nullable=True),
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

files = Table(
    "files",
    metadata,
    _id(),
    _uid(),
    _to("organisation"),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", LargeBinary),
    # `platform/workspace/file`: where it is to be fetched from, until the job has done so.
    Column("source", Text),
    Column("content", LargeBinary),
    Column("created_at", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _to("organisation"),
    Column("number", Integer, nullable=False),
    _to("person", nullable=True),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("detail", Text, nullable=False, default=""),
    Column("hash", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("organisation_id", "number"),
)

settings = Table(
    "settings",
    metadata,
    _id(),
    _to("organisation"),
    # `organisation`, `channel` or `person`, and which.
    Column("scope", Text, nullable=False),
    Column("subject", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("organisation_id", "scope", "subject", "name"),
)

# What the demo's web chat keeps as a platform of its own, as Slack keeps its messages.
web_messages = Table(
    "web_messages",
    metadata,
    _id(),
    Column("workspace", Text, nullable=False),
    # `c:<channel key>` or `a:<account key>` (that account's direct messages with the bot).
    Column("conversation", Text, nullable=False),
    Column("thread", Id),
    # NULL: said by the bot.
    Column("account", Text),
    Column("key", Text, unique=True),
    # JSON of a chat.messages.Message.
    Column("message", Text, nullable=False),
    Column("posted_at", Moment, nullable=False),
    Column("edited_at", Moment),
    Index(None, "workspace", "conversation", "id"),
    Index(None, "thread"),
)

web_uploads = Table(
    "web_uploads",
    metadata,
    _id(),
    _uid(),
    Column("workspace", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "workspace", "sha256"),
)

web_reads = Table(
    "web_reads",
    metadata,
    _id(),
    Column("workspace", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("last_read", Id, nullable=False),
    UniqueConstraint("workspace", "account", "conversation"),
)
