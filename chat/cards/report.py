"""The health report of a dossier 《客户档案健康度报告》: short first, whole on demand."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from chat.cards.charts import updates_chart
from chat.cards.promises import standing_lines
from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    ChartType,
    Heading,
    Inline,
    Message,
    Note,
    Paragraph,
    Series,
    Strong,
    Style,
    Table,
    plain,
)
from chat.references import fallen_lines, reapproval_line, untested_line
from chat.shortening import shortened
from chat.voice import Voice
from dossier.bursts import Burst, Level
from dossier.commitments import Standing
from dossier.deciding import Approval
from dossier.duties import Trigger
from dossier.health import FULL, Loss, Part
from dossier.records.issue import Severity
from dossier.report import Owed, Report
from dossier.scores import Scores
from dossier.views import DossierView, RecordLine

_TOP = 3
_WEEK = timedelta(weeks=1)
_LINES, _FEWEST = 4, 2
_LISTED = 5
# Of what a whole report lists, and of its buttons.
_MOST = 20


def report_card(
    dossier: DossierView,
    report: Report,
    voice: Voice,
    *,
    uid: str = "",
    whole: bool = False,
    standings: Sequence[Standing] = (),
    untested: Sequence[RecordLine] = (),
    outdated: Sequence[tuple[Approval, RecordLine]] = (),
    scores: Sequence[Scores] = (),
    loggable: Collection[str] | None = None,
) -> Message:
    """Make the card of a report; `whole` names every lost point and gives the numbers as a table.

    `uid` is the id of a report that was kept, which *more* shows again. `standings` is how its members stand with what
    they are to confirm, for those who may know; `untested` are approved changes that no test verifies, `outdated` what
    was approved and changed since; `scores` are what customers say in numbers; `loggable` are the kinds, by name, that
    whoever looks may log: None, where many look, for all.
    """
    blocks: list[Block] = [
        Heading(voice.say("report-title"), "🩺"),
        Paragraph((Strong(dossier.title), f" · {voice.label(report.phase.label)} · {voice.day(report.on)}")),
        *((Note((voice.say("report-late-made", day=voice.day(report.made_on)),)),) if report.made_on else ()),
        Paragraph((Strong(voice.say("report-score", score=report.score)), _verdict(dossier, report, voice))),
        Bullets(tuple(_part(part, report, voice) for part in Part)),
    ]
    if hot := [*(burst_line(each, voice) for each in report.bursts[:_TOP]), *fallen_lines(scores, voice)]:
        blocks.append(Bullets(tuple(hot)))
    lost = report.losses if whole else report.losses[:_LINES]
    if lost:
        blocks.append(Paragraph((Strong(voice.say("report-lost")),)))
        blocks.append(Bullets(tuple(_loss(each, report, voice) for each in lost)))
    if len(lost) < len(report.losses):
        rest = report.losses[len(lost) :]
        points = sum(each.points for each in rest)
        blocks.append(Note((voice.say("report-lost-more", count=len(rest), points=points),)))
    lacking = [untested_line(untested, voice)] if untested else []
    lacking += [reapproval_line(outdated, voice)] if outdated else []
    lacking += standing_lines(standings, voice)
    if lacking:
        blocks.append(Bullets(tuple(lacking)))
    if whole:
        blocks += _untimely(report, voice)
    blocks += _people(report, voice)
    if report.weeks:
        blocks.append(updates_chart(report.weeks, voice))
    if whole:
        blocks += _numbers(report, voice)
    if buttons := _buttons(dossier, report, voice, uid, loggable, whole=whole):
        blocks.append(Buttons(buttons))
    return Message(tuple(blocks))


def marked(gained: int) -> str:
    """Draw by how much a score is better or worse than another: `▲4`, `▼4` or `＝`."""
    return f"{'▲' if gained > 0 else '▼'}{abs(gained)}" if gained else "＝"


def _verdict(dossier: DossierView, report: Report, voice: Voice) -> str:
    """Say whether it is better than the last one, and what the score means: of a sealed dossier, nothing to be done."""
    gained, same = trend(report, voice), report.gained == 0
    meaning = next(key for least, key in _MEANINGS if report.score >= least) if dossier.phase.writable else "score-kept"
    return f"{(' · ' if same else ' ') + gained if gained else ''} · {voice.say(meaning)}"


_MEANINGS = ((85, "score-good"), (60, "score-fair"), (0, "score-poor"))


def trend(report: Report, voice: Voice) -> str:
    """Give how much better or worse it is than the report before: `▲4`, and of which day that was where it was not of
    last week; "" where there is none."""
    gained = report.gained
    if gained is None:
        return ""
    by = marked(gained) if gained else ""
    if report.since is None or report.since_last_week:
        return by or voice.say("report-same")
    day = voice.day(report.since)
    return f"{by}{voice.say('report-gained-since', day=day)}" if by else voice.say("report-same-since", day=day)


def _part(part: Part, report: Report, voice: Voice) -> tuple[Inline, ...]:
    said: tuple[Inline, ...] = (f"{voice.say(_PARTS[part])} ", voice.bar(report.parts[part]))
    duties = report.punctuality
    if part is Part.TIMELINESS and duties.on_time + duties.late + duties.open:
        counts = {"on_time": duties.on_time, "late": duties.late, "open": duties.open, "overdue": duties.overdue}
        said = (*said, f" — {voice.say('report-duties', **counts)}")
    return said


def causes(report: Report, voice: Voice) -> list[str]:
    """Give every lost point with its cause, a line each, as plain text."""
    return [plain(_loss(loss, report, voice)) for loss in report.losses]


def _loss(loss: Loss, report: Report, voice: Voice) -> tuple[Inline, ...]:
    owed = report.overdue if loss.overdue else report.late if loss.late else ()
    called = [each.topic for each in owed]
    if loss.dead:
        called = [f"#{each.number} {each.title}" for each in report.dead]
    which = ""
    if called:
        named = voice.listed([shortened(each) for each in called[:_TOP]])
        which = f"{voice.colon}{named if len(called) <= _TOP else voice.say('loss-and-others', named=named)}"
    return (Strong(f"−{loss.points}"), f" {plain_loss(loss, voice)}{which}")


def _untimely(report: Report, voice: Voice) -> list[Block]:
    """Name every update that cost points: what is still owed, by whom and since when, and what came late."""
    blocks: list[Block] = []
    counts = report.punctuality
    for key, owed, count in (
        ("report-still", report.overdue, counts.overdue),
        ("report-came-late", report.late, counts.late),
    ):
        if owed:
            blocks.append(Paragraph((Strong(voice.say(key)),)))
            blocks.append(Bullets(tuple(_one_owed(each, voice) for each in owed[:_MOST])))
        if count > len(owed[:_MOST]):
            blocks.append(Note((voice.say("report-more", count=count - len(owed[:_MOST])),)))
    return blocks


def _one_owed(owed: Owed, voice: Voice) -> tuple[Inline, ...]:
    what = f"{voice.label(owed.trigger.label)}{voice.colon}"
    who = f" · {owed.name}" if owed.name else ""
    if owed.done is None:
        return (what, Strong(owed.topic), f"{who} · {voice.say('duty-due')} ", voice.when(owed.due))
    hours = int((owed.done - owed.due).total_seconds() // 3600)
    late = voice.say("late-hours", hours=max(1, hours)) if hours < 48 else voice.say("late-days", days=hours // 24)
    return (what, Strong(owed.topic), f"{who} · {late}")


def plain_loss(loss: Loss, voice: Voice) -> str:
    """Say for what points are lost."""
    if loss.missing is not None:
        kind = voice.label(loss.missing.kind.label)
        return voice.say("loss-missing", kind=kind, have=loss.missing.have, need=loss.missing.need)
    if loss.stale is not None:
        return voice.say("loss-stale", kind=voice.label(loss.stale.kind.label), days=loss.stale.days)
    if loss.overdue:
        return voice.say("loss-overdue", count=loss.overdue)
    if loss.dead:
        return voice.say("loss-dead", count=loss.dead)
    return voice.say("loss-late", count=loss.late)


def burst_line(burst: Burst, voice: Voice) -> tuple[Inline, ...]:
    """Say which problem keeps coming back, and how often."""
    icon, loud = ("🔥 ", "burst-alert") if burst.level is Level.ALERT else ("👀 ", "burst-watch")
    name = burst_name(burst, voice)
    if burst.began is None:
        said = voice.say("burst", count=burst.count, base=burst.base)
    else:
        day = voice.day(burst.began.astimezone(voice.zone).date())
        said = voice.say("burst-from", day=day, count=burst.count, base=burst.base)
    return (icon, Strong(name), f"{voice.colon}{said} — {voice.say(loud)}")


def burst_name(burst: Burst, voice: Voice) -> str:
    """Name a problem that keeps coming back: by what it is called, else by how severe it is."""
    return burst.name or _severity(burst.severity, voice) or voice.say("burst-all")


def _severity(severity: str, voice: Voice) -> str:
    option = next((each for each in Severity if each.value == severity), None)
    return voice.say("burst-severity", severity=voice.label(option.label)) if option else ""


def _people(report: Report, voice: Voice) -> list[Block]:
    lines: list[tuple[Inline, ...]] = []
    if report.gave:
        named = voice.listed([f"{name} {count}" for name, count in report.gave])
        until = report.made_on or report.on
        first = voice.short_day(report.weeks[-1][0] if report.weeks else until - _WEEK)
        last = voice.short_day(until)
        # More than the last bar of the chart, which counts each of them once.
        shared = bool(report.weeks) and sum(count for _, count in report.gave) > report.weeks[-1][1]
        each = voice.say("report-gave-each") if shared else ""
        lines.append(("🙌 ", f"{voice.say('report-gave', names=named, first=first, last=last)}{each}"))
    if report.owe:
        named = voice.listed([f"{name} {count}" for name, count in report.owe])
        lines.append(("⏰ ", voice.say("report-owe", names=named)))
    return [Bullets(tuple(lines))] if lines else []


def _numbers(report: Report, voice: Voice) -> list[Block]:
    blocks: list[Block] = []
    if len(report.history) >= _FEWEST:
        title = voice.say("report-history")
        labels = tuple(voice.short_day(day) for day, _ in report.history)
        scores = tuple(float(score) for _, score in report.history)
        best = voice.say("report-history-from", first=int(scores[0]), last=int(scores[-1]))
        blocks.append(Chart(ChartType.LINE, title, best, labels, (Series(title, scores),), FULL))
    duties = report.punctuality
    counts = (duties.on_time, duties.late, duties.open, duties.overdue)
    rows = (
        (voice.say("summary-score"), str(report.score)),
        *((voice.say(_PARTS[part]), f"{report.parts[part]} %") for part in Part),
        *((voice.say(key), str(count)) for key, count in zip(_DUTIES, counts, strict=True)),
        *((voice.say("report-week-of", day=voice.short_day(day)), str(count)) for day, count in report.weeks),
        *((voice.say("report-score-of", day=voice.short_day(day)), str(score)) for day, score in report.history),
    )
    blocks.append(Table(voice.say("report-numbers"), (voice.say("report-what"), voice.say("report-value")), rows))
    return blocks


_DUTIES = ("report-on-time", "report-late", "report-open", "report-overdue")
_PARTS = {
    Part.COMPLETENESS: "part-completeness",
    Part.FRESHNESS: "part-freshness",
    Part.TIMELINESS: "part-timeliness",
}


def _buttons(
    dossier: DossierView, report: Report, voice: Voice, uid: str, loggable: Collection[str] | None, *, whole: bool
) -> tuple[Button, ...]:
    """Give the first three things to do, each for what costs most, then the way to more; `whole` gives all of them."""
    todo: list[Button] = []
    for burst in report.bursts[:1]:
        args = {"dossier": dossier.uid, "kind": "issue", "text": burst.name}
        label = voice.say("button-look", name=burst.name or voice.say("burst-all"))
        todo.append(Button(label, "list", {name: value for name, value in args.items() if value}))
    for loss in report.losses if dossier.phase.writable else ():
        for owed in report.overdue[: _LISTED if whole else 1] if loss.overdue else ():
            key = "button-resolve-topic" if owed.trigger is Trigger.ISSUE_FIXED else "button-enter"
            label = voice.say(key, topic=shortened(owed.topic))
            todo.append(Button(label, "enter", {"duty": owed.duty}))
        for dead in report.dead[: _LISTED if whole else 1] if loss.dead else ():
            label = voice.say("button-fix-link", topic=shortened(dead.title))
            todo.append(Button(label, "edit", {"record": dead.record}))
        kind = loss.missing.kind if loss.missing else loss.stale.kind if loss.stale else None
        if kind is not None and (loggable is None or kind.name in loggable):
            label = voice.say("button-add", kind=voice.label(kind.label))
            todo.append(Button(label, "new", {"kind": kind.name, "dossier": dossier.uid}))
    first = [Button(each.label, each.action, each.args, Style.PRIMARY) for each in todo[:1]]
    more = {"dossier": dossier.uid, **({"report": uid} if uid else {})}
    others = () if whole else (Button(voice.say("button-whole-report"), "health-whole", more),)
    if whole and len(report.overdue) > _MOST:
        label = voice.say("button-overdue-rest", count=len(report.overdue) - _MOST)
        others = (Button(label, "health-overdue", {**more, "from": str(_MOST)}),)
    return (*first, *todo[1 : _MOST if whole else _TOP], *others)


def overdue_card(dossier: DossierView, report: Report, voice: Voice, *, uid: str = "", begin: int = 0) -> Message:
    """List what is overdue from a place on, some at a time, with a button for what comes then."""
    shown = report.overdue[begin : begin + _MOST]
    end, every = begin + len(shown), len(report.overdue)
    where = voice.say("report-some-of", first=begin + 1, last=end, all=every)
    blocks: list[Block] = [
        Heading(voice.say("report-still"), "⏰"),
        Paragraph((Strong(dossier.title), f" · {where}")),
        Bullets(tuple(_one_owed(each, voice) for each in shown)),
    ]
    if end < every:
        args = {"dossier": dossier.uid, **({"report": uid} if uid else {}), "from": str(end)}
        blocks.append(Buttons((Button(voice.say("button-overdue-rest", count=every - end), "health-overdue", args),)))
    elif report.punctuality.overdue > every:
        blocks.append(Note((voice.say("report-more", count=report.punctuality.overdue - every),)))
    return Message(tuple(blocks))
