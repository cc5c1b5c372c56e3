"""Founding organisations and connecting workspaces: what happens before there is anybody to act."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from dossier.tiers import Tier
from storage.access import Actor
from storage.chains import GENESIS
from storage.ids import new_uid, row_id
from storage.secrets import Keyring
from storage.store import Store
from storage.tables import organisations, workspaces


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


def first_key(connection: Connection) -> tuple[str, bytes] | None:
    """Give the id and the wrapped key of the first organisation, None when there is none."""
    row = connection.execute(select(organisations.c.uid, organisations.c.key).order_by(organisations.c.id)).first()
    return (row.uid, row.key) if row else None
