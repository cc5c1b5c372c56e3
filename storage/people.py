"""The organisation's people, and how an account on a platform becomes one of them."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, bindparam, exists, func, insert, or_, select, update

from dossier.errors import DossierError
from dossier.fields import PersonRef
from dossier.tiers import Tier
from dossier.views import ChannelView, DossierView
from storage.access import Actor, found
from storage.dossier_rows import COLUMNS, OWNER, view
from storage.ids import AnyRow, new_uid
from storage.prepared import Prepared
from storage.tables import (
    accounts,
    channels,
    confirmations,
    customers,
    dossiers,
    members,
    organisations,
    people,
    workspaces,
)
from storage.workspaces import OWN_WORKSPACE

if TYPE_CHECKING:
    from storage.store import Store

_ACCOUNT = Prepared(
    select(
        organisations.c.id.label("organisation"),
        organisations.c.uid.label("organisation_uid"),
        organisations.c.key.label("organisation_key"),
        organisations.c.kinds_version,
        workspaces.c.id.label("workspace"),
        people.c.id.label("person"),
        people.c.uid,
        people.c.name,
        people.c.tier,
        exists()
        .where(dossiers.c.organisation_id == organisations.c.id, dossiers.c.pledge.is_not(None))
        .correlate(organisations)
        .label("asks_pledges"),
        channels.c.id.label("channel"),
        channels.c.name.label("channel_name"),
        channels.c.external,
        channels.c.greeted,
        channels.c.closed,
        *COLUMNS,
    )
    .select_from(
        workspaces.join(organisations, organisations.c.id == workspaces.c.organisation_id)
        .outerjoin(accounts, and_(accounts.c.workspace_id == workspaces.c.id, accounts.c.key == bindparam("account")))
        .outerjoin(people, people.c.id == accounts.c.person_id)
        .outerjoin(channels, and_(channels.c.workspace_id == workspaces.c.id, channels.c.key == bindparam("channel")))
        .outerjoin(
            dossiers,
            and_(dossiers.c.id == channels.c.dossier_id, dossiers.c.organisation_id == organisations.c.id),
        )
        .outerjoin(customers, customers.c.id == dossiers.c.customer_id)
        .outerjoin(OWNER, OWNER.c.id == dossiers.c.owner_id)
    )
    .where(workspaces.c.platform == bindparam("platform"), workspaces.c.key == bindparam("workspace"))
)
# The owner of a dossier is a member of it, so that one walk along the members' index tells both.
_MEMBERSHIPS = Prepared(
    select(members.c.dossier_id, members.c.tier, dossiers.c.owner_id, members.c.until, members.c.after)
    .join(dossiers, dossiers.c.id == members.c.dossier_id)
    .where(members.c.person_id == bindparam("person"))
)
# The dossiers that ask for a confirmation of confidentiality, and until when a person has given theirs.
_PLEDGES = Prepared(
    select(dossiers.c.id, func.max(confirmations.c.until, type_=confirmations.c.until.type).label("until"))
    .outerjoin(
        confirmations,
        and_(
            confirmations.c.dossier_id == dossiers.c.id,
            confirmations.c.person_id == bindparam("person"),
            # Who has confirmed other words than are asked now has not confirmed these.
            confirmations.c.text == dossiers.c.pledge,
        ),
    )
    .where(dossiers.c.organisation_id == bindparam("organisation"), dossiers.c.pledge.is_not(None))
    .group_by(dossiers.c.id)
)

_LINK = insert(accounts).values(workspace_id=OWN_WORKSPACE)


@dataclass(frozen=True, slots=True)
class Known:
    """An account as it was found: its actor, its workspace's row id, the organisation's id and wrapped key.

    `channel` is the one that was asked for, None when it is not known, `dossier` the one that is bound to it.
    """

    actor: Actor
    workspace: int
    organisation_uid: str
    organisation_key: bytes
    channel: ChannelView | None = None
    dossier: DossierView | None = None


def recognise(
    connection: Connection, platform: str, workspace: str, account: str, channel: str | None = None
) -> Known | None:
    """Give who an account is, and the channel they are in; None for a workspace that belongs to no organisation.

    An account nobody has linked to a person yet is a stranger: `actor.person` is None.
    """
    values = {"platform": platform, "workspace": workspace, "account": account, "channel": channel}
    row = _ACCOUNT.one(connection, values)
    if row is None:
        return None
    tiers, owns, lent = {}, frozenset[int](), {}
    if row.person is not None:
        memberships = _MEMBERSHIPS.run(connection, {"person": row.person})
        tiers = {each.dossier_id: Tier(each.tier) for each in memberships}
        owns = frozenset(each.dossier_id for each in memberships if each.owner_id == row.person)
        lent = {each.dossier_id: (each.until, Tier(each.after or 0)) for each in memberships if each.until is not None}
    actor = Actor(
        row.organisation,
        row.person,
        row.uid or "",
        row.name or account,
        Tier(row.tier or 0),
        tiers,
        owns,
        lent=lent,
        pledges=pledges_of(connection, row.organisation, row.person) if row.asks_pledges else {},
        kinds_version=row.kinds_version,
    )
    keys = (row.organisation_uid, row.organisation_key)
    return Known(actor, row.workspace, *keys, _channel(row, values), None if row.dossier_id is None else view(row))


def _channel(row: AnyRow, asked: Mapping[str, Any]) -> ChannelView | None:
    if row.channel is None:
        return None
    keys = (asked["workspace"], asked["platform"], asked["channel"])
    said = (row.channel_name, row.dossier_id, row.external, row.greeted, row.closed)
    return ChannelView(row.channel, row.workspace, *keys, *said)


def audience(
    connection: Connection, organisation: int, tier: Tier, kinds_version: str | None = None, *, pledged: bool = False
) -> Actor:
    """Give everybody in a channel as an actor: they read what a tier may, and have confirmed nothing.

    With `pledged`, for what needs no confirmation, it is not looked for which dossiers ask for one.
    """
    pledges = {} if pledged else pledges_of(connection, organisation, None)
    return Actor(organisation, None, "", "", audience=tier, pledges=pledges, kinds_version=kinds_version)


def pledges_of(connection: Connection, organisation: int, person: int | None) -> dict[int, datetime | None]:
    """Give the dossiers (row ids) that ask for confidentiality, and until when a person has confirmed it in each."""
    rows = _PLEDGES.run(connection, {"organisation": organisation, "person": person or -1})
    return {row.id: row.until for row in rows}


class People:
    """People of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def named(self, name: str) -> PersonRef | None:
        """Give the person of that name (case does not count), None when nobody or more than one has it.

        A name nobody has may be what one of their accounts is called.
        """
        query = select(people.c.uid, people.c.name).where(people.c.organisation_id == self._store.actor.organisation)
        rows = self._store.connection.execute(
            query.where(or_(people.c.name == name, func.lower(people.c.name) == name.lower())).limit(2)
        ).all()
        if not rows:
            with_account = query.join(accounts, accounts.c.person_id == people.c.id).distinct()
            rows = self._store.connection.execute(
                with_account.where(func.lower(accounts.c.key) == name.lower()).limit(2)
            ).all()
        return PersonRef(id=rows[0].uid, name=rows[0].name) if len(rows) == 1 else None

    def names(self) -> list[str]:
        """Give the names of all people of this organisation, and what their accounts are called."""
        ours = self._store.actor.organisation
        called = select(people.c.name).where(people.c.organisation_id == ours)
        return list(
            self._store.connection.execute(
                called.union(select(accounts.c.key).where(accounts.c.organisation_id == ours))
            ).scalars()
        )

    def names_of(self, rows: Collection[int]) -> list[str]:
        """Give the names of some people of this organisation, by row id."""
        ours = people.c.organisation_id == self._store.actor.organisation
        query = select(people.c.name).where(people.c.id.in_(rows), ours).order_by(people.c.id)
        return list(self._store.connection.execute(query).scalars())

    def managers(self, most: int = 3) -> list[str]:
        """Give what the managers of the organisation are called, those from the first on; none before it is claimed."""
        query = (
            select(people.c.name)
            .where(people.c.organisation_id == self._store.actor.organisation, people.c.tier == int(Tier.MANAGER))
            .order_by(people.c.id)
            .limit(most)
        )
        return list(self._store.connection.execute(query).scalars())

    def ref_of(self, row: int) -> PersonRef:
        """Give a person of this organisation by row id. Raises NotFound for somebody of another one."""
        ours = people.c.organisation_id == self._store.actor.organisation
        query = select(people.c.uid, people.c.name).where(people.c.id == row, ours)
        person = found(self._store.connection.execute(query).one_or_none())
        return PersonRef(id=person.uid, name=person.name)

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

    def with_account(self, workspace: int, account: str) -> int | None:
        """Give the row id of whose account of a workspace it is."""
        return self._store.connection.execute(
            select(accounts.c.person_id).where(
                accounts.c.organisation_id == self._store.actor.organisation,
                accounts.c.workspace_id == workspace,
                accounts.c.key == account,
            )
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
