"""The people of a customer, as far as whoever asks may read of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dossier.tiers import Action
from dossier.views import DossierView
from storage.record_queries import Filter

if TYPE_CHECKING:
    from storage.store import Store

MOST = 200


def contacts(store: "Store", dossier: DossierView) -> list[Mapping[str, Any]]:
    """Give the contents of the contacts of a dossier, two hundred at most, sensitive values masked."""
    kind = store.kinds.named("contact")
    if kind is None or not store.actor.may(Action.READ, dossier.id, kind, shared=True):
        return []
    return [saved.content for saved in store.records.after(dossier, 0, Filter(kind=kind), MOST)]
