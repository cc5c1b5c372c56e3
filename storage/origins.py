"""Which chat message a record was made from, so that its readers find back to what was said."""

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select

from storage.access import found
from storage.tables import origins, records
from storage.workspaces import OWN_WORKSPACE

if TYPE_CHECKING:
    from storage.store import Store

# NULL, which the column does not take, for a record of another organisation.
_OWN_RECORD = (
    select(records.c.id)
    .where(records.c.id == bindparam("record"), records.c.organisation_id == bindparam("organisation"))
    .scalar_subquery()
)
_ADD = insert(origins).values(workspace_id=OWN_WORKSPACE, record_id=_OWN_RECORD)


class Origins:
    """Messages behind records of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def add(self, record: int, workspace: int, channel: str, message: str, link: str) -> None:
        """Note the message a record (row id) was made from, by the platform's ids of channel and message."""
        row = {
            "organisation_id": self._store.actor.organisation,
            "organisation": self._store.actor.organisation,
            "record": record,
            "workspace": workspace,
            "channel": channel,
            "message": message,
            "link": link,
        }
        self._store.connection.execute(_ADD, row)

    def of(self, record: int) -> str:
        """Give the address of the message a record was made from, "" when it was made from none."""
        query = (
            select(origins.c.link)
            .where(
                origins.c.record_id == record,
                origins.c.organisation_id == self._store.actor.organisation,
                origins.c.link != "",
            )
            .order_by(origins.c.id)
            .limit(1)
        )
        return str(self._store.connection.execute(query).scalar_one_or_none() or "")

    def keeper(self, uid: str) -> tuple[int, int]:
        """Give the person who made the current revision of a record, and its dossier (row ids).

        Raises NotFound when there is no such record.
        """
        query = select(records.c.changer_id, records.c.dossier_id)
        ours = query.where(records.c.uid == uid, records.c.organisation_id == self._store.actor.organisation)
        row = found(self._store.connection.execute(ours).one_or_none())
        return row.changer_id, row.dossier_id

    def made_from(self, workspace: int, channel: str, message: str) -> list[str]:
        """Give the ids of the records made from a message that were not deleted since."""
        query = (
            select(records.c.uid)
            .join(origins, origins.c.record_id == records.c.id)
            .where(
                origins.c.organisation_id == self._store.actor.organisation,
                origins.c.workspace_id == workspace,
                origins.c.channel == channel,
                origins.c.message == message,
                ~records.c.deleted,
            )
            .order_by(origins.c.id)
        )
        return list(self._store.connection.execute(query).scalars())
