"""Cards of the outbox about what somebody decides: they say how it stands at the moment of delivery."""

from collections.abc import Callable, Mapping
from typing import Any

from chat.cards.access import answer_card, ended_card, request_card, set_card
from chat.cards.approval import approval_card, decided_card
from chat.cards.handover import answer_card as handover_answer_card
from chat.cards.handover import given_card, handed_card, offer_card
from chat.cards.promises import asking_card, standard_buttons
from chat.messages import Button, Buttons, Message, Note, Paragraph, Style
from chat.router import router
from chat.standard import standard_card
from chat.voice import Voice
from dossier.errors import NotFound, Refused
from dossier.handover import Handover
from dossier.tiers import Action, Tier
from dossier.views import DossierView
from handlers.ask_manager import CARD as ASKED_MANAGER
from handlers.kind_commands import ROOT
from storage.commitments import CARD
from storage.store import Store

Data = Mapping[str, Any]


def _access(store: Store, voice: Voice, data: Data) -> Message:
    request = store.requests.get(str(data["request"]))
    dossier = store.dossiers.by_id(request.dossier)
    everybody = store.dossiers.everybody(dossier)
    held = next((each.tier for each in everybody if each.id == request.person_id), Tier.STRANGER)
    return request_card(request, dossier, held, store.actor.tier_in(dossier.id), voice)


def _access_answer(store: Store, voice: Voice, data: Data) -> Message:
    request = store.requests.get(str(data["request"]))
    return answer_card(request, store.dossiers.by_id(request.dossier), voice)


def _access_ended(store: Store, voice: Voice, data: Data) -> Message:
    return ended_card(store.dossiers.by_id(int(data["dossier"])), Tier(int(data["tier"])), voice)


def _tier_set(store: Store, voice: Voice, data: Data) -> Message:
    return set_card(store.dossiers.by_id(int(data["dossier"])), Tier(int(data["tier"])), str(data["by"]), voice)


def _approval(store: Store, voice: Voice, data: Data) -> Message:
    try:
        approval, saved = store.approvals.get(str(data["approval"]))
    except Refused as error:
        if error.where is None or error.problem.key != "problem-refused-pledge":
            raise
        return _confirm_first(store.dossiers.by_id(error.where), voice)
    return approval_card(approval, saved, voice)


def _confirm_first(dossier: DossierView, voice: Voice) -> Message:
    """Say that something waits which is opened to whoever confirms confidentiality."""
    said = Paragraph(("📝 ", voice.say("approval-confirm-first", title=dossier.title)))
    return Message((said, Buttons((Button(voice.say("button-pledge"), "pledge", {"dossier": dossier.uid}),))))


def _approval_decided(store: Store, voice: Voice, data: Data) -> Message:
    approval, saved = store.approvals.get(str(data["approval"]))
    return decided_card(approval, saved, voice)


def _offered(store: Store, data: Data) -> tuple[Handover, DossierView]:
    handover = store.handovers.get(str(data["handover"]))
    return handover, store.dossiers.by_id(handover.dossier)


def _handover(store: Store, voice: Voice, data: Data) -> Message:
    handover, dossier = _offered(store, data)
    may = store.actor.may(Action.READ, dossier.id)
    matters = store.handovers.matters(dossier, voice.zone) if may else None
    return offer_card(handover, dossier, matters, voice, rises=store.handovers.rises(handover))


def _handover_given(store: Store, voice: Voice, data: Data) -> Message:
    return given_card(*_offered(store, data), voice)


def _handover_answer(store: Store, voice: Voice, data: Data) -> Message:
    return handover_answer_card(*_offered(store, data), voice)


def _handed_over(store: Store, voice: Voice, data: Data) -> Message:
    return handed_card(*_offered(store, data), voice)


def _commit(store: Store, voice: Voice, data: Data) -> Message:
    person = store.actor.person
    if person is None:
        raise NotFound("not-found")
    if data["of"] != store.commitments.subject():
        return Message((Note((voice.say("commit-superseded"),)),))
    rules, owed = store.standards.regulations(), dict(store.commitments.owed_by(person))
    changed = store.commitments.renewed(person)
    return asking_card(rules, store.standards.edition(rules), owed, changed, voice)


def _standard(store: Store, voice: Voice, data: Data) -> Message:
    store.standards.require()
    rules, asked = store.standards.regulations(), store.standards.asked()
    edition = store.standards.edition(rules)
    please = (Note((voice.say("standard-please"),)),) if asked else ()
    return standard_card(rules, edition, voice, (*please, standard_buttons(voice, edition, confirm=asked)))


def _manager_asked(store: Store, voice: Voice, data: Data) -> Message:
    wanted = router.named(str(data["what"]), ROOT)
    if wanted is None or not store.actor.manages:
        raise NotFound("not-found")
    person = store.people.ref_of(int(data["person"]))
    asked = voice.say("manager-asked", name=person.name, what=voice.label(wanted.about))
    do = Button(voice.say("button-open"), "command", {"what": wanted.name}, Style.PRIMARY)
    return Message((Paragraph(("🔑 ", asked)), Buttons((do,))))


DECIDING_CARDS: dict[str, Callable[[Store, Voice, Data], Message]] = {
    "approval": _approval,
    "approval-decided": _approval_decided,
    "access": _access,
    "access-answer": _access_answer,
    "access-ended": _access_ended,
    "tier-set": _tier_set,
    ASKED_MANAGER: _manager_asked,
    "handover": _handover,
    "handover-given": _handover_given,
    "handover-answer": _handover_answer,
    "handed-over": _handed_over,
    CARD: _commit,
    "standard": _standard,
}
