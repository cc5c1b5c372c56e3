"""Telling the owner of a dossier that a message could not be delivered."""

from sqlalchemy import Connection, and_, select

from chat.platform import Reason
from storage.deliveries import Delivery
from storage.outbox import put
from storage.tables import accounts, channels, dossiers


def tell_owner(connection: Connection, delivery: Delivery, error: str, reason: Reason | None = None) -> None:
    """Put a direct message to the owner of the channel's dossier into the outbox; nothing when there is no owner."""
    row = connection.execute(
        select(channels.c.name, accounts.c.key)
        .join(dossiers, dossiers.c.id == channels.c.dossier_id)
        .join(
            accounts,
            and_(accounts.c.person_id == dossiers.c.owner_id, accounts.c.workspace_id == channels.c.workspace_id),
        )
        .where(channels.c.workspace_id == delivery.workspace, channels.c.key == delivery.channel)
    ).first()
    if row is None:
        return
    data = {"where": f"#{row.name}", "error": error[:200], "reason": reason or ""}
    subject = f"undelivered:{delivery.key}"
    put(connection, delivery.organisation, delivery.workspace, f"a:{row.key}", "undelivered", data, subject)
