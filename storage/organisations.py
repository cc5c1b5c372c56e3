"""Founding organisations and connecting workspaces: what happens before there is anybody to act."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from dossier.tiers import Tier
from storage.access import Actor
from storage.chains import GENESIS
from storage.database import Database
from storage.ids import new_uid, row_id
from storage.secrets import Keyring, WrongKey
from storage.store import Store
from storage.tables import organisations, people, workspaces


def product(organisation: int) -> Actor:
    """Give the actor the product itself is: it may all, and is nobody."""
    return Actor(organisation, None, "", "Dossier", Tier.MANAGER)


def found(connection: Connection, keyring: Keyring, name: str, now: datetime) -> Store:
    """Found an organisation and give a store of it that acts as the product itself."""
    uid = new_uid()
    wrapped = keyring.new_organisation_key(uid)
    added = connection.execute(
        insert(organisations),
        {"uid": uid, "name": name, "key": wrapped, "audit_number": 0, "audit_hash": GENESIS, "created_at": now},
    )
    actor = product(row_id(added))
    return Store(connection, actor, now, keyring.organisation(uid, wrapped))


def add_workspace(connection: Connection, organisation: int, platform: str, key: str, name: str) -> int:
    """Connect a workspace of a platform to an organisation and give its row id."""
    row = {"organisation_id": organisation, "platform": platform, "key": key, "name": name}
    return row_id(connection.execute(insert(workspaces), row))


def new_claim_code(connection: Connection, organisation: int) -> str:
    """Make the code with which somebody becomes the organisation's first manager; only its hash is kept."""
    code = secrets.token_urlsafe(12)
    connection.execute(
        update(organisations)
        .where(organisations.c.id == organisation)
        .values(claim_hash=hashlib.sha256(code.encode()).digest())
    )
    return code


def everyone(connection: Connection) -> list[tuple[int, str, str, bytes]]:
    """Give the row id, name, id and wrapped key of every organisation."""
    rows = connection.execute(
        select(organisations.c.id, organisations.c.name, organisations.c.uid, organisations.c.key).order_by(
            organisations.c.id
        )
    )
    return [(row.id, row.name, row.uid, row.key) for row in rows]


def without_manager(connection: Connection) -> list[tuple[int, str]]:
    """Give the row id and name of every organisation that nobody manages yet."""
    managed = select(people.c.organisation_id).where(people.c.tier == int(Tier.MANAGER))
    rows = connection.execute(
        select(organisations.c.id, organisations.c.name).where(organisations.c.id.not_in(managed))
    )
    return [(row.id, row.name) for row in rows]


def none_yet(connection: Connection) -> bool:
    """Tell whether nobody has founded an organisation here."""
    return connection.execute(select(organisations.c.id).limit(1)).first() is None


def opened_by(database: Database, keyring: Keyring) -> bool:
    """Tell whether a master key opens the keys of a database; an empty one is opened by any."""
    row = database.read(
        lambda connection: connection.execute(
            select(organisations.c.uid, organisations.c.key).order_by(organisations.c.id)
        ).first()
    )
    try:
        if row is not None:
            keyring.organisation(row.uid, row.key)
    except WrongKey:
        return False
    return True
