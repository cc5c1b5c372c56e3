"""Files that earlier versions kept in the database are carried over into the store of files, one after another."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.database import Database
from storage.ids import AnyRow
from storage.organisations import product
from storage.secrets import Keyring
from storage.spool import spooled
from storage.store import Store
from storage.tables import files, organisations
from storage.vault import Vault


def carry_over(database: Database, keyring: Keyring, vault: Vault) -> int:
    """Carry over what is left in the database and give how many files that were.

    Raises Unreachable; what was not carried over stays where it is, and is read from there.
    """
    count = after = 0
    while (row := _next(database, after)) is not None:
        _carry(database, keyring, vault, row)
        count, after = count + 1, row.id
    return count


def _next(database: Database, after: int) -> AnyRow | None:
    house = (organisations.c.id.label("house"), organisations.c.uid.label("house_uid"), organisations.c.key)
    query = (
        select(files.c.id, files.c.uid, *house)
        .join(organisations, organisations.c.id == files.c.organisation_id)
        .where(files.c.content.is_not(None), files.c.id > after)
        .order_by(files.c.id)
        .limit(1)
    )
    found: AnyRow | None = database.read(lambda connection: connection.execute(query).one_or_none())
    return found


def _carry(database: Database, keyring: Keyring, vault: Vault, row: Any) -> None:
    keys = keyring.organisation(row.house_uid, row.key)
    actor, now = product(row.house), datetime.now(UTC)

    def store_on(connection: Connection) -> Store:
        return Store(connection, actor, now, keys)

    stored = database.read(lambda connection: store_on(connection).files.open(row.uid))
    if stored.held is None:
        return
    with spooled(vault.pieces(stored), len(stored.held)) as spool:
        vault.keep(database, store_on, row.uid, spool, stored.ref.type)
