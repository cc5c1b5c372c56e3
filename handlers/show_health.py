"""The health of a dossier, whole or in short, and of all; and when its report comes each week."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chat.cards.report import overdue_card, report_card
from chat.cards.summary import summary_card
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Message, Note
from chat.replies import Answer, Notice, Show
from chat.router import Command, command, on
from dossier.errors import DossierError, NotFound
from dossier.language import Label
from dossier.report_times import OFF, parse_schedule
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import ALL, Context, Write
from handlers.list_records import period_in
from handlers.open_form import open_form
from handlers.show_status import meant_by
from storage.store import Store


@command(
    Command(
        "health",
        "健康度",
        Label("档案健康度：分数、缺什么、哪里旧了", "How well a dossier is kept: score, what is missing, what is old"),
        Label("[客户|全部] [上周]", "[customer|all] [last week]"),
        "dossier",
        rank=13,
        also=("体检", "评分", "score"),
    )
)
def health_by_words(event: CommandGiven, ctx: Context) -> Answer:
    """Show the health of the dossier that is named, of the channel's, or of all of mine; now, or as it was reported in
    a period."""
    _, _, rest = period_in(ctx, event.text)
    wanted = rest.strip()
    if wanted and wanted.casefold() not in ALL and not ctx.store.dossiers.named_in(wanted):
        raise NotFound("no-dossier-called", name=wanted[:60])
    return show_health(ctx, event.text.strip())


def show_health(ctx: Context, words: str) -> Answer:
    """Show one dossier's health, or the summary of several: of those that somebody can still do something for."""
    since, until, rest = period_in(ctx, words)
    meant = meant_by(ctx, rest.strip())
    if since is not None and since > ctx.voice.now:
        raise DossierError("health-future")
    if until is not None and until <= ctx.voice.now:
        return _reported(ctx, meant, since or until, until)
    if len(meant) == 1:
        return Show(_now(ctx, meant[0]))
    open_ones = [dossier for dossier in ctx.some(meant) if dossier.phase.writable]
    before = ctx.store.health.scores_before(open_ones, ctx.voice.zone)
    alerts = ctx.store.health.alerts(open_ones)
    return Show(summary_card([*ctx.store.health.each(open_ones)], before, alerts, ctx.voice))


def _reported(ctx: Context, meant: Sequence[DossierView], since: datetime, until: datetime) -> Answer:
    """Show the last report of a dossier that was made in a period (its end excluded), else, saying so, the nearest."""
    if len(meant) != 1:
        raise NotFound("health-of-one")
    first, last = (at.astimezone(ctx.voice.zone).date() for at in (since, until - timedelta(microseconds=1)))
    nearest = ctx.store.health.nearest(meant[0], first, last)
    if nearest is None:
        raise NotFound("no-report", title=meant[0].title)
    uid, day = nearest
    dossier, report = ctx.store.health.get(uid)
    card = report_card(dossier, report, ctx.voice, uid=uid, loggable=ctx.loggable(dossier))
    if first <= day <= last:
        return Show(card)
    asked = ctx.voice.day(first) if first == last else f"{ctx.voice.day(first)} – {ctx.voice.day(last)}"
    said = ctx.voice.say("report-nearest", asked=asked, day=ctx.voice.day(day))
    return Show(Message((Note((said,)), *card.blocks)))


@on(ButtonPressed, "health")
def press_health(event: ButtonPressed, ctx: Context) -> Answer:
    """Show the health of a dossier, by button."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    return Show(_now(ctx, dossier))


@on(ButtonPressed, "health-whole")
def press_whole(event: ButtonPressed, ctx: Context) -> Answer:
    """Show a report with every lost point: one that was posted, or as things are now."""
    uid = event.args.get("report", "")
    if uid:
        dossier, report = ctx.store.health.get(uid)
        return Show(report_card(dossier, report, ctx.voice, uid=uid, whole=True, loggable=ctx.loggable(dossier)))
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    return Show(_now(ctx, dossier, whole=True))


@on(ButtonPressed, "health-overdue")
def press_overdue(event: ButtonPressed, ctx: Context) -> Answer:
    """Show the rest of what is overdue: of a report that was posted, or as things are now."""
    uid, after = event.args.get("report", ""), event.args.get("from", "")
    begin = int(after) if after.isdecimal() else 0
    if uid:
        dossier, report = ctx.store.health.get(uid)
    else:
        dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
        report = ctx.store.health.report(dossier, ctx.voice.zone)
    if not report.overdue[begin:]:
        raise NotFound("nothing-overdue-left")
    return Show(overdue_card(dossier, report, ctx.voice, uid=uid, begin=begin))


def _now(ctx: Context, dossier: DossierView, *, whole: bool = False) -> Message:
    """Make the card of how a dossier is kept now; whoever looks after it sees what its members have yet to confirm."""
    report = ctx.store.health.report(dossier, ctx.voice.zone)
    manages = ctx.store.actor.may(Action.MANAGE, dossier.id)
    standings = ctx.store.commitments.standing(dossier) if manages else ()
    untested = ctx.store.retests.lacking(dossier.id)
    return report_card(
        dossier,
        report,
        ctx.voice,
        whole=whole,
        standings=standings,
        untested=untested,
        outdated=ctx.store.approvals.outdated_in(dossier),
        scores=ctx.store.scores.every(dossier),
        loggable=ctx.loggable(dossier),
    )


_REPORT, _SHORT = "progress", 20
_TIMELY = re.compile(r"周|星期|\d\s*[:：点时]|\d\s*[ap]m|day|week|noon|every", re.IGNORECASE)


@command(
    Command(
        "report",
        "周报",
        Label("这里每周健康度报告的时间", "When the weekly health report comes here"),
        Label("[周五 16:00|关闭]", "[Friday 16:00|off]"),
        "dossier",
        rank=44,
    )
)
def set_report(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Without words, say when it comes; else set it, which takes the owner of the dossier or a manager.

    Words that say no time are what the week brought: a progress report, which people call 周报 too.
    """
    if event.text.strip() and not _is_timely(event.text):
        return open_form(replace(event, name=_REPORT), ctx)
    dossier, channel = ctx.dossier, ctx.channel
    if dossier is None or channel is None:
        raise NotFound("not-in-a-bound-channel")
    if dossier.phase.over:
        label = dossier.phase.label
        return Notice("notice-report-over", {"title": dossier.title, "zh": label.zh, "en": label.en})
    if not event.text.strip():
        now = ctx.store.channels.report_schedule(channel.id)
        write = (("button-write-report", "new", {"kind": _REPORT, "dossier": dossier.uid}),)
        return Notice("notice-report-off" if now == OFF else "notice-report-at", {"when": _said(ctx, now)}, write)
    schedule = parse_schedule(event.text)
    ctx.store.actor.require(Action.MANAGE, dossier.id)

    def apply(store: Store) -> Answer:
        store.channels.schedule_report(channel, schedule)
        return Notice("notice-report-off" if schedule == OFF else "notice-report-at", {"when": _said(ctx, schedule)})

    return Write(apply)


def _is_timely(words: str) -> bool:
    """Tell whether words are meant as a time or a switch, be they one or not."""
    try:
        parse_schedule(words)
    except DossierError:
        return len(words) <= _SHORT and _TIMELY.search(words) is not None
    return True


def _said(ctx: Context, schedule: str) -> str:
    if schedule == OFF:
        return ""
    day, _, clock = schedule.partition(" ")
    return f"{ctx.voice.weekday(int(day))} {clock}"
