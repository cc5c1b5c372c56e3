"""Who owns a dossier, and who else manages it."""

import re
from collections.abc import Sequence

from chat.messages import Bullets, Heading, Inline, Message, Paragraph, Strong
from chat.questions import WHO_OWNS, says_no_more
from chat.replies import Answer, Show
from dossier.errors import NotFound
from dossier.fields import Input
from dossier.tiers import Action, Tier
from dossier.views import DossierView, Saved
from handlers.context import NUMBER, Context
from handlers.list_records import besides, person_in, read_filter, show_list
from handlers.show_record import by_words, whole_card
from handlers.show_status import list_dossiers, meant_by
from storage.record_queries import Filter

_MOST = 20
_ME = re.compile(r"我|\b(?:i|me|my)\b", re.IGNORECASE)
_ASKED = re.compile(WHO_OWNS, re.IGNORECASE)
_THING = re.compile(
    r"[这那哪]个?些?|每个|各个?|本|公司|集团|客户|项目|档案|^\s*(?:of|for|in)\b|\b(?:the|this|that|our|dossier|project|customer|account|client)\b",
    re.IGNORECASE,
)


def show_owner(ctx: Context, words: str) -> Answer:
    """Name the owner of the dossier that is meant, or of each of several, and who else manages it.

    Where a record is meant, by its number or by what it is called, its own is named. Raises NotFound for words that
    name a dossier we do not know: another one's owner would mislead.
    """
    meant = meant_by(ctx, words, Action.VISIT)
    if NUMBER.search(words):
        return _of_record(ctx, by_words(ctx, words))
    named = ctx.store.dossiers.named_in(words, Action.VISIT)
    rest = _THING.sub(" ", _besides(_ASKED.sub(" ", words), named)).strip(" 的?？!！。.")
    if not says_no_more(rest) and (found := _found(ctx, meant, rest)) is not None:
        return found
    if not named and not says_no_more(rest):
        raise NotFound("no-dossier-called", name=" ".join(rest.split())[:60])
    dossiers = ctx.some(meant)
    if len(dossiers) != 1:
        items = tuple(_owned(ctx, each) for each in dossiers[:_MOST])
        return Show(Message((Heading(ctx.voice.say("owner-each"), "👤"), Bullets(items))))
    (dossier,) = dossiers
    said: tuple[Inline, ...] = (ctx.voice.say("owner-is"), Strong(dossier.owner.name))
    others = _managers(ctx, dossier) if ctx.store.actor.may(Action.READ, dossier.id) else []
    also = ctx.voice.say("owner-also", names=ctx.voice.listed(others))
    return Show(Message((Heading(dossier.title, "👤"), Bullets((said, (also,)) if others else (said,)))))


def show_owned(ctx: Context, words: str) -> Answer:
    """List the dossiers somebody owns, of those the asker may see. Raises NotFound where nobody of ours is named."""
    person, _ = person_in(ctx, words)
    if person is None and not _ME.search(words):
        raise NotFound("nobody-named")
    wanted = person or ctx.me
    owned = [each for each in ctx.store.dossiers.mine() if each.owner.id == wanted.id]
    if not owned:
        return Show(Message((Paragraph((ctx.voice.say("owner-of-none", name=wanted.name),)),)))
    return list_dossiers(ctx, owned, title=ctx.voice.say("dossiers-of", name=wanted.name))


def _besides(words: str, named: Sequence[DossierView]) -> str:
    """Leave out of words what names dossiers: whoever asks for a customer's owner means no record of that name."""
    projects = [each.project.casefold() for each in named]
    # 商城 of 商城二期, the scanner of Scanner app: a word of a project's name that names it.
    left = besides(words, named).split()
    return " ".join(part for part in left if not any(part.casefold() in project for project in projects))


def _found(ctx: Context, meant: list[DossierView], words: str) -> Answer | None:
    """Show the one record that words name, or the several; None where they name none."""
    read = read_filter(ctx, words, meant)
    if read.kind and not read.text:
        return show_list(ctx, meant, read)
    # 需求评审的会议纪要: what it is called may begin with what another kind is called.
    for wanted in filter(lambda each: each.text, (read, Filter(text=words.rpartition("的")[0] or words))):
        lines, count = ctx.store.records.lines([each.id for each in meant], wanted, 1)
        if count:
            return _of_record(ctx, ctx.store.records.get(lines[0].uid)) if count == 1 else show_list(ctx, meant, wanted)
    return None


def _of_record(ctx: Context, saved: Saved) -> Answer:
    """Show a record, and before it who is responsible for it, else who made it."""
    spec = saved.line.kind.field("owner")
    owner = (saved.content.get("owner") or {}).get("name", "") if spec and spec.input is Input.PERSON else ""
    key = "owner-of-record" if owner else "owner-of-record-none"
    said = ctx.voice.say(key, title=saved.title, owner=owner, author=saved.line.author.name)
    return Show(Message((Paragraph(("👤 ", said)), *whole_card(ctx.store, ctx.voice, saved).blocks)))


def _owned(ctx: Context, dossier: DossierView) -> tuple[Inline, ...]:
    return (Strong(dossier.title), f" · {dossier.owner.name}")


def _managers(ctx: Context, dossier: DossierView) -> list[str]:
    """Give who manages a dossier besides its owner: its managers, then the organisation's."""
    members = ctx.store.dossiers.members(dossier)
    own = [each.person.name for each in members if each.tier >= Tier.MANAGER]
    names = dict.fromkeys((*own, *ctx.store.people.managers()))
    names.pop(dossier.owner.name, None)
    return list(names)
