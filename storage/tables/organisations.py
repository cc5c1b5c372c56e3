"""Organisations, their people, customers, dossiers, channels and settings."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from storage.tables.columns import Id, Moment, metadata, own_id, to, uid

_ASKING = text("pledge IS NOT NULL")

organisations = Table(
    "organisations",
    metadata,
    own_id(),
    uid(),
    Column("name", Text, nullable=False),
    # The organisation's key, wrapped by the master key.
    Column("key", LargeBinary, nullable=False),
    # Head of the audit chain: moved last in a transaction.
    Column("audit_number", Integer, nullable=False, default=0),
    Column("audit_hash", LargeBinary, nullable=False),
    # SHA-256 of the code with which `/dossier claim` makes the first manager.
    Column("claim_hash", LargeBinary),
    # Which file of its own kinds counts, by its id; "" for none.
    Column("kinds_version", Text, nullable=False, default="", server_default=""),
    Column("created_at", Moment, nullable=False),
)


workspaces = Table(
    "workspaces",
    metadata,
    own_id(),
    to("organisation"),
    Column("platform", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("platform", "key"),
)


people = Table(
    "people",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    Column("name", Text, nullable=False),
    # The tier in the organisation as a whole; in a dossier the higher of this (managers only) and the membership's.
    Column("tier", Integer, nullable=False, default=0),
    # HMAC of the e-mail address: the same person in another workspace of the organisation is found by it.
    Column("email_key", LargeBinary),
    Index(None, "organisation_id", "name"),
)


accounts = Table(
    "accounts",
    metadata,
    own_id(),
    to("organisation"),
    to("workspace"),
    to("person"),
    Column("key", Text, nullable=False),
    # When the platform was last asked who it is; None for an account that was linked by hand.
    Column("checked_at", Moment),
    UniqueConstraint("workspace_id", "key"),
    Index(None, "person_id"),
)


customers = Table(
    "customers",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    # Case-folded, so that `abc` and `ABC` cannot both be taken.
    Column("short_key", Text, nullable=False),
    # The full name, case-folded as well: by both a customer is found that a text names.
    Column("name_key", Text, nullable=False, server_default=""),
    UniqueConstraint("organisation_id", "short_key"),
    Index(None, "organisation_id", "name_key"),
)


dossiers = Table(
    "dossiers",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    to("customer"),
    to("person", "owner_id"),
    Column("project", Text, nullable=False),
    Column("project_key", Text, nullable=False),
    Column("phase", Text, nullable=False),
    # What people confirm before they see what is sensitive (NULL: nothing is asked), and for how many days it holds.
    Column("pledge", Text),
    Column("pledge_days", Integer),
    # The number of the newest record; records are counted per dossier.
    Column("last_number", Integer, nullable=False, default=0),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # When its next half-yearly review is to be asked for, or, once it is closing, its audit; NULL for neither.
    Column("review_at", Moment),
    UniqueConstraint("organisation_id", "customer_id", "project_key"),
    Index(None, "organisation_id", "project_key"),
    Index(None, "review_at"),
    Index("ix_dossiers_pledge", "organisation_id", sqlite_where=_ASKING, postgresql_where=_ASKING),
)


members = Table(
    "members",
    metadata,
    own_id(),
    to("organisation"),
    to("dossier"),
    to("person"),
    Column("tier", Integer, nullable=False),
    # The channel by which they are a member: who leaves it leaves the dossier too. None for those who were added.
    to("channel", nullable=True),
    # When the tier ends, and the one they have then; NULL for one that does not end.
    Column("until", Moment),
    Column("after", Integer),
    UniqueConstraint("dossier_id", "person_id"),
    Index(None, "person_id"),
)


channels = Table(
    "channels",
    metadata,
    own_id(),
    to("organisation"),
    to("workspace"),
    to("dossier", nullable=True),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    # When it was bound: the first bound channel of a dossier gets what is logged elsewhere.
    Column("bound_at", Moment),
    # Whether people of the customer's side read along: then it is told what guests may see.
    Column("external", Boolean, nullable=False, default=False),
    Column("greeted", Boolean, nullable=False, default=False),
    # Whether it was archived or the bot was removed: nothing can be said there.
    Column("closed", Boolean, nullable=False, default=False),
    # When its dossier's next weekly report is due; NULL until that has been worked out, or when there is to be none.
    Column("report_at", Moment),
    UniqueConstraint("workspace_id", "key"),
    Index(None, "dossier_id"),
    Index(None, "report_at"),
)


installations = Table(
    "installations",
    metadata,
    own_id(),
    to("organisation"),
    to("workspace"),
    # Tokens and what belongs to them, as JSON encrypted with the organisation's key.
    Column("sealed", LargeBinary, nullable=False),
    # When the access token ends, None for one that does not.
    Column("expires_at", Moment),
    # Until when a process is renewing the token: a refresh token works once.
    Column("renewing_until", Moment),
    Column("installed_at", Moment, nullable=False),
    UniqueConstraint("workspace_id"),
)


installing = Table(
    "installing",
    metadata,
    own_id(),
    # SHA-256 of the OAuth state that was given out; it works once.
    Column("state", LargeBinary, nullable=False, unique=True),
    Column("platform", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
)


settings = Table(
    "settings",
    metadata,
    own_id(),
    to("organisation"),
    # `organisation`, `dossier`, `channel`, `person`, or `profile` (what a platform knows of a person), and which.
    Column("scope", Text, nullable=False),
    Column("subject", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("organisation_id", "scope", "subject", "name"),
)
