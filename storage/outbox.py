"""What the bot has still to say: written in the transaction of what caused it, as meaning, never with hidden values.

An answer is the exception: it is what its asker was to see when they asked, and waits encrypted.
"""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from dossier.views import ChannelView, DossierView
from storage.ids import new_uid
from storage.prepared import Prepared
from storage.tables import accounts, outbox, records
from storage.workspaces import OWN_WORKSPACE

if TYPE_CHECKING:
    from storage.store import Store

ANSWER = "answer"
_ADD = Prepared(insert(outbox).values(workspace_id=OWN_WORKSPACE))


class Outbox:
    """Adds to the outbox of the store's organisation; storage.deliveries empties it."""

    def __init__(self, store: "Store") -> None:
        """Take the store of the unit."""
        self._store = store

    def to_channel(
        self, channel: ChannelView, card: str, data: Mapping[str, str | int], subject: str, thread: str | None = None
    ) -> None:
        """Post a card to a channel; what was posted there about the same subject is replaced."""
        self._add(channel.workspace, f"c:{channel.key}", card, data, subject, thread)

    def posted(self, channel: ChannelView, subject: str) -> str | None:
        """Give the platform's reference to what was last posted to a channel about a subject, None for nothing yet."""
        query = select(outbox.c.ref).where(
            outbox.c.workspace_id == channel.workspace,
            outbox.c.conversation == f"c:{channel.key}",
            outbox.c.subject == subject,
            outbox.c.state == "sent",
            outbox.c.organisation_id == self._store.actor.organisation,
        )
        return self._store.connection.execute(query.order_by(outbox.c.id.desc()).limit(1)).scalar_one_or_none()

    def records_in(self, channel: ChannelView, dossier: DossierView, kinds: Collection[str]) -> list[tuple[str, int]]:
        """Give the records of a dossier, of some kinds, whose cards were put to a channel: their ids and numbers."""
        query = select(records.c.uid, records.c.number).join(outbox, outbox.c.subject == "record:" + records.c.uid)
        query = query.where(
            outbox.c.workspace_id == channel.workspace,
            outbox.c.conversation == f"c:{channel.key}",
            outbox.c.organisation_id == self._store.actor.organisation,
            records.c.dossier_id == dossier.id,
            records.c.kind.in_(kinds),
        )
        return [(row.uid, row.number) for row in self._store.connection.execute(query.distinct())]

    def to_person(self, person: int, workspace: int, card: str, data: Mapping[str, str | int], subject: str) -> bool:
        """Post a card to a person's direct messages in a workspace; False when they have no account there."""
        account = self._store.people.account_of(person, workspace)
        if account is not None:
            self._add(workspace, f"a:{account}", card, data, subject, None)
        return account is not None

    def answer(
        self, workspace: int, account: str, message: str, language: str, subject: str, thread: str | None = None
    ) -> None:
        """Answer an account in its direct conversation; it need not be anybody's yet.

        `message` is JSON, and kept encrypted until it is sent; `language` is that of its words.
        """
        uid = new_uid()
        sealed = self._store.keys.seal_row(outbox.name, uid, {"message": message})
        organisation, data = self._store.actor.organisation, {"language": language}
        to = f"a:{account}"
        put(self._store.connection, organisation, workspace, to, ANSWER, data, subject, thread, uid=uid, sealed=sealed)

    def renew(self, persons: Collection[int], card: str, data: Mapping[str, str | int], subject: str) -> None:
        """Say anew what was said about a subject to each of some people (row ids), in the place of it; to whom nothing
        was said, nothing is."""
        ours = self._store.actor.organisation
        theirs = select(accounts.c.key, accounts.c.workspace_id).where(
            accounts.c.organisation_id == ours, accounts.c.person_id.in_(persons)
        )
        for account in self._store.connection.execute(theirs).all():
            to = f"a:{account.key}"
            said = select(outbox.c.id).where(
                outbox.c.workspace_id == account.workspace_id,
                outbox.c.conversation == to,
                outbox.c.subject == subject,
                outbox.c.organisation_id == ours,
            )
            if self._store.connection.execute(said.limit(1)).first() is not None:
                self._add(account.workspace_id, to, card, data, subject, None)

    def renew_record(self, record: str) -> None:
        """Bring the card of a record (its id) up to date in channels where it was posted."""
        subject = f"record:{record}"
        places = select(outbox.c.workspace_id, outbox.c.conversation).where(
            outbox.c.subject == subject,
            outbox.c.conversation.startswith("c:"),
            outbox.c.organisation_id == self._store.actor.organisation,
        )
        for place in self._store.connection.execute(places.distinct()).all():
            self._add(place.workspace_id, place.conversation, "record", {"record": record}, subject, None)

    def _add(
        self, workspace: int, to: str, card: str, data: Mapping[str, str | int], subject: str, thread: str | None
    ) -> None:
        organisation = self._store.actor.organisation
        put(self._store.connection, organisation, workspace, to, card, data, subject, thread)


def put(
    connection: Connection,
    organisation: int,
    workspace: int,
    conversation: str,
    card: str,
    data: Mapping[str, str | int],
    subject: str,
    thread: str | None = None,
    *,
    uid: str = "",
    sealed: bytes | None = None,
) -> None:
    """Add a message to the outbox, due at once; the workspace must be the organisation's own.

    `sealed` is what of it is encrypted, under the `uid` it will have.
    """
    # Leases, pace and backoff are matters of the machine: the system clock, which nobody moves.
    now = datetime.now(UTC)
    _ADD.later(
        connection,
        {
            "uid": uid or new_uid(),
            "organisation_id": organisation,
            "organisation": organisation,
            "workspace": workspace,
            "conversation": conversation,
            "subject": subject,
            "thread": thread,
            "card": card,
            "data": json.dumps(data, ensure_ascii=False),
            "sealed": sealed,
            "state": "pending",
            "attempts": 0,
            "due_at": now,
            "created_at": now,
        },
    )
