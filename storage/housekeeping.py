"""Forgetting what nobody will ask for again."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from storage.database import Database
from storage.tables import inbox

# The longest any platform redelivers is 6 hours (Feishu); a month leaves room for whoever repairs something.
KEPT = timedelta(days=30)


def forget_old_events(database: Database) -> int:
    """Drop events from the inbox that no platform delivers again, counted back from the newest; gives how many.

    The age is measured within the table: the product's clock may be far ahead of the machine's.
    """
    newest = database.read(
        lambda connection: connection.execute(select(func.max(inbox.c.received_at).label("at"))).scalar()
    )
    if newest is None:
        return 0
    limit = newest - KEPT
    return database.write(
        lambda connection: connection.execute(delete(inbox).where(inbox.c.received_at < limit)).rowcount
    )
