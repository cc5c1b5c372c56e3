"""What all tables are made of: ids, references, moments."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
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

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        """Give what takes an aware datetime: of what every command binds, most are moments."""
        return _number

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:
        """Give what makes an aware datetime in UTC."""
        return _moment


_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def _moment(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + timedelta(microseconds=value)


def _number(value: datetime | None) -> int | None:
    return None if value is None else (value - _EPOCH) // _MICROSECOND


def moment_number(value: datetime) -> int:
    """Give an aware datetime as whole microseconds since 1970 UTC. Raises TypeError for one without a zone."""
    return (value - _EPOCH) // _MICROSECOND


def own_id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def uid() -> Column[str]:
    return Column("uid", Text, nullable=False, unique=True)


def to(table: str, name: str | None = None, nullable: bool = False, **options: Any) -> Column[int]:
    return Column(name or f"{table}_id", Id, ForeignKey(f"{_PLURALS[table]}.id"), nullable=nullable, **options)


_PLURALS = {
    "organisation": "organisations",
    "workspace": "workspaces",
    "person": "people",
    "customer": "customers",
    "dossier": "dossiers",
    "channel": "channels",
    "record": "records",
    "blob": "blobs",
    "duty": "duties",
}
