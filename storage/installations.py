"""Installations: the tokens by which workspaces are reached, sealed; who founded what by installing; and renewing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from dossier.tiers import Tier
from storage.deliveries import ended
from storage.ids import AnyRow
from storage.organisations import add_workspace, found, product
from storage.secrets import Keyring, OrganisationKeys
from storage.store import Store
from storage.tables import accounts, installations, organisations, outbox, people, workspaces

LEASE = timedelta(seconds=30)
"""How long one process has to renew a token before another may try; longer than a request to the platform takes."""

_WORKSPACE = select(
    workspaces.c.id,
    workspaces.c.name,
    workspaces.c.organisation_id,
    organisations.c.uid,
    organisations.c.key,
).join(organisations, organisations.c.id == workspaces.c.organisation_id)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a platform gave for a workspace; the tokens are in no repr.

    `expires_at` (UTC) is when the access token ends, None for one that does not. `installed_by` is the account key of
    the installer, `bot_user` and `bot` are the bot's ids as a member and as an author.
    """

    bot_token: str = field(repr=False)
    bot_user: str
    app_id: str
    scopes: tuple[str, ...]
    installed_by: str
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    enterprise: str | None = None
    bot: str | None = None


@dataclass(frozen=True, slots=True)
class Installed:
    """The row ids of an organisation and its workspace; `new` says that the organisation was founded just now."""

    organisation: int
    workspace: int
    new: bool


@dataclass(frozen=True, slots=True)
class Renewal:
    """The right to use a workspace's refresh token, and what it replaces."""

    workspace: int
    credentials: Credentials
    sealed: bytes = field(repr=False)


def install(
    connection: Connection,
    keyring: Keyring,
    platform: str,
    workspace: str,
    name: str,
    credentials: Credentials,
    installer: str,
    now: datetime,
) -> Installed:
    """Keep the credentials of a workspace called `name`, in place of earlier ones.

    A workspace not known yet founds an organisation of its name. While nobody manages the organisation, whoever
    installs (`credentials.installed_by`, called `installer`) becomes its first manager. `now` is the system clock's.
    """
    store, row, new = _settle(connection, keyring, platform, workspace, name, now)
    if not _managed(store):
        _make_manager(store, row, credentials.installed_by, installer)
    values = {**_sealed(store.keys, row, credentials), "installed_at": now}
    kept = connection.execute(update(installations).where(installations.c.workspace_id == row).values(values))
    if kept.rowcount == 0:
        owner = {"organisation_id": store.actor.organisation, "workspace_id": row}
        connection.execute(insert(installations), {**owner, **values})
    store.audit.add("installation.add", f"workspace:{platform}:{workspace}", credentials.installed_by)
    store.finish()
    return Installed(store.actor.organisation, row, new)


def adopt(
    connection: Connection, keyring: Keyring, platform: str, workspace: str, name: str, now: datetime
) -> Installed:
    """Make sure that a workspace whose token stands in the settings belongs to an organisation; no token is kept.

    Nobody is made a manager: storage.organisations.new_claim_code gives the code for that.
    """
    store, row, new = _settle(connection, keyring, platform, workspace, name, now)
    store.finish()
    return Installed(store.actor.organisation, row, new)


def of(connection: Connection, keyring: Keyring, platform: str, workspace: str) -> Credentials | None:
    """Give the credentials of a workspace, None where there is no installation."""
    known = _find(connection, platform, workspace)
    if known is None:
        return None
    sealed = connection.execute(
        select(installations.c.sealed).where(installations.c.workspace_id == known.id)
    ).scalar_one_or_none()
    return None if sealed is None else _opened(_keys(keyring, known), known.id, sealed)


def installed(connection: Connection, platform: str) -> list[tuple[str, str]]:
    """Give the workspaces that have the app, by key and name, whatever became of their tokens."""
    query = (
        select(workspaces.c.key, workspaces.c.name)
        .join(installations, installations.c.workspace_id == workspaces.c.id)
        .where(workspaces.c.platform == platform)
        .order_by(workspaces.c.id)
    )
    return [(row.key, row.name) for row in connection.execute(query)]


def start_renewing(
    connection: Connection, keyring: Keyring, platform: str, workspace: str, before: datetime, now: datetime
) -> Renewal | None:
    """Lease the refresh token of a workspace whose access token ends by `before`; it works once.

    Gives None when it need not be renewed, or another process is about it. `now` is the system clock's.
    """
    known = _find(connection, platform, workspace)
    if known is None:
        return None
    free = or_(installations.c.renewing_until.is_(None), installations.c.renewing_until <= now)
    leased = connection.execute(
        update(installations)
        .where(installations.c.workspace_id == known.id, installations.c.expires_at <= before, free)
        .values(renewing_until=now + LEASE)
        .returning(installations.c.sealed)
    ).scalar_one_or_none()
    return None if leased is None else Renewal(known.id, _opened(_keys(keyring, known), known.id, leased), leased)


