"""Cards of the outbox about what is owed: they say how it stands at the moment of delivery."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from chat.cards import nudge as cards
from chat.cards.kpi import kpi_card
from chat.cards.promises import expiring_lines, renew_buttons
from chat.messages import Button, Buttons, Message, Paragraph
from chat.voice import Voice
from dossier.errors import DossierError, NotFound
from dossier.kpi import month_after
from dossier.views import DutyView
from storage import leaving
from storage.escalated import escalated_to
from storage.store import Store

FRESH = "fresh"
"""In a card's data: nothing of it has been said yet. What was settled meanwhile need not be."""

Data = Mapping[str, Any]


def _nudge(store: Store, voice: Voice, data: Data) -> Message:
    found = [duty for uid in str(data["duties"]).split(",") if (duty := _readable(store, uid)) is not None]
    answers = data["to"] == cards.ANSWER
    if not found or (FRESH in data and not answers and not any(duty.is_open for duty in found)):
        raise NotFound("duty-gone")
    dossiers = {duty.dossier: store.dossiers.by_id(duty.dossier) for duty in found}
    to, me = str(data["to"]), store.actor.person
    if to == leaving.TO:
        giver, dossier = store.people.ref_of(int(data["from"])), dossiers[found[0].dossier]
        return cards.passed_card(found, dossier, voice, giver.name, mention=bool(data.get("mention")))
    if "," not in str(data["duties"]):
        (duty,) = found
        instead = store.people.ref_of(int(data["instead"])) if "instead" in data else None
        heard = cards.Heard(mention=bool(data.get("mention")), mine=duty.owner_id == me, instead=instead)
        return cards.nudge_card(duty, dossiers[duty.dossier], voice, to, heard)
    names = {row: dossier.title for row, dossier in dossiers.items()}
    return cards.nudges_card(found, voice, names, owner=any(duty.owner_id != me for duty in found))


def _readable(store: Store, uid: str) -> DutyView | None:
    try:
        return store.duties.get(uid)
    except DossierError:
        return None


def _digest(store: Store, voice: Voice, data: Data) -> Message:
    today = voice.now.astimezone(voice.zone).date()
    tomorrow, me = voice.midnight(today + timedelta(days=1)), store.actor.person or -1
    # What they were reminded of that morning already is not said twice.
    without = str(data.get("without", "")).split(",")
    owed = [duty for duty in store.duties.owed_by(me, tomorrow) if duty.uid not in without]
    expiring = store.commitments.expiring(me)
    above = escalated_to(store, me, voice.midnight(today))
    if not (owed or expiring or above) and FRESH in data:
        raise NotFound("duty-gone")
    late = cards.Above(store.duties.open_of(above[: cards.MOST_ABOVE]), len(above))
    named = {
        *(duty.dossier for duty in (*owed, *late.duties)),
        *(each.dossier for each in expiring if each.dossier is not None),
    }
    dossiers = {row: store.dossiers.by_id(row) for row in named}
    titles = {row: dossier.title for row, dossier in dossiers.items()}
    lines = expiring_lines(expiring, titles, voice)
    renew = renew_buttons(expiring, {row: dossier.uid for row, dossier in dossiers.items()}, voice)
    return cards.digest_card(owed, late, voice, titles, lines, renew)


def _which_meeting(store: Store, voice: Voice, data: Data) -> Message:
    said = voice.say("meeting-which", topic=str(data["topic"]))
    buttons = [
        Button(each.title, "meeting-of", {"draft": str(data["draft"]), "dossier": each.uid})
        for each in store.dossiers.mine()[:5]
    ]
    none = Button(voice.say("button-none-of-these"), "meeting-of", {"draft": str(data["draft"]), "dossier": ""})
    return Message((Paragraph(("🏁 ", said)), Buttons((*buttons, none))))


def _kpi(store: Store, voice: Voice, data: Data) -> Message:
    store.kpi.require()
    month = date.fromisoformat(str(data["month"]))
    return kpi_card(month, store.kpi.members(voice.midnight(month), voice.midnight(month_after(month))), voice)


DUTY_CARDS: dict[str, Callable[[Store, Voice, Data], Message]] = {
    "nudge": _nudge,
    "digest": _digest,
    "kpi": _kpi,
    "which-meeting": _which_meeting,
}
