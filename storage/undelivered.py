"""Telling the owner of a dossier that a message could not be delivered, or that none are posted in its channel."""

from collections.abc import Mapping

from sqlalchemy import Connection, Select, and_, select

from chat.platform import Reason
from dossier.views import ChannelView
from storage.deliveries import Delivery
from storage.outbox import put
from storage.store import Store
from storage.tables import accounts, channels, dossiers, people, records


def tell_closed(store: Store, channel: ChannelView, *, uninvited: bool = False) -> None:
    """Tell the owner of a channel's dossier that nothing is posted there any more, or `uninvited`: yet."""
    _tell(store, channel, "channel-closed", {"uninvited": "yes" if uninvited else ""})


def tell_shared(store: Store, channel: ChannelView) -> None:
    """Tell the owner of a channel's dossier why its cards no longer appear there: people of other companies read it."""
    _tell(store, channel, "channel-shared", {})


def _tell(store: Store, channel: ChannelView, card: str, more: Mapping[str, str]) -> None:
    if channel.dossier is None:
        return
    owned = store.dossiers.by_id(channel.dossier)
    data = {"dossier": owned.uid, "channel": channel.name, **more}
    store.outbox.to_person(owned.owner_id, channel.workspace, card, data, f"{card}:{owned.uid}:{channel.key}")


def tell_owner(connection: Connection, delivery: Delivery, error: str, reason: Reason | None = None) -> None:
    """Put a direct message to the owner of the dossier into the outbox: of the channel's, or of the one it was about.

    Nothing when there is no owner, or when it is the owner who cannot be reached. Of somebody who cannot be written to
    at all they are told once, however much is for them: what follows takes its place, unheard.
    """
    row = connection.execute(_of_person(delivery) if delivery.channel is None else _of_channel(delivery)).first()
    if row is None or row.key == delivery.account:
        return
    where = {"channel": row.name} if delivery.channel is not None else {"where": f"@{row.name}"}
    about = {"record": str(delivery.data["record"])} if "record" in delivery.data else {}
    data = {**where, **about, "dossier": row.uid, "error": error[:200], "reason": reason or ""}
    subject = f"undelivered:{delivery.account if reason is Reason.NO_ACCOUNT else delivery.key}"
    put(connection, delivery.organisation, delivery.workspace, f"a:{row.key}", "undelivered", data, subject)


def _of_channel(delivery: Delivery) -> Select[tuple[str, str, str]]:
    return (
        select(channels.c.name, accounts.c.key, dossiers.c.uid)
        .join(dossiers, dossiers.c.id == channels.c.dossier_id)
        .join(
            accounts,
            and_(accounts.c.person_id == dossiers.c.owner_id, accounts.c.workspace_id == channels.c.workspace_id),
        )
        .where(channels.c.workspace_id == delivery.workspace, channels.c.key == delivery.channel)
    )


def _of_person(delivery: Delivery) -> Select[tuple[str, str, str]]:
    """Give who was not reached, and the account of the owner of the dossier that the message was about."""
    meant = accounts.alias("meant")
    about = select(records.c.dossier_id).where(
        records.c.uid == str(delivery.data.get("record", "")), records.c.organisation_id == delivery.organisation
    )
    return (
        select(people.c.name, accounts.c.key, dossiers.c.uid)
        .select_from(dossiers)
        .join(
            accounts, and_(accounts.c.person_id == dossiers.c.owner_id, accounts.c.workspace_id == delivery.workspace)
        )
        .join(meant, and_(meant.c.workspace_id == delivery.workspace, meant.c.key == delivery.account))
        .join(people, people.c.id == meant.c.person_id)
        .where(
            accounts.c.workspace_id == delivery.workspace,
            dossiers.c.organisation_id == delivery.organisation,
            (dossiers.c.uid == str(delivery.data.get("dossier", ""))) | dossiers.c.id.in_(about),
        )
    )
