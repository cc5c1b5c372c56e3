"""What is kept: records with their revisions, how they are found, files and the audit log."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.tables.columns import Id, Moment, metadata, own_id, to, uid

records = Table(
    "records",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    to("dossier"),
    Column("kind", Text, nullable=False),
    Column("number", Integer, nullable=False),
    # The title of the current revision, for lists.
    Column("title", Text, nullable=False),
    # The `status` field of the current revision where the kind has one.
    Column("status", Text),
    to("person", "author_id"),
    # Who made the current revision.
    to("person", "changer_id"),
    # The record's data key, wrapped by the organisation's; NULL once what it protected was erased.
    Column("key", LargeBinary),
    # Head of the chain of revisions.
    Column("revision", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("deleted", Boolean, nullable=False, default=False),
    # Whether it is marked for the customer: then guests read it.
    Column("shared", Boolean, nullable=False, default=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("dossier_id", "number"),
    Index(None, "dossier_id", "deleted", "kind", "created_at"),
    Index(None, "dossier_id", "deleted", "created_at"),
)


revisions = Table(
    "revisions",
    metadata,
    own_id(),
    to("organisation"),
    to("dossier"),
    to("record"),
    Column("number", Integer, nullable=False),
    # What its document is called by, whatever the pattern (see dossier.naming): label and day, the how-manieth of them
    # in the dossier it is, and which of its contents.
    Column("stem", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    to("person", "author_id"),
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
    Index(None, "dossier_id", "stem", "ordinal"),
)


# Exact look-up of sensitive values: a keyed digest, never the value.
lookups = Table(
    "lookups",
    metadata,
    own_id(),
    to("organisation"),
    to("record"),
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


# The chat messages records were made from: who reads the record can go back to what was said.
origins = Table(
    "origins",
    metadata,
    own_id(),
    to("organisation"),
    to("record"),
    to("workspace"),
    # The channel and the message in it, by the platform's ids.
    Column("channel", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("link", Text, nullable=False),
    Index(None, "record_id"),
    Index(None, "workspace_id", "channel", "message"),
)


# Contents in the store of files, each once an organisation.
blobs = Table(
    "blobs",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    # Keyed digest of the SHA-256: who sees it cannot tell what they know already.
    Column("digest", LargeBinary, nullable=False),
    # Its name in the store.
    Column("place", Text, nullable=False),
    # The key of its own that it is sealed with, wrapped by the organisation's.
    Column("key", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("organisation_id", "digest"),
)


files = Table(
    "files",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", LargeBinary),
    # `platform/workspace/file`: where it is to be fetched from, until the job has done so.
    Column("source", Text),
    to("blob", nullable=True),
    # What earlier versions kept here; it is carried over into the store of files.
    Column("content", LargeBinary),
    # JSON of the problem for which it was not kept.
    Column("refused", Text),
    Column("created_at", Moment, nullable=False),
    Index(
        "ix_files_carried",
        "id",
        sqlite_where=text("content IS NOT NULL"),
        postgresql_where=text("content IS NOT NULL"),
    ),
)


# Links in records, by whether what they lead to is still there.
_DEAD = text("dead_at IS NOT NULL")
links = Table(
    "links",
    metadata,
    own_id(),
    to("organisation"),
    to("record"),
    Column("url", Text, nullable=False),
    # When it is looked at next; moved on by who looks at it, so that one alone does.
    Column("next_at", Moment, nullable=False),
    # How often in a row it led nowhere, and why the last time.
    Column("failures", Integer, nullable=False),
    Column("said", Text),
    # Since when it has been taken to lead nowhere.
    Column("dead_at", Moment),
    UniqueConstraint("record_id", "url"),
    Index(None, "next_at"),
    Index("ix_links_dead", "organisation_id", sqlite_where=_DEAD, postgresql_where=_DEAD),
)


# What files of a dossier have been called, those that are exported as a whole included: versions count up with what
# is in them.
names = Table(
    "names",
    metadata,
    own_id(),
    to("organisation"),
    to("dossier"),
    # Label and day, whatever the pattern, and the how-manieth document of them it is.
    Column("stem", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    # SHA-256 of the content.
    Column("digest", LargeBinary, nullable=False),
    # The record it came with, and what it was called: the same again is the same document. Of an export there is none.
    to("record", nullable=True),
    Column("wording", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("dossier_id", "stem", "ordinal", "version"),
    UniqueConstraint("dossier_id", "stem", "digest"),
)


audit = Table(
    "audit",
    metadata,
    own_id(),
    to("organisation"),
    Column("number", Integer, nullable=False),
    to("person", nullable=True),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("detail", Text, nullable=False, default=""),
    Column("hash", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("organisation_id", "number"),
)
