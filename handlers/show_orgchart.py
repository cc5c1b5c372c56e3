"""The organisation chart of a dossier's customer, drawn from its contacts."""

from chat.cards.orgchart import add_contact, orgchart_card
from chat.events import CommandGiven
from chat.replies import Answer, Show
from chat.router import Command, command
from dossier.errors import NotFound
from dossier.language import Label
from dossier.orgchart import chart
from dossier.tiers import Action
from handlers.context import Context
from storage.record_queries import Filter

_MOST = 200


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
    dossier, kind = ctx.one(event.text, Action.VISIT), ctx.store.kinds.named("contact")
    if kind is None:
        raise NotFound("not-found")
    actor = ctx.store.actor
    actor.require(Action.READ, dossier.id, kind, shared=True)
    contacts = ctx.store.records.after(dossier, 0, Filter(kind=kind), _MOST)
    if not contacts:
        # Who sees but what is marked for them is not told that there are none.
        actor.require(Action.READ, dossier.id, kind)
    adds = actor.may(Action.LOG, dossier.id, kind) and dossier.phase.writable
    add = add_contact(dossier, ctx.voice) if adds else None
    return Show(orgchart_card(dossier, chart([saved.content for saved in contacts]), ctx.voice, add))
