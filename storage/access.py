"""Who is asking, and the one place where it is decided whether they may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
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
    dossiers they are the owner of. `lent` says of tiers that end by when they do and what remains then; `pledges` of
    the dossiers that ask for a confirmation of confidentiality until when they have given theirs, None for not yet.
    `person` is None for an audience and for the product itself. `kinds_version` says which file of own kinds counts
    in the organisation: "" for none, None where that is still to be asked.
    """

    organisation: int
    person: int | None
    uid: str
    name: str
    tier: Tier = Tier.STRANGER
    tiers: Mapping[int, Tier] = field(default_factory=dict)
    owns: frozenset[int] = frozenset()
    audience: Tier | None = None
    lent: Mapping[int, tuple[datetime, Tier]] = field(default_factory=dict)
    pledges: Mapping[int, datetime | None] = field(default_factory=dict)
    kinds_version: str | None = None

    def at(self, now: datetime) -> "Actor":
        """Give who they are at a moment: without the tiers that have ended and the confirmations that have expired."""
        if not self.lent and not self.pledges:
            return self
        ended = {dossier: after for dossier, (until, after) in self.lent.items() if until <= now}
        owed = {dossier: None for dossier, until in self.pledges.items() if until is None or until <= now}
        return replace(self, tiers={**self.tiers, **ended}, lent={}, pledges=owed)

    def tier_in(self, dossier: int) -> Tier:
        """Give the tier in a dossier; managers of the organisation are managers everywhere in it."""
        if self.audience is not None:
            return self.audience
        return Tier.MANAGER if self.tier is Tier.MANAGER else self.tiers.get(dossier, Tier.STRANGER)

    def owes_pledge(self, dossier: int) -> bool:
        """Tell whether they have yet to confirm confidentiality before they see what is sensitive in a dossier."""
        return dossier in self.pledges

    def may(self, action: Action, dossier: int, kind: Kind | None = None, *, shared: bool = False) -> bool:
        """Tell whether they may do it to a dossier, or to records of a kind in it (`shared`: marked for guests)."""
        return self._reaches(action, dossier, kind, shared) and not self._kept_from(action, dossier, kind)

    def require(self, action: Action, dossier: int, kind: Kind | None = None, *, shared: bool = False) -> None:
        """Raise Refused, naming the tier that is needed or the confirmation that is owed, unless they may."""
        if not self._reaches(action, dossier, kind, shared):
            needed = kind.lowest(action, shared=shared) if kind else lowest(action)
            raise Refused(f"refused-{action}", tier=needed.name.lower()).within(dossier)
        if self._kept_from(action, dossier, kind):
            raise Refused("refused-pledge").within(dossier)

    def _reaches(self, action: Action, dossier: int, kind: Kind | None, shared: bool) -> bool:
        if kind is not None:
            return self.tier_in(dossier) >= kind.lowest(action, shared=shared)
        tier = self.tier_in(dossier)
        # An owner who may not even read it is one no more, whatever still names them.
        return allowed(tier, action) or (
            action is Action.MANAGE and dossier in self.owns and allowed(tier, Action.READ)
        )

    def _kept_from(self, action: Action, dossier: int, kind: Kind | None) -> bool:
        return self.owes_pledge(dossier) and kind is not None and (kind.confidential or action is Action.REVEAL)

    def may_start(self) -> bool:
        """Tell whether they may start dossiers in this organisation."""
        return allowed(self.tier, Action.START)

    def require_start(self) -> None:
        """Raise Refused unless they may start dossiers in this organisation."""
        if not self.may_start():
            raise Refused("refused-start", tier=lowest(Action.START).name.lower())

    @property
    def manages(self) -> bool:
        """Whether they are a manager of this organisation."""
        return self.tier is Tier.MANAGER

    def require_manager(self) -> None:
        """Raise Refused unless they are a manager of this organisation."""
        if not self.manages:
            raise Refused("refused-organisation", tier=Tier.MANAGER.name.lower())

    def reached(self, action: Action = Action.READ) -> frozenset[int] | None:
        """Give the dossiers to which, as a whole, they may do this; None for all of the organisation."""
        return self._where(lambda tier: allowed(tier, action))

    def revealed(self) -> frozenset[int] | None:
        """Give the dossiers in which they may see hidden values of any category, None for all of the organisation.

        Those in which a confirmation is owed are to be left out by the caller.
        """
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
