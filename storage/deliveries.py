"""The worker's side of the outbox: what is to be sent next, and what became of it. All times are the system clock's."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select, update

from storage.ids import AnyRow
from storage.secrets import OrganisationKeys
from storage.tables import organisations, outbox, workspaces

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
_ANSWER_GOOD_FOR = timedelta(hours=1)
_IS_ANSWER = outbox.c.sealed.is_not(None)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the outbox on its way.

    `ref` is the message it replaces, None for a new one; `doubtful` says that an earlier attempt may have arrived.
    """

    id: int
    key: str
    organisation: int
    organisation_uid: str
    organisation_key: bytes
    kinds_version: str
    platform: str
    workspace: int
    workspace_key: str
    conversation: str
    thread: str | None
    subject: str
    card: str
    data: Mapping[str, Any]
    sealed: bytes | None
    attempts: int
    ref: str | None
    doubtful: bool
    queued_at: datetime

    @property
    def channel(self) -> str | None:
        """The channel's key, None for direct messages."""
        return self.conversation[2:] if self.conversation.startswith("c:") else None

    def opened(self, keys: OrganisationKeys) -> Mapping[str, Any]:
        """Give its data with what of it is encrypted with the organisation's `keys`."""
        if self.sealed is None:
            return self.data
        return {**self.data, **keys.unseal_row(outbox.name, self.key, self.sealed)}

    def is_outdated(self, now: datetime) -> bool:
        """Tell whether it is of no use any more: whoever got no answer has asked again, and may see other things."""
        return self.sealed is not None and now - self.queued_at > _ANSWER_GOOD_FOR

    @property
    def account(self) -> str | None:
        """The account's key for direct messages, None for a channel."""
        return self.conversation[2:] if self.conversation.startswith("a:") else None


def claim(
    connection: Connection,
    worker: str,
    now: datetime,
    platforms: Sequence[str],
    limit: int = 16,
    *,
    answers: bool = False,
) -> list[Delivery]:
    """Lease the next message of up to `limit` conversations, where that is an answer or where it is none, and mark each
    as being sent.

    Only the oldest unsent message of a conversation is ever claimed: order is kept, also by several workers. A message
    whose sender vanished is claimed again when its lease is over, as doubtful.
    """
    query = (
        select(
            outbox,
            workspaces.c.platform,
            workspaces.c.key,
            organisations.c.uid.label("o_uid"),
            organisations.c.key.label("o_key"),
            organisations.c.kinds_version,
        )
        .join(workspaces, workspaces.c.id == outbox.c.workspace_id)
        .join(organisations, organisations.c.id == outbox.c.organisation_id)
        .where(
            outbox.c.id.in_(_heads()),
            outbox.c.due_at <= now,
            _IS_ANSWER if answers else ~_IS_ANSWER,
            workspaces.c.platform.in_(platforms),
        )
        .order_by(outbox.c.id)
        .limit(limit)
    )
    if connection.dialect.name != "sqlite":
        query = query.with_for_update(of=outbox, skip_locked=True)
    claimed = [_delivery(connection, row) for row in connection.execute(query).all()]
    if claimed:
        connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([each.id for each in claimed]))
            .values(state="sending", lease=worker, due_at=now + LEASE, attempts=outbox.c.attempts + 1)
        )
    return claimed


def sent(connection: Connection, delivery: Delivery, worker: str, ref: str, now: datetime, pause: timedelta) -> bool:
    """Note that a message arrived, and have the next of the conversation wait a pause.

    Gives False when the lease was lost to another worker meanwhile, as do all that follow.
    """
    if pause:
        connection.execute(
            update(outbox)
            .where(
                outbox.c.workspace_id == delivery.workspace,
                outbox.c.conversation == delivery.conversation,
                outbox.c.state == "pending",
                outbox.c.due_at < now + pause,
            )
            .values(due_at=now + pause)
        )
    return _finish(connection, delivery, worker, **ended("sent", ref=ref, sent_at=now, error=None))


