"""Who owns a dossier, and who else manages it."""

import re

from chat.messages import Bullets, Heading, Inline, Message, Strong
from chat.questions import WHO_OWNS, says_no_more
from chat.replies import Answer, Show
from dossier.errors import NotFound
from dossier.tiers import Tier
from dossier.views import DossierView
from handlers.context import Context
from handlers.show_status import meant_by

_MOST = 20
_ASKED = re.compile(WHO_OWNS, re.IGNORECASE)
_THING = re.compile(
    r"[这那哪]个?些?|每个|各个?|本|公司|集团|客户|项目|档案|\b(?:the|this|that|our|dossier|project|customer|account|client)\b",
    re.IGNORECASE,
)


def show_owner(ctx: Context, words: str) -> Answer:
    """Name the owner of the dossier that is meant, or of each of several, and who else manages it.

    Raises NotFound for words that name one we do not know: another one's owner would mislead.
    """
    meant = meant_by(ctx, words)
    named = ctx.store.dossiers.named_in(words)
    rest = _THING.sub(" ", _ASKED.sub(" ", words)).strip(" 的?？!！。.")
    if not named and not says_no_more(rest):
        raise NotFound("no-dossier-called", name=" ".join(rest.split())[:60])
    dossiers = ctx.some(meant)
    if len(dossiers) != 1:
        items = tuple(_owned(ctx, each) for each in dossiers[:_MOST])
        return Show(Message((Heading(ctx.voice.say("owner-each"), "👤"), Bullets(items))))
    (dossier,) = dossiers
    said: tuple[Inline, ...] = (ctx.voice.say("owner-is"), Strong(dossier.owner.name))
    others = _managers(ctx, dossier)
    also = ctx.voice.say("owner-also", names=ctx.voice.listed(others))
    return Show(Message((Heading(dossier.title, "👤"), Bullets((said, (also,)) if others else (said,)))))


def _owned(ctx: Context, dossier: DossierView) -> tuple[Inline, ...]:
    return (Strong(dossier.title), f" · {dossier.owner.name}")


def _managers(ctx: Context, dossier: DossierView) -> list[str]:
    """Give who manages a dossier besides its owner: its managers, then the organisation's."""
    members = ctx.store.dossiers.members(dossier)
    own = [each.person.name for each in members if each.tier >= Tier.MANAGER]
    names = dict.fromkeys((*own, *ctx.store.people.managers()))
    names.pop(dossier.owner.name, None)
    return list(names)
