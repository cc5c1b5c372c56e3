"""Announcing a meeting: when it is over, its minutes are asked for."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from chat.events import ButtonPressed, CommandGiven
from chat.messages import Block, Button, Buttons, Heading, Message, Note, Paragraph, Strong
from chat.replies import Answer, Notice, Show
from chat.router import Command, command, on
from dossier.errors import Conflict
from dossier.fields import PersonRef
from dossier.language import Label
from dossier.meetings import Announced, announced
from dossier.tiers import Action
from dossier.views import DossierView
from dossier.worktime import due
from handlers.context import Context, Write, names_of
from storage.meeting_duties import minutes_kind
from storage.meetings import Meeting
from storage.store import Store

_SHOWN = 10


@command(
    Command(
        "meeting",
        "会议",
        Label("预告会议，结束后提醒记纪要", "Announce a meeting; its minutes are asked for"),
        Label("今天 14:00-15:00 需求评审 @李雷", "today 14:00-15:00 review @Ann"),
        icon="📅",
        rank=16,
    )
)
def plan_meeting(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Without words, list the meetings to come; with a time and a topic, plan one."""
    if not event.text.strip():
        return Show(_listed(ctx))
    zone = ctx.voice.zone
    known = [name for name in ctx.store.people.names() if " " in name]
    read = announced(event.text, ctx.voice.now, zone, known)
    dossier = ctx.bound() or ctx.one(event.text)
    ctx.store.actor.require(Action.LOG, dossier.id, minutes_kind())
    dossier.require_open()
    _require_new(ctx, dossier, read)
    people = [ctx.store.people.named(name) or PersonRef(name=name) for name in read.people if name]
    channel = ctx.channel if ctx.channel is not None and ctx.channel.dossier == dossier.id else None

    def apply(store: Store) -> Answer:
        meeting = store.meetings.plan(
            dossier, channel, read.topic, people, read.held, read.rule, str(zone) if read.rule else ""
        )
        by = due(read.held[1], store.rules.of(dossier.id).work, store.preferences.zone_of(meeting.owner_id))
        data = {"topic": read.topic, "when": when(ctx, meeting), "due": ctx.voice.moment(by), "title": dossier.title}
        cancel = ("button-cancel-meeting", "meeting-cancel", {"meeting": meeting.uid})
        return Notice("notice-meeting-again" if read.rule else "notice-meeting", data, (cancel,))

    return Write(apply)


@on(ButtonPressed, "meeting-cancel")
def cancel_meeting(event: ButtonPressed, ctx: Context) -> Write:
    """Have a meeting not take place; of one that repeats, never again."""
    meeting = ctx.store.meetings.get(event.args.get("meeting", ""))

    def apply(store: Store) -> Answer:
        if not store.meetings.cancel(meeting):
            raise Conflict("meeting-gone", topic=meeting.topic)
        return Notice("notice-meeting-cancelled", {"topic": meeting.topic})

    return Write(apply)


def when(ctx: Context, meeting: Meeting) -> str:
    """Say when a meeting is held (next), and by which words it repeats."""
    voice = ctx.voice
    end = meeting.ends_at.astimezone(voice.zone)
    span = f"{voice.moment(meeting.starts_at)}–{end:%H:%M}"
    if not meeting.rule:
        return span
    zone = "" if ZoneInfo(meeting.zone) == voice.zone else f" ({meeting.zone})"
    return voice.say("meeting-again", rule=f"{meeting.rule}{zone}", next=span)


def _require_new(ctx: Context, dossier: DossierView, read: Announced) -> None:
    """Raise Conflict, naming who announced it, for a meeting that is known: of the same topic at the same time."""
    start = read.held[0]
    for known in ctx.store.meetings.around(dossier.id, start, start, timedelta()):
        if known.starts_at == start and known.topic.casefold() == read.topic.casefold():
            raise Conflict("meeting-known", topic=known.topic, when=when(ctx, known), name=known.owner.name)


def _listed(ctx: Context) -> Message:
    dossiers = ctx.dossiers()
    planned = ctx.store.meetings.planned([each.id for each in dossiers])
    names, say = names_of(dossiers), ctx.voice.say
    heading, how = Heading(say("meetings-title"), "📅"), Note((say("meetings-how"),))
    blocks: list[Block] = []
    for meeting in planned[:_SHOWN]:
        where = f" · {names[meeting.dossier]}" if meeting.dossier in names else ""
        text = (Strong(meeting.topic), f"\n{when(ctx, meeting)} · {meeting.owner.name}{where}")
        cancel = Button(say("button-cancel-meeting"), "meeting-cancel", {"meeting": meeting.uid})
        mine = meeting.owner_id == ctx.store.actor.person or ctx.store.actor.may(Action.MANAGE, meeting.dossier)
        blocks += [Paragraph(text), *([Buttons((cancel,))] if mine else [])]
    return Message((heading, *(blocks or [Paragraph((say("meetings-none"),))]), how))
