"""What each member kept in a month, where the organisation wants that counted."""

import re

from chat.cards.kpi import kpi_card
from chat.events import CommandGiven
from chat.replies import Answer, Show
from chat.router import Command, command
from dossier.errors import DossierError
from dossier.kpi import month_after, month_before
from dossier.language import Label
from handlers.context import Context
from handlers.list_records import period_in


@command(
    Command(
        "kpi",
        "月度",
        Label("每人每月按时补齐和写下的条数", "What each member kept on time and wrote down in a month"),
        Label("[上个月|10月]", "[last month|October]"),
        "dossier",
        rank=14,
    )
)
def show_kpi(event: CommandGiven, ctx: Context) -> Answer:
    """Show the month that is named, else the last one: to managers all members, to others themselves."""
    ctx.store.kpi.require()
    words = event.text.strip()
    since, _, rest = period_in(ctx, words)
    if since is None and re.match(r"[a-z]{3}", words, re.IGNORECASE):
        # "May" alone is no month in a sentence; "in May" is.
        since, _, rest = period_in(ctx, f"in {words}")
    if words and (since is None or rest.strip().casefold() not in ("", "in")):
        raise DossierError("kpi-month", text=words[:30])
    today = ctx.voice.now.astimezone(ctx.voice.zone).date()
    month = since.astimezone(ctx.voice.zone).date().replace(day=1) if since else month_before(today)
    if month > today:
        raise DossierError("kpi-future")
    members = ctx.store.kpi.members(ctx.voice.midnight(month), ctx.voice.midnight(month_after(month)))
    return Show(kpi_card(month, members, ctx.voice))
