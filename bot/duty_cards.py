"""Cards of the outbox about what is owed: they say how it stands at the moment of delivery."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
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
    found = _readable(store, str(data["duties"]))
    answers = data["to"] == cards.ANSWER
    if not found or (FRESH in data and not answers and not any(duty.is_open for duty in found)):
        raise NotFound("duty-gone")
    dossiers = {duty.dossier: store.dossiers.by_id(duty.dossier) for duty in found}
    # Each for whom it is: of what was kept by an earlier release, all for the same.
    to, *others = str(data["to"]).split(",")
    me = store.actor.person
    if to == leaving.TO:
        giver, dossier = store.people.ref_of(int(data["from"])), dossiers[found[0].dossier]
        return cards.passed_card(found, dossier, voice, giver.name, mention=bool(data.get("mention")))
    if "," not in str(data["duties"]):
        (duty,) = found
        instead = store.people.ref_of(int(data["instead"])) if "instead" in data else None
        heard = cards.Heard(mention=bool(data.get("mention")), mine=duty.owner_id == me, instead=instead)
        return cards.nudge_card(duty, dossiers[duty.dossier], voice, to, heard)
    names = {row: dossier.title for row, dossier in dossiers.items()}
    uids = str(data["duties"]).split(",")
    listeners = dict(zip(uids, (to, *others) if others else [to] * len(uids), strict=True))
    return cards.nudges_card(_parts(store, voice, found, listeners), voice, names)


def _parts(store: Store, voice: Voice, duties: Sequence[DutyView], to: Mapping[str, str]) -> list[cards.Part]:
    """Put what there is to tell somebody into parts, their own first, by why they hear of it; `to` is for whom each
    was said."""
    found: dict[tuple[str, str], list[DutyView]] = defaultdict(list)
    for duty in sorted(duties, key=lambda each: each.due_at):
        found[_reason(store, voice, duty, to[duty.uid])].append(duty)
    return [cards.Part(*reason, found[reason]) for reason in sorted(found, key=lambda each: _REASONS.index(each[0]))]


_REASONS = (cards.MINE, cards.ON_LEAVE, cards.INSTEAD, cards.IN_MINE, cards.IN_OTHERS)


def _reason(store: Store, voice: Voice, duty: DutyView, to: str) -> tuple[str, str]:
    """Tell why somebody hears of a duty, and whose it is."""
    if duty.owner_id == store.actor.person:
        return cards.MINE, ""
    if to not in (cards.PM, cards.MANAGEMENT):
        today = voice.now.astimezone(store.preferences.zone_of(duty.owner_id)).date()
        return cards.ON_LEAVE if store.absences.away(duty.owner_id, today) else cards.INSTEAD, duty.owner.name
    dossier = store.dossiers.by_id(duty.dossier)
    return (cards.IN_MINE, "") if dossier.owner_id == store.actor.person else (cards.IN_OTHERS, dossier.owner.name)


def _readable(store: Store, uids: str) -> list[DutyView]:
    """Give those of some duties that the reader may read."""
    found = []
    for uid in filter(None, uids.split(",")):
        with suppress(DossierError):
            found.append(store.duties.get(uid))
    return found


def _digest(store: Store, voice: Voice, data: Data) -> Message:
    today = voice.now.astimezone(voice.zone).date()
    tomorrow, me = voice.midnight(today + timedelta(days=1)), store.actor.person or -1
    owed = store.duties.owed_by(me, tomorrow)
    expiring = store.commitments.expiring(me)
    above = escalated_to(store, me, voice.midnight(today))
    listed = {*above, *(duty.uid for duty in owed)}
    besides = [
        duty for duty in _readable(store, str(data.get("duties", ""))) if duty.is_open and duty.uid not in listed
    ]
    if not (owed or besides or expiring or above) and FRESH in data:
        raise NotFound("duty-gone")
    late = cards.Above(store.duties.open_of([*above][: cards.MOST_ABOVE]), len(above))
    parts = _parts(store, voice, besides, {duty.uid: cards.OWNER for duty in besides})
    parts = [replace(part, why=cards.SOON) if part.why == cards.MINE else part for part in parts]
    named = {
        *(duty.dossier for duty in (*owed, *besides, *late.duties)),
        *(each.dossier for each in expiring if each.dossier is not None),
    }
    dossiers = {row: store.dossiers.by_id(row) for row in named}
    titles = {row: dossier.title for row, dossier in dossiers.items()}
    lines = expiring_lines(expiring, titles, voice)
    renew = renew_buttons(expiring, {row: dossier.uid for row, dossier in dossiers.items()}, voice)
    return cards.digest_card(owed, late, parts, voice, titles, lines, renew)


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
