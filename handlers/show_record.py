"""Showing one record whole, to the asker alone, and revealing what is hidden in it."""

import re
from itertools import combinations

from chat.cards.record import record_card
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button, Buttons, Message, Note, Style
from chat.replies import Answer, Show
from chat.router import Command, command, on
from chat.voice import Voice
from dossier.errors import NotFound
from dossier.kinds import VERIFIES
from dossier.language import Label
from dossier.tiers import Action
from dossier.views import Saved
from handlers.context import NUMBER, Context, Write
from handlers.show_profile import show_profile
from storage.record_queries import Filter
from storage.store import Store

_MOST_WORDS = 12
"""How words name a record; what it finds is the number."""


def by_words(ctx: Context, words: str) -> Saved:
    """Give the record that words name by `#number`, with the dossier's name when this channel has none, or by what
    its document is called.

    Raises NotFound.
    """
    if ctx.store.naming.documents(words):
        called, _ = ctx.store.records.lines(None, Filter(text=words), 1)
        if not called:
            raise NotFound("not-found")
        return ctx.store.records.get(called[0].uid)
    number = ctx.numbered(words)
    if number is None:
        said = NUMBER.findall(words)
        number = said[-1] if said else None
    if number is None:
        raise NotFound("which-record")
    return ctx.store.records.by_number(ctx.one(words, Action.VISIT), int(number))


def document_in(ctx: Context, text: str) -> tuple[str, str] | None:
    """Give the name of a document that stands in words, and the other words; None where there is none."""
    words = text.split()[:_MOST_WORDS]
    # From behind: what stands before a name would be read as a part of it.
    for begin, end in sorted(combinations(range(len(words) + 1), 2), key=lambda each: (-each[0], each[1])):
        name = " ".join(words[begin:end])
        if "_" in name and ctx.store.naming.documents(name):
            return name, " ".join((*words[:begin], *words[end:]))
    return None


@command(
    Command(
        "show",
        "查看",
        Label("客户概况，或一条记录", "The customer at a glance, or a record"),
        Label("[客户|#编号]", "[customer|#number]"),
        "dossier",
        rank=12,
        also=("概况", "打开", "展示", "显示", "open", "profile"),
    )
)
def show(event: CommandGiven, ctx: Context) -> Answer:
    """Show the record of a number; without one, the customer at a glance."""
    by_number = ctx.numbered(event.text) is not None or re.search("[#＃]", event.text)
    if not by_number and not ctx.store.naming.documents(event.text):
        return show_profile(ctx, event.text)
    return Show(whole_card(ctx.store, ctx.voice, by_words(ctx, event.text)))


@on(ButtonPressed, "show")
def press_show(event: ButtonPressed, ctx: Context) -> Answer:
    """Show a record, by button."""
    return Show(whole_card(ctx.store, ctx.voice, ctx.store.records.get(event.args.get("record", ""))))


@on(ButtonPressed, "reveal")
def press_reveal(event: ButtonPressed, ctx: Context) -> Write:
    """Show a record with its hidden fields; that it was looked at is written to the audit log first.

    So it is for a repeated delivery, which shows them once more.
    """

    def show(store: Store, record: str) -> Answer:
        return Show(whole_card(store, ctx.voice, store.records.get(record, reveal=True)), made_of=record)

    return Write(lambda store: show(store, event.args.get("record", "")), again=show)


def whole_card(store: Store, voice: Voice, saved: Saved) -> Message:
    """Give a record's card with all that is in it, and the buttons for what the asker may do."""
    barred, owed = store.records.barred(saved), store.duties.resolution_of(saved)
    card = record_card(saved, voice, whole=True, barred=barred, owed=owed)
    if saved.untested:
        args = {"kind": "test_case", "dossier": saved.dossier.uid, VERIFIES: f"#{saved.line.number}"}
        add = Button(voice.say("button-add-retest"), "new", args)
        card = Message((*card.blocks, Buttons((add,))))
    hides = not saved.line.kind.hidden.isdisjoint(saved.content)
    where, kind = saved.dossier.id, saved.line.kind
    # To who may not read the kind, but what is marked for them of it, no pledge shows anything.
    reads = store.actor.tier_in(where) >= kind.lowest(Action.READ)
    if not hides or not reads or not store.actor.owes_pledge(where) or store.actor.person is None:
        return card
    confirm = Button(voice.say("button-pledge"), "pledge", {"dossier": saved.dossier.uid}, Style.PRIMARY)
    return Message((*card.blocks, Note((voice.say("pledge-hides"),)), Buttons((confirm,))))
