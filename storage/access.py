"""Who is asking, and the one place where it is decided whether they may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from dossier.categories import Category
from dossier.errors import NotFound, Refused
from dossier.kinds import Kind
from dossier.tiers import Action, Tier, allowed, lowest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever causes a read or a write: a person of an organisation, or the audience of a channel.

    `tier` is the tier in the organisation as a whole; `tiers` the tier in each dossier by its row id; `owns` the
    dossiers they are the owner of. `person` is None for an audience and for the product itself.
    """

    organisation: int
    person: int | None
    uid: str
    name: str
    tier: Tier = Tier.STRANGER
    tiers: Mapping[int, Tier] = field(default_factory=dict)
    owns: frozenset[int] = frozenset()
    audience: Tier | None = None

    def tier_in(self, dossier: int) -> Tier:
        """Give the tier in a dossier; managers of the organisation are managers everywhere in it."""
        if self.audience is not None:
            return self.audience
        return Tier.MANAGER if self.tier is Tier.MANAGER else self.tiers.get(dossier, Tier.STRANGER)

    def may(self, action: Action, dossier: int, kind: Kind | None = None) -> bool:
        """Tell whether they may do it to a dossier, or to records of a kind in it."""
        if kind is not None:
            return self.tier_in(dossier) >= kind.lowest(action)
        if action is Action.MANAGE and dossier in self.owns:
            return True
        return allowed(self.tier_in(dossier), action)

    def require(self, action: Action, dossier: int, kind: Kind | None = None) -> None:
        """Raise Refused, naming the tier that is needed, unless they may."""
        if not self.may(action, dossier, kind):
            needed = kind.lowest(action) if kind else lowest(action)
            raise Refused(f"refused-{action}", tier=needed.name.lower())

    def may_start(self) -> bool:
        """Tell whether they may start dossiers in this organisation."""
        return allowed(self.tier, Action.START)

    def require_start(self) -> None:
        """Raise Refused unless they may start dossiers in this organisation."""
        if not self.may_start():
            raise Refused("refused-start", tier=lowest(Action.START).name.lower())

    def require_manager(self) -> None:
        """Raise Refused unless they are a manager of this organisation."""
        if self.tier is not Tier.MANAGER:
            raise Refused("refused-organisation", tier=Tier.MANAGER.name.lower())

    def readable(self) -> frozenset[int] | None:
        """Give the dossiers they may read, None for all of the organisation."""
        return self._where(lambda tier: allowed(tier, Action.READ))

    def revealed(self) -> frozenset[int] | None:
        """Give the dossiers in which they may see hidden values of any category, None for all of the organisation."""
        return self._where(lambda tier: all(allowed(tier, Action.REVEAL, category) for category in Category))

    def _where(self, suits: Callable[[Tier], bool]) -> frozenset[int] | None:
        if self.tier is Tier.MANAGER and self.audience is None:
            return None
        return frozenset(dossier for dossier, tier in self.tiers.items() if suits(tier))


def found(row: T | None) -> T:
    """Give what a query found; raises NotFound for nothing, which is also what belongs to another organisation."""
    if row is None:
        raise NotFound("not-found")
    return row
