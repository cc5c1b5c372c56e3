"""What was decided: what the minutes of meetings say, newest first; of the last meeting alone where that is asked."""

import re
from dataclasses import replace

from chat.cards.decisions import decisions_card
from chat.messages import Message, Note
from chat.replies import Answer, Show
from dossier.decisions import decisions_in
from dossier.tiers import Action
from handlers.context import Context, names_of
from handlers.list_records import read_filter, show_list
from handlers.show_status import meant_by
from storage.record_queries import Filter

_LAST = re.compile(
    r"上(?:一)?次|上(?:一)?个?会|最近(?:一次|的?会)|刚才|\b(?:last|latest|most recent)\s+(?:meeting|call|review)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\babout\s+(?:the\s+)?(?P<en>.+?)\s*[?.!]*$|(?:关于|对)(?P<zh>[^的，。？?]+?)的?(?:决定|做|有|是)", re.IGNORECASE
)
_US = re.compile(r"我们|咱们|大家|\b(?:we|us)\b", re.IGNORECASE)
_MINUTES, _MOST = 30, 20


def topic_in(text: str) -> str:
    """Give what decisions are asked for about, "" where that is not said."""
    about = _ABOUT.search(text)
    return _US.sub("", (about["en"] or about["zh"]) if about else "").strip().casefold()


def tell_decisions(ctx: Context, text: str) -> Answer:
    """Tell what was decided in the dossiers that are meant, within the time and by the people a question names.

    Minutes that say nothing of it are listed where no others are found. Raises Refused as `show_list` does.
    """
    last, meant = _LAST.search(text), meant_by(ctx, text, Action.VISIT)
    kind = ctx.store.kinds.named("minutes")
    read = read_filter(ctx, _LAST.sub(" ", text), meant, kind)
    wanted = Filter(kind=kind, person=read.person, since=read.since, until=read.until)
    lines, _ = ctx.store.records.lines([each.id for each in meant], wanted, _MINUTES)
    minutes = [saved for line in lines if (saved := ctx.store.records.get(line.uid)).content.get("decisions")]
    minutes = minutes[:1] if last else minutes
    if not minutes:
        return show_list(ctx, meant, wanted)
    names, topic = names_of(meant), topic_in(text)
    decided = [
        (each, names.get(saved.line.dossier, ""))
        for saved in minutes
        for each in decisions_in(saved, ctx.voice.zone)
        if topic in f"{saved.title} {each.text}".casefold()
    ]
    if not decided:
        return show_list(ctx, meant, replace(wanted, text=topic))
    decided.sort(key=lambda each: each[0].on, reverse=True)
    title = minutes[0].title if last else ctx.voice.say("decisions-title")
    shown = {each.number for each, _ in decided[:_MOST]}
    lines = [saved.line for saved in minutes if saved.line.number in shown]
    card = decisions_card(title, "" if names else meant[0].title, decided[:_MOST], lines, ctx.voice)
    more = ctx.voice.say("list-count", shown=_MOST, total=len(decided))
    return Show(Message((*card.blocks, Note((more,)))) if len(decided) > _MOST else card)
