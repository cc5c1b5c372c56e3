"""Which messages their authors were asked about: two a channel and day, and nothing of what they say."""

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import metadata, own_id, to

suggestions = Table(
    "suggestions",
    metadata,
    own_id(),
    to("organisation"),
    to("channel"),
    # The channel's local day, as 2026-11-27, and the suggestion's number on it: 1 or 2.
    Column("day", Text, nullable=False),
    Column("number", Integer, nullable=False),
    # The platform's id of the message.
    Column("message", Text, nullable=False),
    CheckConstraint("number BETWEEN 1 AND 2", name="number_of_day"),
    UniqueConstraint("channel_id", "day", "number"),
    UniqueConstraint("channel_id", "message"),
)
