"""Events already taken in: a second delivery has no second effect and gets the same answer."""

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.prepared import Prepared
from storage.tables import inbox

if TYPE_CHECKING:
    from storage.store import Store

_KEY = ("organisation_id", "platform", "event")
_TAKE_SQLITE = Prepared(sqlite.insert(inbox).on_conflict_do_nothing(index_elements=_KEY).returning(inbox.c.id))
_TAKE_POSTGRES = Prepared(postgresql.insert(inbox).on_conflict_do_nothing(index_elements=_KEY).returning(inbox.c.id))
_MINE = (
    (inbox.c.organisation_id == bindparam("organisation"))
    & (inbox.c.platform == bindparam("from_platform"))
    & (inbox.c.event == bindparam("of_event"))
)
_ANSWER = select(inbox.c.answer).where(_MINE)
_KEEP = update(inbox).where(_MINE).values(answer=bindparam("given"))


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
        if take.run(self._store.connection, row):
            return None
        return str(self._store.connection.execute(_ANSWER, self._params(platform, event)).scalar_one())

    def answer(self, platform: str, event: str, answer: str) -> None:
        """Keep the answer an event got."""
        self._store.connection.execute(_KEEP, {**self._params(platform, event), "given": answer})

    def _params(self, platform: str, event: str) -> dict[str, object]:
        return {"organisation": self._store.actor.organisation, "from_platform": platform, "of_event": event}
