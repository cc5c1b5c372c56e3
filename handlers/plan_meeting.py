"""Announcing a meeting: when it is over, its minutes are asked for."""

from collections.abc import Sequence
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

_PAGE = 10


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
        return Show(_listed(ctx, ctx.dossiers()))
    zone = ctx.voice.zone
    known = [name for name in ctx.store.people.names() if " " in name]
    meant = ctx.dossier
    work = ctx.store.rules.of(meant.id if meant else None).work
    read = announced(event.text, ctx.voice.now, zone, known, work)
    dossier = meant or ctx.one(event.text)
    ctx.store.actor.require(Action.LOG, dossier.id, minutes_kind())
    dossier.require_open()
    _require_new(ctx, dossier, read)
    people = [ctx.store.people.named(name) or PersonRef(name=name) for name in read.people if name]
    unknown = _unknown(ctx, [each.name for each in people if each.id is None])
    channel = ctx.channel if ctx.channel is not None and ctx.channel.dossier == dossier.id else None

    def apply(store: Store) -> Answer:
        meeting = store.meetings.plan(
            dossier, channel, read.topic, people, read.held, read.rule, str(zone) if read.rule else ""
        )
        by = due(read.held[1], store.rules.of(dossier.id).work, store.preferences.zone_of(meeting.owner_id))
        data = {"topic": read.topic, "when": when(ctx, meeting), "due": ctx.voice.moment(by), "title": dossier.title}
        data["unknown"] = unknown
        cancel = ("button-cancel-meeting", "meeting-cancel", {"meeting": meeting.uid})
        return Notice("notice-meeting-again" if read.rule else "notice-meeting", data, (cancel,))

    return Write(apply)


@on(ButtonPressed, "meetings")
def press_meetings(event: ButtonPressed, ctx: Context) -> Answer:
    """List a later page of the meetings to come."""
    args = event.args
    page = args.get("page", "")
    dossiers = [ctx.store.dossiers.get(args["dossier"])] if args.get("dossier") else ctx.store.dossiers.mine()
    return Show(_listed(ctx, dossiers, int(page) if page.isdecimal() and len(page) < 6 else 0))


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


def _unknown(ctx: Context, names: Sequence[str]) -> str:
    """Say that some of those invited are nobody of ours, "" where there are none."""
    return ctx.voice.say("meeting-unknown", names=ctx.voice.people([{"name": name} for name in names])) if names else ""


def _require_new(ctx: Context, dossier: DossierView, read: Announced) -> None:
    """Raise Conflict, naming who announced it, for a meeting that is known: of the same topic at the same time."""
    start = read.held[0]
    for known in ctx.store.meetings.around(dossier.id, start, start, timedelta()):
        if known.starts_at == start and known.topic.casefold() == read.topic.casefold():
            raise Conflict("meeting-known", topic=known.topic, when=when(ctx, known), name=known.owner.name)


def _listed(ctx: Context, dossiers: Sequence[DossierView], page: int = 0) -> Message:
    ids = [each.id for each in dossiers]
    total = ctx.store.meetings.count(ids)
    page = max(0, min(page, (total - 1) // _PAGE))
    shown = ctx.store.meetings.planned(ids, _PAGE, page * _PAGE)
    names, say = names_of(dossiers), ctx.voice.say
    heading, how = Heading(say("meetings-title"), "📅"), Note((say("meetings-how"),))
    blocks: list[Block] = []
    for meeting in shown:
        where = f" · {names[meeting.dossier]}" if meeting.dossier in names else ""
        text = (Strong(meeting.topic), f"\n{when(ctx, meeting)} · {meeting.owner.name}{where}")
        cancel = Button(say("button-cancel-meeting"), "meeting-cancel", {"meeting": meeting.uid})
        mine = meeting.owner_id == ctx.store.actor.person or ctx.store.actor.may(Action.MANAGE, meeting.dossier)
        blocks += [Paragraph(text), *([Buttons((cancel,))] if mine else [])]
    if total > _PAGE:
        first = page * _PAGE + 1
        blocks.append(Note((say("meetings-count", first=first, last=first + len(shown) - 1, total=total),)))
    if total > (page + 1) * _PAGE:
        only = {"dossier": dossiers[0].uid} if len(dossiers) == 1 else {}
        blocks.append(Buttons((Button(say("button-more"), "meetings", {"page": str(page + 1), **only}),)))
    return Message((heading, *(blocks or [Paragraph((say("meetings-none"),))]), how))
