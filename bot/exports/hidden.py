"""What is not in an export that whoever asked for it may take for granted, and why."""

from collections.abc import Iterable

from chat.export_request import Request, What
from dossier.kinds import Kind
from dossier.tiers import Action
from storage.store import Store


def still_hidden(store: Store, request: Request, readable: Iterable[Kind]) -> str:
    """Give "veiled" where the asker has yet to confirm confidentiality, "barred" where their tier does not reach all
    that is hidden in it, "" for neither; `readable` are the kinds of a whole dossier that they see."""
    dossier = store.dossiers.get(request.dossier).id
    if store.actor.owes_pledge(dossier):
        return "veiled"
    if request.what is What.RECORD:
        kinds: Iterable[Kind] = (store.records.get(request.record).line.kind,)
    else:
        kinds = (request.kind,) if request.kind else readable
    barred = any(each.hidden and not store.actor.may(Action.REVEAL, dossier, each) for each in kinds)
    return "barred" if barred else ""


def left_out(store: Store, request: Request) -> str:
    """Give "confidential" where kinds of a whole dossier are left out until the asker confirms confidentiality."""
    actor, dossier = store.actor, store.dossiers.get(request.dossier).id
    if request.what is not What.DOSSIER or not actor.owes_pledge(dossier):
        return ""
    secret = (each for each in store.kinds if each.confidential)
    return "confidential" if any(actor.tier_in(dossier) >= each.lowest(Action.READ) for each in secret) else ""
