"""The summary of the health of several dossiers, the worst first."""

from collections.abc import Mapping, Sequence
from datetime import date

from chat.cards.report import burst_name, marked, plain_loss
from chat.messages import Block, Button, Buttons, Chart, ChartType, Heading, Message, Note, Paragraph, Series, Table
from chat.shortening import shortened
from chat.voice import Voice
from dossier.bursts import Burst
from dossier.health import FULL, Health, Loss
from dossier.views import DossierView

_CHARTED, _FEWEST, _LISTED = 12, 2, 5
_MUCH_MORE = 1.5


Before = Mapping[str, tuple[int, date]]
"""The scores of the reports before, and the days their numbers are of, by the ids of their dossiers."""


def summary_card(
    judged: Sequence[tuple[DossierView, Health]], before: Before, alerts: Mapping[str, Burst], voice: Voice
) -> Message:
    """Make the summary of several dossiers, the worst first, with a button for each of the first five.

    `alerts` are the problems that keep coming back and want a look soon, by the ids of their dossiers.
    """
    worst = sorted(judged, key=lambda each: each[1].score)
    heading = Heading(voice.say("summary-title"), "🩺")
    if not worst:
        return Message((heading, Paragraph((voice.say("dossiers-none"),))))
    columns = ("dossiers-dossier", "status-phase", "summary-score", "summary-first", "dossiers-owner")
    rows = tuple(
        (
            each.title,
            voice.label(each.phase.label),
            _changed(found.score, before.get(each.uid), voice),
            _hot(_first(found.losses, voice), alerts.get(each.uid), voice),
            each.owner.name,
        )
        for each, found in worst
    )
    shown = worst[:_CHARTED]
    title = voice.say("summary-scores")
    chart = Chart(
        ChartType.BAR,
        title,
        voice.say("summary-worst", title=worst[0][0].title, score=worst[0][1].score),
        tuple(each.title for each, _ in shown),
        (Series(title, tuple(float(found.score) for _, found in shown)),),
        FULL,
    )
    table = Table(voice.say("summary-title"), tuple(voice.say(key) for key in columns), rows)
    buttons = tuple(Button(each.title, "health", {"dossier": each.uid}) for each, _ in worst[:_LISTED])
    charts = (chart,) if len(worst) >= _FEWEST else ()
    return Message((heading, table, *charts, Buttons(buttons)))


def dated_line(of: date, made: date, before: Before, voice: Voice) -> tuple[Block, ...]:
    """Say of which day a summary is; and, where it was made later, on which one, and with what it compares."""
    if made <= of:
        return (Note((voice.day(of),)),)
    late, days = voice.say("summary-late", of=voice.day(of), made=voice.day(made)), {day for _, day in before.values()}
    if not days:
        return (Note((late,)),)
    one = voice.say("summary-against", day=voice.day(min(days)))
    against = one if len(days) == 1 else voice.say("summary-against-each")
    return (Note((f"{late} · {against}",)),)


def _first(losses: Sequence[Loss], voice: Voice) -> str:
    """Say what costs the most, and how many points: a dossier that lacks twenty things does not suffer from one late
    update first. But what its report begins with leads, unless others together cost half as much again."""
    alike: dict[str, list[Loss]] = {}
    for loss in losses:
        alike.setdefault(_together(loss), []).append(loss)
    if not alike:
        return "—"
    together, worst = max(alike.items(), key=lambda each: _points(each[1]))
    if _points(worst) < _MUCH_MORE * losses[0].points:
        together = _together(losses[0])
        worst = alike[together]
    said, more = plain_loss(worst[0], voice), len(worst) - 1
    whole = voice.say(together, first=said, more=more) if more else said
    return voice.say("summary-first-points", first=whole, points=_points(worst))


def _hot(first: str, alert: Burst | None, voice: Voice) -> str:
    """Say, beside what costs the most, what wants a look soon."""
    return first if alert is None else f"{first} · 🔥 {shortened(burst_name(alert, voice))} ×{alert.count}"


def _points(losses: Sequence[Loss]) -> int:
    return sum(loss.points for loss in losses)


def _together(loss: Loss) -> str:
    """Give the text that says a loss together with others of its sort; what is one loss already is one by itself."""
    if loss.missing is not None:
        return "summary-first-missing"
    return "summary-first-stale" if loss.stale is not None else str(loss)


def _changed(score: int, before: tuple[int, date] | None, voice: Voice) -> str:
    """Draw a score, with what it has become better or worse by since the report before."""
    mark = marked(score - before[0]) if before is not None else ""
    return f"{voice.points(score)} {mark}".rstrip()
