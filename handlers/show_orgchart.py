"""The organisation chart of a dossier's customer, drawn from its contacts."""

from chat.cards.orgchart import add_contact, orgchart_card
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Message
from chat.replies import Answer, Show
from chat.router import Command, command, on
from dossier.errors import NotFound
from dossier.language import Label
from dossier.orgchart import chart
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import Context
from storage.contacts import contacts


@command(
    Command(
        "orgchart",
        "组织架构",
        Label("客户的组织架构图：谁决策、谁向谁汇报", "Who decides at the customer, and who reports to whom"),
        Label("[客户]", "[customer]"),
        "dossier",
        rank=24,
    )
)
def show_orgchart(event: CommandGiven, ctx: Context) -> Answer:
    """Draw the contacts of a dossier that the asker may read."""
    return draw_orgchart(ctx, event.text)


def draw_orgchart(ctx: Context, words: str) -> Answer:
    """Draw the chart of the dossier that words mean."""
    return Show(_card(ctx, ctx.one(words, Action.VISIT)))


@on(ButtonPressed, "orgchart")
def press_orgchart(event: ButtonPressed, ctx: Context) -> Answer:
    """Draw the contacts of the dossier whose card it is."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    ctx.store.actor.require(Action.VISIT, dossier.id)
    return Show(_card(ctx, dossier))


def _card(ctx: Context, dossier: DossierView) -> Message:
    kind = ctx.store.kinds.named("contact")
    if kind is None:
        raise NotFound("not-found")
    actor = ctx.store.actor
    actor.require(Action.READ, dossier.id, kind, shared=True)
    seats = chart(contacts(ctx.store, dossier))
    if not seats:
        # Who sees but what is marked for them is not told that there are none.
        actor.require(Action.READ, dossier.id, kind)
    adds = actor.may(Action.LOG, dossier.id, kind) and dossier.phase.writable
    add = add_contact(dossier, ctx.voice) if adds else None
    return orgchart_card(dossier, seats, ctx.voice, add)
