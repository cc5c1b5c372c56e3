"""A meeting that the platform knows of is over: its host owes the minutes, once, however it was announced."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chat.events import ButtonPressed, MeetingEnded
from chat.replies import Answer, Nothing, Notice
from chat.router import on
from dossier.errors import NotFound
from dossier.fields import PersonRef
from dossier.meetings import held_again
from dossier.reading import LINE_LENGTH
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import Context, Write
from storage.meeting_duties import (
    Held,
    ask_which,
    minutes_kind,
    owe_minutes,
    raise_minutes,
    recognised,
    tell_of,
)
from storage.meetings import Meeting
from storage.people import recognise
from storage.store import Store

_DRAFT = "meeting"


@on(MeetingEnded)
def end_meeting(event: MeetingEnded, ctx: Context) -> Answer | Write:
    """Have the minutes owed in the dossier that is meant; ask the host when it cannot be told which."""
    if ctx.store.actor.person is None:
        return Nothing()
    meant = _meant(event, ctx)
    if not meant:
        return Nothing()
    held = _held(event, ctx)
    if len(meant) == 1:
        return Write(lambda store: _owe(store, meant[0], held))
    values = {
        "topic": held.topic,
        "times": [held.start.isoformat(), held.end.isoformat()],
        "attendees": [each.model_dump() for each in held.attendees],
        "link": held.link,
        "event": held.event,
    }

    def ask(store: Store) -> Answer:
        draft = store.drafts.keep(ctx.workspace, ctx.source.account, _DRAFT, {}, values)
        ask_which(store, ctx.workspace, ctx.source.account, draft)
        return Nothing()

    return Write(ask)


@on(ButtonPressed, "meeting-of")
def choose_dossier(event: ButtonPressed, ctx: Context) -> Write:
    """Have the minutes owed in the dossier that the host chose, or in none."""
    uid = event.args.get("draft", "")
    draft = ctx.store.drafts.of(uid, ctx.workspace, ctx.source.account)
    if draft is None or draft.form != _DRAFT:
        raise NotFound("draft-gone")
    chosen = event.args.get("dossier", "")
    dossier = ctx.store.dossiers.get(chosen) if chosen else None
    held = _kept(draft.values, ctx)

    def apply(store: Store) -> Answer:
        store.drafts.drop(uid)
        if dossier is None:
            return Notice("notice-meeting-of-none", {"topic": held.topic})
        store.actor.require(Action.LOG, dossier.id, minutes_kind())
        dossier.require_open()
        _owe(store, dossier, held)
        return Notice("notice-meeting-of", {"topic": held.topic, "title": dossier.title})

    return Write(apply)


def _meant(event: MeetingEnded, ctx: Context) -> list[DossierView]:
    """Give the dossiers that can be meant: the channel's, else those the topic names, else all of the host's."""
    bound = ctx.dossier
    found = [bound] if bound is not None else ctx.store.dossiers.named_in(event.topic) or ctx.store.dossiers.mine()
    may = ctx.store.actor.may
    return [each for each in found if each.phase.writable and may(Action.LOG, each.id, minutes_kind())]


def _held(event: MeetingEnded, ctx: Context) -> Held:
    source = event.source
    people = [
        PersonRef(id=known.actor.uid or None, name=known.actor.name)
        for account in event.attendees
        if (known := recognise(ctx.store.connection, source.platform, source.workspace, account)) is not None
        if known.actor.uid
    ]
    topic = " ".join(event.topic.split())[:LINE_LENGTH] or ctx.voice.say("meeting-without-topic")
    return Held(topic, ctx.me, people, event.started_at, event.ended_at, event.link, event.meeting)


def _kept(values: Any, ctx: Context) -> Held:
    start, end = (datetime.fromisoformat(each) for each in values["times"])
    people = [PersonRef.model_validate(each) for each in values["attendees"]]
    return Held(values["topic"], ctx.me, people, start, end, values["link"], values.get("event", ""))


def _owe(store: Store, dossier: DossierView, held: Held) -> Answer:
    """Raise the duty, unless there is one of this meeting; one that was announced is over with it."""
    known = recognised(store, dossier, held)
    if known is None:
        tell_of(store, dossier, raise_minutes(store, dossier, held))
    elif isinstance(known, Meeting):
        zone = ZoneInfo(known.zone) if known.zone else store.zone
        last, work = (known.starts_at, known.ends_at), store.rules.of(dossier.id).work
        following = held_again(known.rule, zone, last, work) if known.rule else None
        if store.meetings.held(known, following):
            owe_minutes(store, known, (known.starts_at, held.end), link=held.link, event=held.event)
    return Nothing()
