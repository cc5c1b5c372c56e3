"""The sample an empty demo begins with: two organisations, six dossiers and ninety days of their records."""

from collections.abc import Iterable
from datetime import datetime

from bot.sample.planting import Planting
from bot.sample.script import HOUSES, House, read_house
from storage import organisations
from storage.database import Database
from storage.secrets import Keyring
from storage.store import Store


def plant(database: Database, keyring: Keyring, now: datetime) -> None:
    """Plant the sample, dated backwards from `now` (aware), in one write; do nothing when there is an organisation.

    The same moment gives the same sample, but for its ids and keys.
    """
    houses = [read_house(name) for name in HOUSES]
    database.write(
        lambda connection: _plant(
            (
                (organisations.found(connection, keyring, house.name, house.founded_at(now)), house)
                for house in (houses if organisations.none_yet(connection) else ())
            ),
            now,
        )
    )


def _plant(founded: Iterable[tuple[Store, House]], now: datetime) -> None:
    for store, house in founded:
        Planting(store, house, now).plant()
