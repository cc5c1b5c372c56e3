"""One-time codes that tie two sides together: a workspace to an organisation, or two accounts to one person.

Codes are the one thing that is looked up across organisations: whoever holds one was given it by somebody of the other.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from string import ascii_uppercase, digits

from sqlalchemy import delete, func, insert, select, update

from dossier.errors import Conflict, DossierError, Refused
from dossier.tiers import Tier
from storage.access import found
from storage.ids import AnyRow
from storage.joining import join
from storage.merging import merge
from storage.store import Store
from storage.tables import accounts, audit, organisations, pairings, people, workspaces

GOOD_FOR = timedelta(minutes=10)
MOST_TRIES = 5
# Without those that are taken for each other.
_LETTERS = "".join(sorted({*ascii_uppercase, *digits} - {*"IO01"}))
_LENGTH = 8
_WRONG = "pairing.wrong"


class Pairing(StrEnum):
    """What a code ties together."""

    WORKSPACE = "workspace"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Paired:
    """What came of a code: `name` is the organisation that was joined, or the person somebody is now."""

    kind: Pairing
    name: str


def new_code(store: Store, kind: Pairing, workspace: int) -> str:
    """Make a code for ten minutes, in place of any other the actor had; only its hash is kept.

    Raises Refused for a workspace's unless by a manager, and for a person's by somebody nobody knows.
    """
    actor = store.actor
    if kind is Pairing.WORKSPACE and actor.tier is not Tier.MANAGER:
        raise Refused("refused-link-workspace", tier=Tier.MANAGER.name.lower())
    if actor.person is None:
        raise Refused("refused-link-person")
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    store.connection.execute(
        delete(pairings).where(pairings.c.person_id == actor.person, pairings.c.kind == kind.value)
    )
    row = {
        "organisation_id": actor.organisation,
        "kind": kind.value,
        "person_id": actor.person,
        "workspace_id": workspace,
        "code": _hashed(code),
        "expires_at": store.now + GOOD_FOR,
    }
    store.connection.execute(insert(pairings), row)
    store.audit.add("pairing.code", f"person:{actor.uid}", kind.value)
    return code


def wrong_tries(store: Store) -> int:
    """Count the codes that were wrong in the actor's organisation within the last ten minutes."""
    query = select(func.count()).where(
        audit.c.organisation_id == store.actor.organisation,
        audit.c.action == _WRONG,
        audit.c.at > store.now - GOOD_FOR,
    )
    return int(store.connection.execute(query).scalar_one())


def redeem(store: Store, code: str, workspace: int, account: str) -> Paired | None:
    """Use a code that was made on the other side; None, audited, for one that is wrong, used or out of date.

    `workspace` and `account` are where it was typed. Raises Conflict for one's own workspace, or one with dossiers of
    its own, Refused for a workspace unless by its manager, and DossierError after too many wrong codes.
    """
    if wrong_tries(store) >= MOST_TRIES:
        raise DossierError("too-many-codes")
    row = _taken(store, code)
    if row is None:
        store.audit.add(_WRONG, f"person:{store.actor.uid}")
        return None
    if row.workspace_id == workspace:
        raise Conflict("link-here")
    kind = Pairing(row.kind)
    if kind is Pairing.WORKSPACE:
        done = _join(store, row.organisation_id, row.o_uid, row.o_key, row.name, workspace)
    else:
        done = _same_person(store, row.organisation_id, row.person_id, workspace, account)
    return done


def _taken(store: Store, code: str) -> AnyRow | None:
    """Use a code up, before anything is done with it: of two who type it at once the second finds it used."""
    good = (pairings.c.code == _hashed(code)) & pairings.c.used_at.is_(None) & (pairings.c.expires_at > store.now)
    used = store.connection.execute(update(pairings).where(good).values(used_at=store.now).returning(pairings.c.id))
    number = used.scalar_one_or_none()
    if number is None:
        return None
    query = (
        select(pairings, organisations.c.uid.label("o_uid"), organisations.c.key.label("o_key"), organisations.c.name)
        .join(organisations, organisations.c.id == pairings.c.organisation_id)
        .where(pairings.c.id == number)
    )
    return store.connection.execute(query).one()


def _join(store: Store, organisation: int, uid: str, key: bytes, name: str, workspace: int) -> Paired:
    if organisation == store.actor.organisation:
        raise Conflict("linked-already", name=name)
    managed = select(people.c.id).where(
        people.c.organisation_id == store.actor.organisation, people.c.tier == int(Tier.MANAGER)
    )
    if store.actor.tier is not Tier.MANAGER and store.connection.execute(managed.limit(1)).first() is not None:
        raise Refused("refused-link-workspace", tier=Tier.MANAGER.name.lower())
    join(store, workspace, organisation, store.keys.other(uid, key))
    return Paired(Pairing.WORKSPACE, name)


def _same_person(store: Store, organisation: int, person: int, workspace: int, account: str) -> Paired:
    if organisation != store.actor.organisation:
        raise Conflict("link-organisations-first")
    kept = found(
        store.connection.execute(select(people.c.uid, people.c.name).where(people.c.id == person)).one_or_none()
    )
    if store.actor.person is None:
        row = {"organisation_id": organisation, "workspace_id": workspace, "person_id": person, "key": account}
        store.connection.execute(insert(accounts), row)
    elif store.actor.person != person:
        merge(store, store.actor.person, person)
    store.audit.add("person.link", f"person:{kept.uid}", _place(store, workspace))
    return Paired(Pairing.PERSON, kept.name)


def _place(store: Store, workspace: int) -> str:
    row = store.connection.execute(
        select(workspaces.c.platform, workspaces.c.key).where(workspaces.c.id == workspace)
    ).one()
    return f"{row.platform}:{row.key}"


def _hashed(code: str) -> bytes:
    bare = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(bare.encode()).digest()
