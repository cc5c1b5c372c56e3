"""Marking a record for the customer, and taking the mark back: guests see what is marked, and nothing else."""

from chat.events import ButtonPressed, CommandGiven
from chat.replies import Answer, Notice
from chat.router import Command, command, on
from dossier.language import Label
from dossier.views import Saved
from handlers.announce import announce
from handlers.context import Context, Write
from handlers.show_record import by_words
from storage.store import Store


@command(
    Command(
        "share",
        "共享",
        Label("把一条记录标记为客户可见", "Mark a record for the customer"),
        Label("#编号", "#number"),
        "dossier",
        rank=36,
        also=("给客户看",),
    )
)
def share_by_number(event: CommandGiven, ctx: Context) -> Write:
    """Mark the record of a number for the customer."""
    return _share(ctx, by_words(ctx, event.text), shared=True)


@command(
    Command(
        "unshare",
        "取消共享",
        Label("不再给客户看一条记录", "Take back that a record is marked for the customer"),
        Label("#编号", "#number"),
        "dossier",
        rank=37,
        also=("不给客户看",),
    )
)
def unshare_by_number(event: CommandGiven, ctx: Context) -> Write:
    """Take the mark of the record of a number back."""
    return _share(ctx, by_words(ctx, event.text), shared=False)


@on(ButtonPressed, "share")
def press_share(event: ButtonPressed, ctx: Context) -> Write:
    """Mark a record, or take the mark back, by button: what the button says, however often it is pressed."""
    saved = ctx.store.records.get(event.args.get("record", ""))
    return _share(ctx, saved, shared=event.args.get("to") != "ours")


def _share(ctx: Context, saved: Saved, *, shared: bool) -> Write:
    def apply(store: Store) -> Answer:
        marked = store.records.share(saved, shared)
        if not shared:
            _take_back(store, marked)
        announce(store, ctx, marked)
        data = {"title": marked.title, "number": str(marked.line.number)}
        record = {"record": marked.line.uid}
        back = ("button-unshare", "share", {**record, "to": "ours"})
        if shared:
            return Notice("notice-shared", data, (("button-open", "show", record), back))
        return Notice("notice-unshared", data, (("button-open", "show", record),))

    return Write(apply)


def _take_back(store: Store, saved: Saved) -> None:
    """Have the card in channels with the customer say that it is not shown there any more."""
    subject = f"record:{saved.line.uid}"
    for channel in store.channels.of(saved.dossier):
        if channel.external and store.outbox.posted(channel, subject) is not None:
            store.outbox.to_channel(channel, "unshared", {"number": saved.line.number}, subject)
