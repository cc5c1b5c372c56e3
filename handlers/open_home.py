"""The bot's own page on a platform: what I owe, my dossiers with how healthy they are, the newest records."""

from chat.cards.home import home_card
from chat.events import HomeOpened
from chat.replies import Answer, Show
from chat.router import on
from handlers.context import Context
from storage.record_queries import Filter

_DOSSIERS, _RECORDS = 8, 5


@on(HomeOpened)
def open_home(event: HomeOpened, ctx: Context) -> Answer:
    """Show the page."""
    dossiers = ctx.store.dossiers.mine()
    shown = dossiers[:_DOSSIERS]
    judged = {dossier.id: health for dossier, health in ctx.store.health.each(shown)}
    recent, _ = ctx.store.records.lines([each.id for each in dossiers], Filter(), limit=_RECORDS)
    bars = [(each, judged[each.id].score) for each in shown if each.id in judged]
    none = "" if ctx.store.actor.may_start() else ctx.voice.problem(ctx.no_dossier().problem)
    duties = ctx.store.duties.owed_by_me()
    return Show(home_card(ctx.me.name, duties, bars, len(dossiers), recent, ctx.voice, none))
