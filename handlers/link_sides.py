"""Slack and Feishu as two sides of one organisation: a code made on one side is typed on the other."""

from chat.events import CommandGiven
from chat.messages import Message, Note, Paragraph, Strong
from chat.replies import Answer, Notice, Show
from chat.router import Command, command
from dossier.language import Label
from handlers.context import Context, Write
from storage.pairing import GOOD_FOR, Pairing, new_code, redeem
from storage.store import Store

_ME = ("me", "我", "本人")
_TYPED = {Pairing.WORKSPACE: "link-workspace", Pairing.PERSON: "link-person"}
_DONE = {Pairing.WORKSPACE: "notice-linked-workspace", Pairing.PERSON: "notice-linked-person"}


@command(
    Command(
        "link",
        "关联",
        Label("把 Slack 和飞书连成一家，或关联自己的两个账号", "Join Slack and Feishu, or your two accounts"),
        Label("[我|代码]", "[me|CODE]"),
        "dossier",
        rank=71,
    )
)
def link_sides(event: CommandGiven, ctx: Context) -> Write:
    """Alone, make a code for the workspace; with `me`, one for the asker; with a code, use it."""
    words = event.text.strip()
    if words and words.casefold() not in _ME:
        return Write(lambda store: _used(store, ctx, words))
    kind = Pairing.PERSON if words else Pairing.WORKSPACE

    def apply(store: Store) -> Answer:
        # It is in no answer that is kept: a repeated delivery gets none, and another code can be had.
        return Show(_code_card(ctx, kind, new_code(store, kind, ctx.workspace)))

    return Write(apply)


def _used(store: Store, ctx: Context, code: str) -> Answer:
    done = redeem(store, code, ctx.workspace, ctx.source.account)
    if done is None:
        return Notice("notice-link-wrong")
    return Notice(_DONE[done.kind], {"name": done.name})


def _code_card(ctx: Context, kind: Pairing, code: str) -> Message:
    say, minutes = ctx.voice.say, int(GOOD_FOR.total_seconds() // 60)
    typed = f"/{say('link-command')} {code}"
    return Message(
        (
            Paragraph((say(_TYPED[kind]),)),
            Paragraph((Strong(typed),)),
            Note((say("link-good-for", minutes=minutes),)),
        )
    )
