"""Events already taken in: a second delivery has no second effect and gets the same answer."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.prepared import PreparedAdd
from storage.tables import inbox, workspaces
from storage.tables.columns import Moment

if TYPE_CHECKING:
    from storage.store import Store

_KEY = ("organisation_id", "platform", "event")
_TAKE_SQLITE = PreparedAdd(sqlite.insert(inbox).on_conflict_do_nothing(index_elements=_KEY))
_TAKE_POSTGRES = PreparedAdd(postgresql.insert(inbox).on_conflict_do_nothing(index_elements=_KEY))
_MINE = (
    (inbox.c.organisation_id == bindparam("organisation"))
    & (inbox.c.platform == bindparam("from_platform"))
    & (inbox.c.event == bindparam("of_event"))
)
_ANSWER = select(inbox.c.answer).where(_MINE)
_KEEP = update(inbox).where(_MINE).values(answer=bindparam("given"))


def first(connection: Connection, platform: str, workspace: str, event: str, now: datetime) -> bool:
    """Note an event of a workspace (its key) and tell whether it is new; none of an unknown workspace is.

    For what is done outside of a unit of writing, and never twice: lost with the process, it is not done at all.
    """
    row = select(
        workspaces.c.organisation_id, literal(platform), literal(event), literal(""), literal(now, Moment)
    ).where(workspaces.c.platform == platform, workspaces.c.key == workspace)
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    note = make(inbox).from_select((*_KEY, "answer", "received_at"), row)
    noted = connection.execute(note.on_conflict_do_nothing(index_elements=_KEY).returning(inbox.c.id))
    return noted.first() is not None


class Inbox:
    """Takes events in, by the platform's id of each."""

    def __init__(self, store: "Store") -> None:
        """Take the store of the unit."""
        self._store = store

    def seen(self, platform: str, event: str) -> str | None:
        """Give the answer an event got, None when it has not been taken in."""
        found = self._store.connection.execute(_ANSWER, self._params(platform, event)).scalar_one_or_none()
        return None if found is None else str(found)

    def take(self, platform: str, event: str) -> str | None:
        """Take an event in; give the answer it got when it was taken in before, None when it is new.

        On PostgreSQL a second delivery waits here until the first has been committed.
        """
        row = {
            "organisation_id": self._store.actor.organisation,
            "platform": platform,
            "event": event,
            "answer": "",
            "received_at": self._store.now,
        }
        take = _TAKE_SQLITE if self._store.sqlite else _TAKE_POSTGRES
        if take.added(self._store.connection, row) is not None:
            return None
        return str(self._store.connection.execute(_ANSWER, self._params(platform, event)).scalar_one())

    def answer(self, platform: str, event: str, answer: str) -> None:
        """Keep the answer an event got."""
        self._store.connection.execute(_KEEP, {**self._params(platform, event), "given": answer})

    def _params(self, platform: str, event: str) -> dict[str, object]:
        return {"organisation": self._store.actor.organisation, "from_platform": platform, "of_event": event}
