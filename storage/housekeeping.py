"""Forgetting what nobody will ask for again."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from storage.database import Database
from storage.deliveries import ended
from storage.tables import drafts, inbox, outbox, suggestions

# The longest any platform redelivers is 6 hours (Feishu); a month leaves room for whoever repairs something.
KEPT = timedelta(days=30)
DRAFTS_KEPT = timedelta(days=7)
MESSAGES_KEPT = timedelta(days=3)


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


def forget_old_suggestions(database: Database, now: datetime) -> int:
    """Drop which messages were asked about thirty days before the product's moment (UTC); gives how many."""
    last = (now - KEPT).date().isoformat()
    return database.write(
        lambda connection: connection.execute(delete(suggestions).where(suggestions.c.day < last)).rowcount
    )


def give_up_old_messages(database: Database, now: datetime) -> int:
    """Give up what has waited in the outbox for three days before a moment of the system's clock; gives how many.

    Such as for a platform that is configured no more: when it is again, nobody wants to read all of it at once.
    """
    old = outbox.c.state.in_(("pending", "sending")) & (outbox.c.created_at < now - MESSAGES_KEPT)
    gone = update(outbox).where(old).values(ended("dead", error="it waited for three days", lease=None))
    return database.write(lambda connection: connection.execute(gone).rowcount)
