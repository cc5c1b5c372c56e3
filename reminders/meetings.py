"""Meetings that are over: whoever announced one owes its minutes, and the channel is asked for them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from dossier.meetings import held_until
from storage.meeting_duties import owe_minutes
from storage.store import Store

REMEMBERED = timedelta(days=14)
"""Of the times a meeting was held while nobody watched, those that are longer past are let go but the last."""


def end_meeting(store: Store, uid: str) -> None:
    """Have the minutes owed of every time a meeting was held since, and plan the next time."""
    meeting = store.meetings.get(uid)
    zone = ZoneInfo(meeting.zone) if meeting.zone else store.zone
    first, work = (meeting.starts_at, meeting.ends_at), store.rules.of(meeting.dossier).work
    held, following = held_until(meeting.rule, zone, first, store.now, work)
    if not store.meetings.held(meeting, following):
        return
    for times in held:
        last = times is held[-1]
        if last or store.now - times[1] <= REMEMBERED:
            owe_minutes(store, meeting, times, announced=last)
