"""What names on the command line mean: an organisation, a dossier; and how the product itself acts there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from dossier.views import DossierView
from storage.database import Connection, Database
from storage.organisations import everyone, product
from storage.preferences import Preference
from storage.secrets import Keyring, OrganisationKeys
from storage.store import Store

T = TypeVar("T")

_FEW = 30


class NotMeant(Exception):
    """What was asked for cannot be, or is not there; the message says what can."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, and how the product itself reads and writes in it."""

    row: int
    name: str
    keys: OrganisationKeys
    database: Database
    default: Preference

    def read(self, query: Callable[[Store], T]) -> T:
        """Run a query as the product."""
        return self.database.read(lambda connection: query(self._store(connection)))

    def write(self, unit: Callable[[Store], T]) -> T:
        """Run a unit of work as the product."""

        def run(connection: Connection) -> T:
            store = self._store(connection)
            result = unit(store)
            store.finish()
            return result

        return self.database.write(run)

    def _store(self, connection: Connection) -> Store:
        return Store(connection, product(self.row), datetime.now(UTC), self.keys, self.default.zone)


def organisations(database: Database, keyring: Keyring, default: Preference, name: str = "") -> list[Organisation]:
    """Give the organisations, or the one of a name (or id). Raises NotMeant when there is no such one, or several."""
    every = database.read(everyone)
    meant = [each for each in every if not name or name in each[1:3]]
    if name and len(meant) != 1:
        raise NotMeant(f"which organisation is {name!r}? There are: {_listed([each[1] for each in every])}")
    return [
        Organisation(row, called, keyring.organisation(uid, key), database, default) for row, called, uid, key in meant
    ]


def dossier_named(among: Sequence[Organisation], name: str) -> tuple[Organisation, DossierView]:
    """Give the dossier a name (customer, project or both) or id means. Raises NotMeant when that is not just one."""
    found: list[tuple[Organisation, DossierView]] = []
    every: list[str] = []
    for house in among:
        mine = house.read(lambda store: store.dossiers.mine())
        every += [each.title for each in mine]
        found += [(house, each) for each in mine if name in (each.uid, each.title)] or [
            (house, each) for each in house.read(lambda store: store.dossiers.named_in(name))
        ]
    if len(found) != 1:
        raise NotMeant(f"which dossier is {name!r}? There are: {_listed(every)}")
    return found[0]


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names[:_FEW]) or "none"
