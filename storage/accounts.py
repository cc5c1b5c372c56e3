"""Accounts on platforms: which person each is, what the platform says of them, and who they are to their colleagues."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select, update

from chat.platform import Profile
from dossier.fields import PersonRef
from dossier.tiers import Tier
from storage.access import Actor
from storage.leaving import leave
from storage.merging import merge
from storage.people import recognise
from storage.preferences import PROFILE
from storage.prepared import Prepared
from storage.roles import note_member, note_rank
from storage.secrets import Keyring
from storage.store import Store
from storage.tables import accounts, channels, members, people, workspaces

_KNOWN = Prepared(
    select(people.c.name, accounts.c.checked_at)
    .select_from(accounts)
    .join(people, people.c.id == accounts.c.person_id)
    .join(workspaces, workspaces.c.id == accounts.c.workspace_id)
    .where(
        workspaces.c.platform == bindparam("platform"),
        workspaces.c.key == bindparam("workspace"),
        accounts.c.key == bindparam("account"),
    )
)


@dataclass(frozen=True, slots=True)
class Known:
    """A person behind an account: the name they go by here, and when the platform was last asked (UTC)."""

    name: str
    checked_at: datetime | None


def account_in(connection: Connection, platform: str, workspace: str, person: str) -> str | None:
    """Give the account key that a person (uid) of the workspace's organisation has there, None without one."""
    query = (
        select(accounts.c.key)
        .join(people, people.c.id == accounts.c.person_id)
        .join(workspaces, workspaces.c.id == accounts.c.workspace_id)
        .where(
            workspaces.c.platform == platform,
            workspaces.c.key == workspace,
            people.c.uid == person,
            people.c.organisation_id == workspaces.c.organisation_id,
        )
        .order_by(accounts.c.id)
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def known(connection: Connection, platform: str, workspace: str, account: str) -> Known | None:
    """Give what is known of an account, None for one that was never seen."""
    row = _KNOWN.one(connection, {"platform": platform, "workspace": workspace, "account": account})
    return None if row is None else Known(row.name, row.checked_at)


def of_workspace(connection: Connection, workspace: int) -> list[tuple[str, str, str]]:
    """Give the accounts of a workspace (row id) that the platform was asked about: its name, the workspace's and
    account's keys."""
    query = (
        select(workspaces.c.platform, workspaces.c.key.label("workspace"), accounts.c.key)
        .join(workspaces, workspaces.c.id == accounts.c.workspace_id)
        .where(accounts.c.workspace_id == workspace)
        .order_by(accounts.c.id)
    )
    return [(row.platform, row.workspace, row.key) for row in connection.execute(query)]


def names(connection: Connection, platform: str, workspace: str, account: str) -> list[str]:
    """Give the names of the people of an account's organisation; none for who is a stranger to it."""
    found = recognise(connection, platform, workspace, account)
    if found is None or not (found.actor.tier > Tier.STRANGER or found.actor.tiers):
        return []
    query = select(people.c.name).where(people.c.organisation_id == found.actor.organisation).order_by(people.c.name)
    return list(connection.execute(query).scalars())


def enrol(store: Store, workspace: int, account: str, profile: Profile) -> PersonRef:
    """Note who an account is: a known person of the same e-mail address, or a new one; give them.

    A full member of the workspace becomes a member of the organisation. Guests, people of other companies and who was
    switched off have no tier: somebody may give them one in a dossier. What the platform knows of language and zone
    counts for those who have set none.
    """
    email = store.keys.digest("email", profile.email) if profile.email and profile.own else None
    person, same = _linked(store, workspace, account), _of_email(store, email)
    if person is not None and same is not None and person.id != same.id:
        # Two sides came together after both had met them.
        merge(store, store.people.id_of(person.id or "") or 0, store.people.id_of(same.id or "") or 0)
    person = same or person
    if person is None:
        person = store.people.add(_free_name(store, profile.name), Tier.MEMBER if _belongs(profile) else Tier.STRANGER)
    if _linked(store, workspace, account) is None:
        store.people.link(workspace, account, person)
    number = store.people.id_of(person.id or "") or 0
    _renew(store, number, person, profile, email)
    store.connection.execute(
        update(accounts)
        .where(accounts.c.workspace_id == workspace, accounts.c.key == account)
        .values(checked_at=store.now)
    )
    for name, value in (("language", profile.language), ("zone", profile.zone)):
        if value:
            store.preferences.keep(PROFILE, number, name, value)
    return person


def introduce(
    connection: Connection,
    keyring: Keyring,
    platform: str,
    workspace: str,
    account: str,
    profile: Profile,
    now: datetime,
) -> PersonRef | None:
    """Enrol who an account of a workspace (by its key) is; None for a workspace that belongs to no organisation."""
    found = acting(connection, platform, workspace)
    if found is None:
        return None
    actor, row, uid, key = found
    store = Store(connection, actor, now, keyring.organisation(uid, key))
    person = enrol(store, row, account, profile)
    store.finish()
    return person


def _belongs(profile: Profile) -> bool:
    return profile.own and profile.active


def _linked(store: Store, workspace: int, account: str) -> PersonRef | None:
    row = store.connection.execute(
        select(people.c.uid, people.c.name)
        .join(accounts, accounts.c.person_id == people.c.id)
        .where(
            accounts.c.workspace_id == workspace,
            accounts.c.key == account,
            people.c.organisation_id == store.actor.organisation,
        )
    ).one_or_none()
    return None if row is None else PersonRef(id=row.uid, name=row.name)


def _of_email(store: Store, email: bytes | None) -> PersonRef | None:
    if email is None:
        return None
    row = store.connection.execute(
        select(people.c.uid, people.c.name)
        .where(people.c.organisation_id == store.actor.organisation, people.c.email_key == email)
        .limit(1)
    ).one_or_none()
    return None if row is None else PersonRef(id=row.uid, name=row.name)


def _free_name(store: Store, name: str) -> str:
    """Give a name nobody else has: people are meant by their names."""
    wanted = " ".join(name.split())[:80] or "?"
    free, number = wanted, 1
    while store.connection.execute(
        select(people.c.id)
        .where(people.c.organisation_id == store.actor.organisation, func.lower(people.c.name) == free.lower())
        .limit(1)
    ).first():
        number += 1
        free = f"{wanted} ({number})"
    return free


def _renew(store: Store, number: int, person: PersonRef, profile: Profile, email: bytes | None) -> None:
    """Bring name, e-mail and tier up to date.

    Who was switched off or made a guest loses the tier and every membership, also one that was given by name; who came
    back is a member of the organisation again, and of the dossiers whose channels they are in.
    """
    row = store.connection.execute(select(people.c.name, people.c.tier).where(people.c.id == number)).one()
    values: dict[str, object] = {}
    shown = " ".join(profile.name.split())[:80]
    if shown and shown != row.name and not row.name.startswith(f"{shown} ("):
        values["name"] = _free_name(store, shown)
    if email is not None:
        values["email_key"] = email
    tier = Tier(row.tier)
    if not _belongs(profile) and tier > Tier.STRANGER:
        values["tier"] = int(Tier.STRANGER)
        dropped = delete(members).where(members.c.person_id == number).returning(members.c.dossier_id)
        for dossier in store.connection.execute(dropped).scalars().all():
            note_member(store, dossier, number, "member.drop")
        store.audit.add("person.leave", f"person:{person.id}")
    elif _belongs(profile) and tier is Tier.STRANGER:
        values["tier"] = int(Tier.MEMBER)
        note_rank(store, person.id or "", Tier.MEMBER)
        _look_into_channels(store, number)
    if values:
        store.connection.execute(update(people).where(people.c.id == number).values(**values))
    if values.get("tier") == int(Tier.STRANGER):
        leave(store, number)


def _look_into_channels(store: Store, number: int) -> None:
    """Have the members of every bound channel looked up where somebody is, who may be in some of them."""
    here = select(accounts.c.workspace_id).where(accounts.c.person_id == number)
    bound = select(channels.c.id).where(
        channels.c.workspace_id.in_(here),
        channels.c.organisation_id == store.actor.organisation,
        channels.c.dossier_id.is_not(None),
        ~channels.c.closed,
    )
    for channel in store.connection.execute(bound).scalars().all():
        store.jobs.add("gather_members", {"channel": channel})


def acting(connection: Connection, platform: str, workspace: str) -> tuple[Actor, int, str, bytes] | None:
    """Give the product as an actor in a workspace's organisation, the workspace's row id, and the organisation's
    id and wrapped key; None for a workspace that belongs to none."""
    found = recognise(connection, platform, workspace, "")
    if found is None:
        return None
    actor = Actor(found.actor.organisation, None, "", "Dossier", Tier.MANAGER)
    return actor, found.workspace, found.organisation_uid, found.organisation_key