def withhold(connection: Connection, delivery: Delivery, worker: str) -> bool:
    """Note that a message is not for its audience (any more) and was not sent."""
    return _finish(connection, delivery, worker, **ended("withheld"))


def ended(state: str, **values: Any) -> dict[str, Any]:
    """Give what is noted of a message that is not to be sent any more: what of it was encrypted is dropped."""
    return {"state": state, "sealed": None, **values}


def retry(connection: Connection, delivery: Delivery, worker: str, error: str, due_at: datetime, state: str) -> bool:
    """Note that a message has to wait: `pending` when it surely did not arrive, `sending` when nobody knows."""
    return _finish(connection, delivery, worker, state=state, error=error[:500], due_at=due_at)


def postpone(connection: Connection, delivery: Delivery, worker: str, error: str, due_at: datetime) -> bool:
    """Note that the platform asked to wait; that is no failed attempt. What may have arrived stays doubtful."""
    state = "sending" if delivery.doubtful else "pending"
    values = {"state": state, "error": error[:500], "due_at": due_at, "attempts": delivery.attempts - 1}
    return _finish(connection, delivery, worker, **values)


def dead(connection: Connection, delivery: Delivery, worker: str, error: str) -> bool:
    """Give a message up; it is shown to the owner and by `dossier doctor`."""
    return _finish(connection, delivery, worker, **ended("dead", error=error[:500]))


def dead_letters(connection: Connection) -> int:
    """Count the messages that were given up."""
    return connection.execute(select(func.count()).select_from(outbox).where(outbox.c.state == "dead")).scalar_one()


def told_of_letters(connection: Connection) -> int:
    """Count the messages in which owners were told of what was given up; of a closed channel they are told once."""
    told = outbox.c.card.in_(("undelivered", "channel-closed")), outbox.c.state == "sent"
    return connection.execute(select(func.count()).select_from(outbox).where(*told)).scalar_one()


def next_due(connection: Connection, platforms: Sequence[str]) -> dict[bool, datetime]:
    """Give when the next message for some platforms is due, of answers (True) and of the others; nothing for none."""
    query = (
        select(_IS_ANSWER, func.min(outbox.c.due_at))
        .join(workspaces, workspaces.c.id == outbox.c.workspace_id)
        .where(outbox.c.id.in_(_heads()), workspaces.c.platform.in_(platforms))
        .group_by(_IS_ANSWER)
    )
    return {bool(is_answer): due for is_answer, due in connection.execute(query).all()}


def _heads() -> Select[tuple[int]]:
    """Give the oldest unsent message of every conversation."""
    return (
        select(func.min(outbox.c.id))
        .where(outbox.c.state.in_(("pending", "sending")))
        .group_by(outbox.c.workspace_id, outbox.c.conversation)
    )


def _finish(connection: Connection, delivery: Delivery, worker: str, **values: Any) -> bool:
    mine = and_(outbox.c.id == delivery.id, outbox.c.state == "sending", outbox.c.lease == worker)
    return connection.execute(update(outbox).where(mine).values(**values)).rowcount == 1


def _delivery(connection: Connection, row: AnyRow) -> Delivery:
    earlier = connection.execute(
        select(outbox.c.ref)
        .where(
            outbox.c.workspace_id == row.workspace_id,
            outbox.c.conversation == row.conversation,
            outbox.c.subject == row.subject,
            outbox.c.state == "sent",
            outbox.c.id < row.id,
        )
        .order_by(outbox.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return Delivery(
        row.id,
        row.uid,
        row.organisation_id,
        row.o_uid,
        row.o_key,
        row.kinds_version,
        row.platform,
        row.workspace_id,
        row.key,
        row.conversation,
        row.thread,
        row.subject,
        row.card,
        json.loads(row.data),
        row.sealed,
        row.attempts + 1,
        earlier,
        row.state == "sending",
        row.created_at,
    )
