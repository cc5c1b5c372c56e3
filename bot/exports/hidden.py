"""What is not in an export that whoever asked for it may take for granted, and why."""

from collections.abc import Iterable

from chat.export_request import Request, What
from dossier.kinds import Kind
from dossier.tiers import Action
from handlers.confirm_pledge import leaves_out
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
    whole = request.what is What.DOSSIER
    return "confidential" if whole and leaves_out(store, store.dossiers.get(request.dossier).id) else ""
