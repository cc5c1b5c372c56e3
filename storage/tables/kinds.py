"""Kinds of an organisation's own."""

from sqlalchemy import Column, Index, Table, Text

from storage.tables.columns import Moment, metadata, own_id, to, uid

own_kinds = Table(
    "own_kinds",
    metadata,
    own_id(),
    uid(),
    to("organisation"),
    # Who set it; NULL for the command line.
    to("person", nullable=True),
    # The file as it was given, "" where everything was given up.
    Column("file", Text, nullable=False),
    # JSON of what it declares.
    Column("declared", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "organisation_id"),
)
