"""The minutes that are owed of a meeting, once for each time it was held, however one heard of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dossier.duties import Trigger, same_topic
from dossier.fields import PersonRef
from dossier.kinds import Kind, kinds
from dossier.views import ChannelView, DossierView, DutyView
from dossier.worktime import awake
from storage.meetings import Meeting
from storage.nudges import CARD, UNTOLD, raised_subject
from storage.store import Store

SPARE = timedelta(minutes=30)
"""By how much a meeting may begin sooner or later than it was announced for."""


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that was held: about what, by whom, with whom, from when to when (UTC); `link` leads to more of it."""

    topic: str
    owner: PersonRef
    attendees: Sequence[PersonRef]
    start: datetime
    end: datetime
    link: str = ""


def minutes_kind() -> Kind:
    """Give the kind of record that a meeting calls for."""
    return next(kind for kind in kinds() if kind.closes is Trigger.MEETING_ENDED)


def owe_minutes(
    store: Store, meeting: Meeting, times: tuple[datetime, datetime], *, announced: bool = True, link: str = ""
) -> None:
    """Have who announced a meeting owe the minutes of the time it was held, unless they are owed already.

    With `announced`, the channel is told, when its owner is awake.
    """
    dossier = store.dossiers.by_id(meeting.dossier)
    held = Held(meeting.topic, meeting.owner, meeting.attendees, *times, link)
    if is_known(store, dossier, held, meeting.id):
        return
    duty = raise_minutes(store, dossier, held, meeting.id)
    if announced:
        tell_of_minutes(store, dossier, duty)


def tell_of_minutes(store: Store, dossier: DossierView, duty: DutyView) -> None:
    """Tell where a meeting was announced that its minutes are owed: at once, or when quiet hours are over."""
    rule, zone = store.rules.of(dossier.id), store.preferences.zone_of(duty.owner_id)
    wakes = awake(store.now, rule.work, zone)
    if wakes > store.now:
        store.nudges.move(duty.id, UNTOLD, wakes)
        return
    announce_duty(store, dossier, duty, "meeting", store.meetings.channel_of(duty.meeting) if duty.meeting else None)


def raise_minutes(store: Store, dossier: DossierView, held: Held, meeting: int | None = None) -> DutyView:
    """Have its host owe the minutes of a meeting; what is known of it will stand in their form."""
    return store.duties.raise_for(
        dossier,
        Trigger.MEETING_ENDED,
        minutes_kind(),
        held.topic,
        held.owner,
        raised_at=held.end,
        known={"attendees": [each.model_dump() for each in held.attendees], "link": held.link},
        meeting=meeting,
        held_at=held.start,
    )


def is_known(store: Store, dossier: DossierView, held: Held, meeting: int | None = None) -> bool:
    """Tell whether a duty was raised for this time of this meeting, whatever has become of it."""
    return any(
        (meeting is not None and duty.meeting == meeting) or is_same(duty.topic, duty.owner, _invited(duty), held)
        for duty in store.duties.of_meeting(dossier.id, held.start, SPARE)
    )


def is_same(topic: str, owner: PersonRef, attendees: Sequence[PersonRef], held: Held) -> bool:
    """Tell whether a meeting at the same time is the one that was held: by its topic, its host, or who was invited."""
    return (
        same_topic(topic, held.topic) or owner.id == held.owner.id or held.owner.id in [each.id for each in attendees]
    )


def _invited(duty: DutyView) -> Sequence[PersonRef]:
    return [PersonRef.model_validate(each) for each in duty.known.get("attendees", ())]


def announce_duty(store: Store, dossier: DossierView, duty: DutyView, to: str, here: ChannelView | None = None) -> None:
    """Tell of a duty that was raised: in the dossier's channel (`here`, when it is one), else to who owes it.

    A channel that guests read along in is not told. Who owes it is notified there once a day.
    """
    told = [each for each in store.channels.of(dossier) if not each.external]
    channel = next((each for each in told if here and each.id == here.id), next(iter(told), None))
    data: dict[str, str | int] = {"duties": duty.uid, "to": to, "dossier": dossier.uid}
    if channel is not None:
        today = store.now.astimezone(store.preferences.zone_of(duty.owner_id)).date()
        mention = duty.owner_id != store.actor.person and store.nudges.mention(duty.owner_id, today)
        store.outbox.to_channel(channel, CARD, {**data, "mention": int(mention)}, raised_subject(duty.uid))
        return
    workspace = store.absences.workspace_of(duty.owner_id, None)
    if workspace is not None:
        store.outbox.to_person(duty.owner_id, workspace, CARD, data, raised_subject(duty.uid))
