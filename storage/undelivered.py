"""Telling the owner of a dossier that a message could not be delivered."""

import json
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, insert, select

from storage.deliveries import Delivery
from storage.ids import new_uid
from storage.tables import accounts, channels, dossiers, outbox


def tell_owner(connection: Connection, delivery: Delivery, error: str) -> None:
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
    now = datetime.now(UTC)
    connection.execute(
        insert(outbox),
        {
            "uid": new_uid(),
            "organisation_id": delivery.organisation,
            "workspace_id": delivery.workspace,
            "conversation": f"a:{row.key}",
            "subject": f"undelivered:{delivery.key}",
            "card": "undelivered",
            "data": json.dumps({"where": f"#{row.name}", "error": error[:200]}, ensure_ascii=False),
            "state": "pending",
            "attempts": 0,
            "due_at": now,
            "created_at": now,
        },
    )
