"""The organisation's people, and how an account on a platform becomes one of them."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from dossier.errors import DossierError
from dossier.fields import PersonRef
from dossier.tiers import Tier
from storage.access import Actor
from storage.ids import new_uid
from storage.prepared import Prepared
from storage.tables import accounts, dossiers, members, organisations, people, workspaces
from storage.workspaces import OWN_WORKSPACE

if TYPE_CHECKING:
    from storage.store import Store

_ACCOUNT = Prepared(
    select(
        organisations.c.id.label("organisation"),
        organisations.c.uid.label("organisation_uid"),
        organisations.c.key.label("organisation_key"),
        workspaces.c.id.label("workspace"),
        people.c.id.label("person"),
        people.c.uid,
        people.c.name,
        people.c.tier,
    )
    .select_from(
        workspaces.join(organisations, organisations.c.id == workspaces.c.organisation_id)
        .outerjoin(accounts, and_(accounts.c.workspace_id == workspaces.c.id, accounts.c.key == bindparam("account")))
        .outerjoin(people, people.c.id == accounts.c.person_id)
    )
    .where(workspaces.c.platform == bindparam("platform"), workspaces.c.key == bindparam("workspace"))
)
# The owner of a dossier is a member of it, so that one walk along the members' index tells both.
_MEMBERSHIPS = Prepared(
    select(members.c.dossier_id, members.c.tier, dossiers.c.owner_id)
    .join(dossiers, dossiers.c.id == members.c.dossier_id)
    .where(members.c.person_id == bindparam("person"))
)

_LINK = insert(accounts).values(workspace_id=OWN_WORKSPACE)


@dataclass(frozen=True, slots=True)
class Known:
    """An account as it was found: its actor, its workspace's row id, the organisation's id and wrapped key."""

    actor: Actor
    workspace: int
    organisation_uid: str
    organisation_key: bytes


def recognise(connection: Connection, platform: str, workspace: str, account: str) -> Known | None:
    """Give who an account is; None for a workspace that belongs to no organisation.

    An account nobody has linked to a person yet is a stranger: `actor.person` is None.
    """
    row = _ACCOUNT.one(connection, {"platform": platform, "workspace": workspace, "account": account})
    if row is None:
        return None
    tiers, owns = {}, frozenset[int]()
    if row.person is not None:
        memberships = _MEMBERSHIPS.run(connection, {"person": row.person})
        tiers = {dossier: Tier(tier) for dossier, tier, _ in memberships}
        owns = frozenset(dossier for dossier, _, owner in memberships if owner == row.person)
    actor = Actor(row.organisation, row.person, row.uid or "", row.name or account, Tier(row.tier or 0), tiers, owns)
    return Known(actor, row.workspace, row.organisation_uid, row.organisation_key)


class People:
    """People of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def named(self, name: str) -> PersonRef | None:
        """Give the person of that name (case does not count), None when nobody or more than one has it."""
        rows = self._store.connection.execute(
            select(people.c.uid, people.c.name)
            .where(
                people.c.organisation_id == self._store.actor.organisation,
                or_(people.c.name == name, func.lower(people.c.name) == name.lower()),
            )
            .limit(2)
        ).all()
        return PersonRef(id=rows[0].uid, name=rows[0].name) if len(rows) == 1 else None

    def names(self) -> list[str]:
        """Give the names of all people of this organisation."""
        query = select(people.c.name).where(people.c.organisation_id == self._store.actor.organisation)
        return list(self._store.connection.execute(query).scalars())

    def id_of(self, uid: str) -> int | None:
        """Give the row id of a person of this organisation."""
        return self._store.connection.execute(
            select(people.c.id).where(people.c.uid == uid, people.c.organisation_id == self._store.actor.organisation)
        ).scalar_one_or_none()

    def add(self, name: str, tier: Tier) -> PersonRef:
        """Add a person to the organisation."""
        uid = new_uid()
        self._store.connection.execute(
            insert(people), {"uid": uid, "organisation_id": self._store.actor.organisation, "name": name, "tier": tier}
        )
        self._store.audit.add("person.add", f"person:{uid}", tier.name.lower())
        return PersonRef(id=uid, name=name)

    def link(self, workspace: int, account: str, person: PersonRef) -> None:
        """Say that an account of a workspace is a person."""
        self._store.connection.execute(
            _LINK,
            {
                "organisation_id": self._store.actor.organisation,
                "organisation": self._store.actor.organisation,
                "workspace": workspace,
                "person_id": self.id_of(person.id or ""),
                "key": account,
            },
        )

    def account_of(self, person: int, workspace: int) -> str | None:
        """Give a person's account key in a workspace."""
        return self._store.connection.execute(
            select(accounts.c.key)
            .where(
                accounts.c.organisation_id == self._store.actor.organisation,
                accounts.c.person_id == person,
                accounts.c.workspace_id == workspace,
            )
            .limit(1)
        ).scalar_one_or_none()

    def claim(self, code: str, workspace: int, account: str) -> PersonRef:
        """Make the account the organisation's first manager, by the code its server printed; the code works once.

        Raises DossierError for a code that is wrong or used up.
        """
        organisation = self._store.actor.organisation
        wanted = hashlib.sha256(code.strip().encode()).digest()
        spent = self._store.connection.execute(
            update(organisations)
            .where(organisations.c.id == organisation, organisations.c.claim_hash == wanted)
            .values(claim_hash=None)
        )
        if spent.rowcount != 1:
            raise DossierError("wrong-claim-code")
        actor = self._store.actor
        if actor.person is not None:
            self._store.connection.execute(
                update(people).where(people.c.id == actor.person).values(tier=int(Tier.MANAGER))
            )
            self._store.audit.add("person.claim", f"person:{actor.uid}")
            return PersonRef(id=actor.uid, name=actor.name)
        person = self.add(actor.name, Tier.MANAGER)
        self.link(workspace, account, person)
        return person
