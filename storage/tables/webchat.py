"""What the demo's web chat keeps as a platform of its own, as Slack keeps its messages."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text, UniqueConstraint

from storage.tables.columns import Id, Moment, metadata, own_id, uid

web_messages = Table(
    "web_messages",
    metadata,
    own_id(),
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
    own_id(),
    uid(),
    Column("workspace", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("size", BigInteger, nullable=False, server_default="0"),
    # What earlier versions kept here; now contents lie in the store of files.
    Column("content", LargeBinary),
    Column("created_at", Moment, nullable=False),
    Index(None, "workspace", "sha256"),
)


web_reads = Table(
    "web_reads",
    metadata,
    own_id(),
    Column("workspace", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("last_read", Id, nullable=False),
    UniqueConstraint("workspace", "account", "conversation"),
)
