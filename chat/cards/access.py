"""The cards of a request for access: to whoever answers it, and to whoever asked."""

from chat.messages import Button, Buttons, Message, Note, Paragraph, Style
from chat.voice import Voice
from dossier.deciding import AccessRequest, RequestState
from dossier.tiers import Tier
from dossier.views import DossierView


def request_card(request: AccessRequest, dossier: DossierView, held: Tier, most: Tier, voice: Voice) -> Message:
    """Make the card for whoever answers: who wants what, and what they are now (`held`); once answered, what became.

    Whoever answers gives no more than they have themselves (`most`): of more they are told.
    """
    state = request.at(voice.now)
    data = {"name": request.person.name, "title": dossier.title, "tier": voice.label(request.tier.label)}
    if state is not RequestState.OPEN:
        said = voice.say(f"access-{state}", **data, by=request.decider)
        return Message((Paragraph((f"{_ICONS[state]} ", said, _until(request, voice))),))
    args = {"request": request.uid}
    buttons = (
        *((Button(voice.say("button-grant"), "grant", args, Style.PRIMARY),) if most >= request.tier else ()),
        Button(voice.say("button-grant-as"), "grant-as", args),
        Button(voice.say("button-decline"), "decline", args),
    )
    held_now = voice.say("access-held", tier=voice.label(held.label))
    asked = Paragraph(("🔑 ", voice.say("access-open", **data)))
    beyond = (Note((voice.say("access-beyond", tier=data["tier"]),)),) if most < request.tier else ()
    return Message((asked, Note((held_now, " · ", voice.when(request.asked_at))), *beyond, Buttons(buttons)))


def answer_card(request: AccessRequest, dossier: DossierView, voice: Voice) -> Message:
    """Make the card for whoever asked: what became of it."""
    state = request.at(voice.now)
    data = {"title": dossier.title, "tier": voice.label(request.tier.label), "by": request.decider}
    said = Paragraph((f"{_ICONS[state]} ", voice.say(f"access-you-{state}", **data), _until(request, voice)))
    if state is not RequestState.GRANTED:
        return Message((said,))
    status = Button(voice.say("button-recent"), "list", {"dossier": dossier.uid})
    return Message((said, Buttons((status,))))


def ended_card(dossier: DossierView, tier: Tier, voice: Voice) -> Message:
    """Make the card for whose tier was given for a time and has ended, with the way to ask for it again."""
    said = voice.say("access-ended", title=dossier.title, tier=voice.label(tier.label))
    args = {"dossier": dossier.uid, "tier": tier.name.lower()}
    again = Button(voice.say("button-ask-access"), "ask-access", args)
    return Message((Paragraph((f"{_ICONS[RequestState.EXPIRED]} ", said)), Buttons((again,))))


def set_card(dossier: DossierView, tier: Tier, by: str, voice: Voice) -> Message:
    """Make the card for somebody whose tier in a dossier was set."""
    key = "access-you-removed" if tier is Tier.STRANGER else "access-you-set"
    said = voice.say(key, by=by, title=dossier.title, tier=voice.label(tier.label))
    if tier <= Tier.GUEST:
        return Message((Paragraph((f"🔑 {said}",)),))
    shown = Button(voice.say("button-status"), "status", {"dossier": dossier.uid})
    return Message((Paragraph((f"🔑 {said}",)), Buttons((shown,))))


def _until(request: AccessRequest, voice: Voice) -> str:
    return f" · {voice.say('access-until', until=voice.moment(request.until))}" if request.until else ""


_ICONS = {
    RequestState.OPEN: "🔑",
    RequestState.GRANTED: "✅",
    RequestState.DECLINED: "➖",
    RequestState.EXPIRED: "⌛",
}
