"""Questions about customers nobody knows here: what another's dossier says would mislead."""

from dataclasses import replace

from chat.customers import MAY_NAME_ONE, customer_in, perhaps_in
from chat.messages import Paragraph
from chat.questions import ASKING, Question
from chat.replies import Answer, Show
from dossier.errors import NotFound
from dossier.tiers import Action
from handlers.context import Context
from handlers.list_records import besides, read_filter


def require_known(ctx: Context, text: str) -> None:
    """Raise NotFound for a question about a customer we do not know."""
    name = customer_in(text)
    if name is None or ctx.store.dossiers.named_in(text, Action.VISIT):
        return
    name = ASKING.sub("", name).strip() or name
    if _means_nothing_else(ctx, name):
        raise NotFound("no-dossier-called", name=name)


def not_of_theirs(ctx: Context, text: str, question: Question, answer: Answer) -> Answer:
    """Say in front of an answer which dossier it is of, where the question may name a customer we do not know.

    Such a name may be another word after all, so that it is answered all the same.
    """
    if question not in MAY_NAME_ONE or not isinstance(answer, Show):
        return answer
    meant = ctx.dossiers(text, Action.VISIT)
    # Of a customer who is known, it may be a project that is not.
    name = perhaps_in(besides(text, ctx.store.dossiers.named_in(text, Action.VISIT)), question)
    known = any(name.casefold() in f"{each.title} {each.customer}".casefold() for each in meant)
    if not name or not meant or known or not _means_nothing_else(ctx, name):
        return answer
    said = ctx.voice.say("ask-nobody-called", name=name, dossier=meant[0].title, count=len(meant))
    message = replace(answer.message, blocks=(Paragraph((said,)), *answer.message.blocks))
    return replace(answer, message=message)


def _means_nothing_else(ctx: Context, name: str) -> bool:
    """Tell whether something that could be a name is no person, no time, and nothing that records are called."""
    return bool(read_filter(ctx, name, []).text) and ctx.store.kinds.named(name) is None
