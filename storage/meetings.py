"""Meetings that were announced: planned, held again and again, cancelled."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, insert, select, update

from dossier.fields import PersonRef
from dossier.tiers import Action
from dossier.views import ChannelView, DossierView
from storage.access import found
from storage.ids import AnyRow, new_uid
from storage.tables import meetings, people

if TYPE_CHECKING:
    from storage.store import Store

_VIEW = select(meetings, people.c.uid.label("owner_uid"), people.c.name.label("owner_name")).join(
    people, people.c.id == meetings.c.owner_id
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as it will next be held. `rule` are the words by which it repeats, meant in `zone`; "" for once."""

    id: int
    uid: str
    dossier: int
    channel: int | None
    topic: str
    owner: PersonRef
    owner_id: int
    attendees: Sequence[PersonRef]
    starts_at: datetime
    ends_at: datetime
    rule: str
    zone: str
    state: str


class Meetings:
    """Meetings in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def plan(
        self,
        dossier: DossierView,
        channel: ChannelView | None,
        topic: str,
        attendees: Sequence[PersonRef],
        held: tuple[datetime, datetime],
        rule: str = "",
        zone: str = "",
    ) -> Meeting:
        """Note a meeting the actor announces, and that they will owe its minutes. Raises Refused for a non-member."""
        store = self._store
        store.dossiers.by_id(dossier.id)
        store.actor.require(Action.READ, dossier.id)
        uid = new_uid()
        row = {
            "uid": uid,
            "organisation_id": store.actor.organisation,
            "dossier_id": dossier.id,
            "channel_id": channel.id if channel else None,
            "topic": topic,
            "owner_id": store.actor.person,
            "attendees": json.dumps([each.model_dump() for each in attendees], ensure_ascii=False),
            "starts_at": held[0],
            "ends_at": held[1],
            "rule": rule,
            "zone": zone,
            "state": "planned",
            "created_at": store.now,
        }
        store.connection.execute(insert(meetings), row)
        store.audit.add("meeting.plan", f"meeting:{uid}", topic)
        return self.get(uid)

    def get(self, uid: str) -> Meeting:
        """Give a meeting of this organisation. Raises Refused for somebody who may not read its dossier."""
        query = _VIEW.where(meetings.c.uid == uid, meetings.c.organisation_id == self._store.actor.organisation)
        meeting = _view(found(self._store.connection.execute(query).one_or_none()))
        self._store.actor.require(Action.READ, meeting.dossier)
        return meeting

    def channel_of(self, meeting: int) -> ChannelView | None:
        """Give the channel a meeting (row id) was announced in, None when it was in none."""
        query = select(meetings.c.channel_id).where(
            meetings.c.id == meeting, meetings.c.organisation_id == self._store.actor.organisation
        )
        channel = self._store.connection.execute(query).scalar_one_or_none()
        return self._store.channels.look(channel) if channel else None

    def planned(self, dossiers: Sequence[int], most: int = 50, skip: int = 0) -> list[Meeting]:
        """Give meetings to come in dossiers the actor may read, the next one first: so many, after so many."""
        query = self._planned(_VIEW, dossiers).order_by(meetings.c.starts_at, meetings.c.id).limit(most).offset(skip)
        return [_view(row) for row in self._store.connection.execute(query)]

    def count(self, dossiers: Sequence[int]) -> int:
        """Give how many meetings are to come in dossiers the actor may read."""
        query = self._planned(select(func.count()).select_from(meetings), dossiers)
        return int(self._store.connection.execute(query).scalar_one())

    def _planned(self, query: Select[Any], dossiers: Sequence[int]) -> Select[Any]:
        readable = [dossier for dossier in dossiers if self._store.actor.may(Action.READ, dossier)]
        return query.where(
            meetings.c.dossier_id.in_(readable),
            meetings.c.organisation_id == self._store.actor.organisation,
            meetings.c.state == "planned",
        )

    def around(self, dossier: int, start: datetime, end: datetime, spare: timedelta) -> list[Meeting]:
        """Give the meetings of a dossier that are planned for (a part of) a time, or sooner or later by as much as is
        to spare."""
        query = _VIEW.where(
            meetings.c.dossier_id == dossier,
            meetings.c.organisation_id == self._store.actor.organisation,
            meetings.c.state == "planned",
            meetings.c.starts_at <= end + spare,
            meetings.c.ends_at >= start - spare,
        )
        return [_view(row) for row in self._store.connection.execute(query.order_by(meetings.c.starts_at))]

    def cancel(self, meeting: Meeting) -> bool:
        """Have a meeting not take place; False when it was over or cancelled already.

        Raises Refused unless by who announced it, by the dossier's owner or by a manager.
        """
        if meeting.owner_id != self._store.actor.person:
            self._store.actor.require(Action.MANAGE, meeting.dossier)
        cancelled = self._move(meeting, state="cancelled")
        if cancelled:
            self._store.audit.add("meeting.cancel", f"meeting:{meeting.uid}", meeting.topic)
        return cancelled

    def held(self, meeting: Meeting, following: tuple[datetime, datetime] | None) -> bool:
        """Note that a meeting is over and when it is held next, None for never; False when somebody else has."""
        if following is None:
            return self._move(meeting, state="over")
        return self._move(meeting, starts_at=following[0], ends_at=following[1])

    def _move(self, meeting: Meeting, **values: object) -> bool:
        moved = self._store.connection.execute(
            update(meetings)
            .where(
                meetings.c.id == meeting.id,
                meetings.c.organisation_id == self._store.actor.organisation,
                meetings.c.state == "planned",
                meetings.c.starts_at == meeting.starts_at,
            )
            .values(**values)
        )
        return moved.rowcount == 1


def _view(row: AnyRow) -> Meeting:
    return Meeting(
        row.id,
        row.uid,
        row.dossier_id,
        row.channel_id,
        row.topic,
        PersonRef(id=row.owner_uid, name=row.owner_name),
        row.owner_id,
        [PersonRef.model_validate(each) for each in json.loads(row.attendees)],
        row.starts_at,
        row.ends_at,
        row.rule,
        row.zone,
        row.state,
    )
