"""Ids: those that leave the house, and those of rows."""

from typing import Any

import uuid_utils
from sqlalchemy import CursorResult, Row

AnyRow = Row[*tuple[Any, ...]]


def new_uid() -> str:
    """Give a new UUIDv7 (RFC 9562) as text: unique, and in the order of time."""
    return str(uuid_utils.uuid7())


def row_id(inserted: "CursorResult[Any]") -> int:
    """Give the row id an insert made."""
    key = inserted.inserted_primary_key
    if key is None:
        raise LookupError("nothing was inserted")
    return int(key[0])
