"""Cards of the outbox about what somebody decides: they say how it stands at the moment of delivery."""

from collections.abc import Callable, Mapping
from typing import Any

from chat.cards.access import answer_card, request_card
from chat.cards.approval import approval_card, decided_card
from chat.messages import Message
from chat.voice import Voice
from dossier.tiers import Tier
from storage.store import Store

Data = Mapping[str, Any]


def _access(store: Store, voice: Voice, data: Data) -> Message:
    request = store.requests.get(str(data["request"]))
    dossier = store.dossiers.by_id(request.dossier)
    everybody = store.dossiers.everybody(dossier)
    held = next((each.tier for each in everybody if each.id == request.person_id), Tier.STRANGER)
    return request_card(request, dossier, held, voice)


def _access_answer(store: Store, voice: Voice, data: Data) -> Message:
    request = store.requests.get(str(data["request"]))
    return answer_card(request, store.dossiers.by_id(request.dossier), voice)


def _approval(store: Store, voice: Voice, data: Data) -> Message:
    approval, saved = store.approvals.get(str(data["approval"]))
    return approval_card(approval, saved, voice)


def _approval_decided(store: Store, voice: Voice, data: Data) -> Message:
    approval, saved = store.approvals.get(str(data["approval"]))
    return decided_card(approval, saved, voice)


DECIDING_CARDS: dict[str, Callable[[Store, Voice, Data], Message]] = {
    "approval": _approval,
    "approval-decided": _approval_decided,
    "access": _access,
    "access-answer": _access_answer,
}
