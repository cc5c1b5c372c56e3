"""Who may do what with something owed."""

from typing import TYPE_CHECKING

from dossier.duties import Trigger
from dossier.errors import Conflict, Refused
from dossier.tiers import Action, Tier
from dossier.views import DutyState, DutyView

if TYPE_CHECKING:
    from storage.store import Store


_GONE = {DutyState.WAIVED: "duty-waived", DutyState.WITHDRAWN: "duty-withdrawn"}


def require_open(duty: DutyView) -> None:
    """Raise Conflict, saying what became of it, unless it is still owed."""
    if not duty.is_open:
        raise Conflict(_GONE.get(duty.state, "duty-gone"))


def may_waive(store: "Store", duty: DutyView) -> bool:
    """Tell whether the actor may say that a duty is not needed: its owner what they themselves or a colleague brought
    up, the dossier's owner and managers everything. Raises NotFound for a duty of another organisation."""
    store.dossiers.by_id(duty.dossier)
    brought_up = duty.trigger in (Trigger.ASKED, Trigger.CHANGE_RAISED)
    return (brought_up and duty.owner_id == store.actor.person) or store.actor.may(Action.MANAGE, duty.dossier)


def require_waive(store: "Store", duty: DutyView) -> None:
    """Raise Refused, naming who may, unless the actor may say that a duty is not needed."""
    if not may_waive(store, duty):
        raise Refused("refused-waive", tier=Tier.MANAGER.name.lower())


def require_part(store: "Store", duty: DutyView) -> None:
    """Raise Refused unless the actor owes it, stands in for who does, or manages the dossier."""
    store.dossiers.by_id(duty.dossier)
    actor = store.actor
    if actor.person == duty.owner_id or actor.may(Action.MANAGE, duty.dossier):
        return
    today = store.now.astimezone(store.preferences.zone_of(duty.owner_id)).date()
    absence = store.absences.away(duty.owner_id, today)
    if actor.person is None or absence is None or absence.delegate != actor.person:
        raise Refused("refused-duty", tier=Tier.MANAGER.name.lower())
