"""A delivery worker whose system clock can be moved, so that leases and waits end without waiting."""

from datetime import timedelta
from typing import Self

from sqlalchemy import Connection, select

from bot.clock import MovableClock
from bot.delivery import DeliveryWorker
from bot.presenting import Presenter
from storage.database import Database
from storage.store import Store
from storage.tables import outbox
from tests.team import Team


class Sender:
    """One worker of a team's outbox, with a database connection and a clock of its own."""

    def __init__(self, team: Team) -> None:
        """Take the team whose messages it sends through the team's platform."""
        self.clock = MovableClock()
        self._database = Database(team.database.url)
        presenter = Presenter(self._database, team.app.keyring, team.clock.now, team.app.default)
        self._worker = DeliveryWorker(self._database, presenter, {team.platform.name: team.platform}, self.clock.now)

    def __enter__(self) -> Self:
        """Use it in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop and disconnect."""
        self._worker.stop()
        self._database.close()

    def after(self, seconds: float = 0) -> int:
        """Let some time pass and send what is due then; gives how many sends were tried."""
        self.clock.advance(timedelta(seconds=seconds))
        return self._worker.deliver_due()


def put(team: Team, *subjects: str, into: str = "abc") -> None:
    """Put messages for a channel of the team's dossier into the outbox."""

    def unit(store: Store) -> None:
        channel = store.channels.put(1, into, into)
        for subject in subjects:
            store.outbox.to_channel(channel, "hello", {}, subject)

    team.write("lilei", unit)


def states(team: Team) -> dict[str, str]:
    """Give what became of every message, by what it is about."""

    def query(connection: Connection) -> dict[str, str]:
        rows = connection.execute(select(outbox.c.subject, outbox.c.state).order_by(outbox.c.id))
        return {row.subject: row.state for row in rows}

    return team.database.read(query)
