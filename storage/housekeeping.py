"""Forgetting what nobody will ask for again."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from storage.database import Database
from storage.tables import drafts, inbox

# The longest any platform redelivers is 6 hours (Feishu); a month leaves room for whoever repairs something.
KEPT = timedelta(days=30)
DRAFTS_KEPT = timedelta(days=7)


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


def forget_old_drafts(database: Database, now: datetime) -> int:
    """Drop what was typed seven days before the product's moment (UTC) and never saved; gives how many."""
    return database.write(
        lambda connection: connection.execute(delete(drafts).where(drafts.c.kept_at < now - DRAFTS_KEPT)).rowcount
    )
