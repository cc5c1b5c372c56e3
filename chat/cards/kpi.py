"""The figures of a month, by member: what was kept, without a ranking and without blame."""

from collections.abc import Sequence
from datetime import date

from chat.messages import Heading, Message, Note, Paragraph, Table
from chat.voice import Voice
from dossier.kpi import Kept

_COLUMNS = ("kpi-member", "kpi-on-time", "kpi-late", "kpi-open", "kpi-entries", "kpi-changed")


def kpi_card(month: date, members: Sequence[Kept], voice: Voice) -> Message:
    """Make the card of a month (its first day)."""
    heading = Heading(voice.say("kpi-title", month=voice.month(month)), "🗓️")
    if not members:
        return Message((heading, Paragraph((voice.say("kpi-none"),))))
    written = sum(each.entries for each in members)
    on_time = sum(each.on_time for each in members)
    rows = tuple((each.name, *map(str, _figures(each))) for each in members)
    table = Table(voice.say("kpi-title", month=voice.month(month)), tuple(voice.say(key) for key in _COLUMNS), rows)
    said = voice.say("kpi-said", written=written, on_time=on_time)
    return Message((heading, Paragraph((said,)), table, Note((voice.say("kpi-note"),))))


def _figures(kept: Kept) -> tuple[int, ...]:
    return kept.on_time, kept.late, kept.open, kept.entries, kept.changed