def renewed(connection: Connection, keyring: Keyring, renewal: Renewal, credentials: Credentials) -> bool:
    """Keep what renewing gave and end the lease.

    False, and nothing is kept, when the workspace was installed anew, renewed or forgotten meanwhile.
    """
    known = connection.execute(_WORKSPACE.where(workspaces.c.id == renewal.workspace)).one()
    kept = connection.execute(
        update(installations)
        .where(installations.c.workspace_id == renewal.workspace, installations.c.sealed == renewal.sealed)
        .values(_sealed(_keys(keyring, known), renewal.workspace, credentials))
    )
    return kept.rowcount == 1


def forget(
    connection: Connection,
    keyring: Keyring,
    platform: str,
    workspace: str,
    reason: str,
    now: datetime,
    happened_at: datetime | None = None,
) -> bool:
    """Delete the tokens of a workspace that removed the app, and give up what waits for it; False when nothing was.

    Installing again brings new messages back, not those. An installation made more than a second (which platforms
    count in) after `happened_at` is left alone: what was told late is about an earlier one.
    """
    known = _find(connection, platform, workspace, lock=True)
    if known is None:
        return False
    mine = installations.c.workspace_id == known.id
    installed_at = connection.execute(select(installations.c.installed_at).where(mine)).scalar_one_or_none()
    if installed_at and happened_at and installed_at > happened_at + timedelta(seconds=1):
        return False
    gone = connection.execute(delete(installations).where(mine)).rowcount
    given_up = connection.execute(
        update(outbox)
        .where(outbox.c.workspace_id == known.id, outbox.c.state.in_(("pending", "sending")))
        .values(ended("dead", error=reason[:500], lease=None))
    ).rowcount
    if not gone and not given_up:
        return False
    store = _store(connection, keyring, known, now)
    store.audit.add("installation.forget", f"workspace:{platform}:{workspace}", f"{reason}; {given_up} given up")
    store.finish()
    return True


def _settle(
    connection: Connection, keyring: Keyring, platform: str, workspace: str, name: str, now: datetime
) -> tuple[Store, int, bool]:
    """Give a store of the workspace's organisation, the workspace's row id, and whether both were made now."""
    known = _find(connection, platform, workspace, lock=True)
    if known is None:
        try:
            with connection.begin_nested():
                store = found(connection, keyring, name, now)
                row = add_workspace(connection, store.actor.organisation, platform, workspace, name)
            return store, row, True
        except IntegrityError:
            # Another process was about the same installation and was faster.
            known = _find(connection, platform, workspace, lock=True)
            if known is None:
                raise
    if known.name != name:
        connection.execute(update(workspaces).where(workspaces.c.id == known.id).values(name=name))
    return _store(connection, keyring, known, now), known.id, False


def _find(connection: Connection, platform: str, workspace: str, *, lock: bool = False) -> AnyRow | None:
    query = _WORKSPACE.where(workspaces.c.platform == platform, workspaces.c.key == workspace)
    if lock:
        # So that two who install at once do not both insert; those who refer to the workspace need not wait.
        query = query.with_for_update(of=workspaces, key_share=True)
    return connection.execute(query).one_or_none()


def _store(connection: Connection, keyring: Keyring, known: AnyRow, now: datetime) -> Store:
    return Store(connection, product(known.organisation_id), now, _keys(keyring, known))


def _keys(keyring: Keyring, known: AnyRow) -> OrganisationKeys:
    return keyring.organisation(known.uid, known.key)


def _managed(store: Store) -> bool:
    managers = (people.c.organisation_id == store.actor.organisation, people.c.tier == int(Tier.MANAGER))
    return store.connection.execute(select(people.c.id).where(*managers).limit(1)).first() is not None


def _make_manager(store: Store, workspace: int, account: str, name: str) -> None:
    """Make an account the first manager; a code that was given out for that no longer works."""
    organisation = store.actor.organisation
    store.connection.execute(update(organisations).where(organisations.c.id == organisation).values(claim_hash=None))
    known = store.connection.execute(
        select(people.c.id, people.c.uid)
        .join(accounts, accounts.c.person_id == people.c.id)
        .where(accounts.c.workspace_id == workspace, accounts.c.key == account)
    ).one_or_none()
    if known is None:
        store.people.link(workspace, account, store.people.add(name, Tier.MANAGER))
        return
    store.connection.execute(update(people).where(people.c.id == known.id).values(tier=int(Tier.MANAGER)))
    store.audit.add("person.claim", f"person:{known.uid}")


def _sealed(keys: OrganisationKeys, workspace: int, credentials: Credentials) -> Mapping[str, Any]:
    ends = credentials.expires_at
    values = asdict(credentials) | {"expires_at": ends.isoformat() if ends else None}
    sealed = keys.seal_row(installations.name, str(workspace), values)
    return {"sealed": sealed, "expires_at": ends, "renewing_until": None}


def _opened(keys: OrganisationKeys, workspace: int, sealed: bytes) -> Credentials:
    values = keys.unseal_row(installations.name, str(workspace), sealed)
    ends = values["expires_at"]
    return Credentials(
        **values | {"scopes": tuple(values["scopes"]), "expires_at": datetime.fromisoformat(ends) if ends else None}
    )
