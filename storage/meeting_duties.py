"""The minutes that are owed of a meeting, once for each time it was held, however one heard of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.kinds import Kind, kinds
from dossier.views import ChannelView, DossierView, DutyView
from storage.meetings import Meeting
from storage.nudges import CARD, raised_subject
from storage.store import Store

SPARE = timedelta(minutes=30)
"""By how much a meeting may begin sooner or later than it was announced for."""


def minutes_kind() -> Kind:
    """Give the kind of record that a meeting calls for."""
    return next(kind for kind in kinds() if kind.closes is Trigger.MEETING_ENDED)


def owe_minutes(store: Store, meeting: Meeting, held: tuple[datetime, datetime], *, announced: bool = True) -> None:
    """Have who announced a meeting owe the minutes of the time it was held; with `announced`, the channel is told."""
    dossier = store.dossiers.by_id(meeting.dossier)
    same = [duty for duty in store.duties.of_meeting(dossier.id, held[0], SPARE) if duty.meeting in (meeting.id, None)]
    if any(duty.meeting == meeting.id or alike(duty, meeting.topic, meeting.owner) for duty in same):
        return
    channel = store.channels.look(meeting.channel) if meeting.channel else None
    duty = raise_minutes(store, dossier, meeting.topic, meeting.owner, meeting.attendees, held, meeting=meeting.id)
    if announced:
        announce_duty(store, dossier, duty, "meeting", channel)


def raise_minutes(
    store: Store,
    dossier: DossierView,
    topic: str,
    owner: PersonRef,
    attendees: Sequence[PersonRef],
    held: tuple[datetime, datetime],
    *,
    meeting: int | None = None,
    link: str = "",
) -> DutyView:
    """Have somebody owe the minutes of a meeting; what is known of it will stand in their form."""
    known = {"attendees": [each.model_dump() for each in attendees], "link": link}
    return store.duties.raise_for(
        dossier,
        Trigger.MEETING_ENDED,
        minutes_kind(),
        topic,
        owner,
        raised_at=held[1],
        known=known,
        meeting=meeting,
        held_at=held[0],
    )


def alike(duty: DutyView, topic: str, owner: PersonRef) -> bool:
    """Tell whether a duty is about a meeting of that topic, or of that host at that time."""
    return duty.topic.casefold() == topic.casefold() or duty.owner.id == owner.id


def announce_duty(store: Store, dossier: DossierView, duty: DutyView, to: str, here: ChannelView | None = None) -> None:
    """Tell of a duty that was raised: in the dossier's channel (`here`, when it is one), else to who owes it.

    A channel that guests read along in is not told. Who owes it is notified there once a day.
    """
    open_channels = [each for each in store.channels.of(dossier) if not each.external]
    channel = next((each for each in open_channels if here and each.id == here.id), next(iter(open_channels), None))
    data = {"duties": duty.uid, "to": to, "dossier": dossier.uid}
    if channel is not None:
        today = store.now.astimezone(store.preferences.zone_of(duty.owner_id)).date()
        mention = duty.owner_id != store.actor.person and store.nudges.mention(duty.owner_id, today)
        store.outbox.to_channel(channel, CARD, {**data, "mention": int(mention)}, raised_subject(duty.uid))
        return
    workspace = store.absences.workspace_of(duty.owner_id, None)
    if workspace is not None:
        store.outbox.to_person(duty.owner_id, workspace, CARD, data, raised_subject(duty.uid))
