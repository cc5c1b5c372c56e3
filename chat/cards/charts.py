"""What cards draw over time: updates per week, and a number such as a score."""

from collections.abc import Sequence
from datetime import date

from chat.messages import Chart, ChartType, Series
from chat.voice import Voice


def updates_chart(weeks: Sequence[tuple[date, int]], voice: Voice) -> Chart:
    """Draw the updates per week, by the day each began."""
    labels, counts = zip(*((voice.short_day(day), count) for day, count in weeks), strict=True)
    total, most = sum(counts), max(counts)
    if total:
        said = {"total": total, "weeks": len(weeks), "day": labels[counts.index(most)], "most": most}
        takeaway = voice.say("status-weeks-most", **said)
    else:
        takeaway = voice.say("status-weeks-none", weeks=len(weeks))
    title = voice.say("status-weeks")
    return Chart(ChartType.BAR, title, takeaway, labels, (Series(title, tuple(map(float, counts))),))


def trend_chart(values: Sequence[tuple[date, int]], title: str, voice: Voice) -> Chart:
    """Draw a number over time: days and values, two or more, in order."""
    (_, before), (_, last) = values[-2:]
    key = "trend-same" if last == before else "trend-up" if last > before else "trend-down"
    takeaway = voice.say(key, last=last, by=abs(last - before))
    labels = tuple(voice.short_day(day) for day, _ in values)
    return Chart(ChartType.LINE, title, takeaway, labels, (Series(title, tuple(float(value) for _, value in values)),))
