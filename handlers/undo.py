"""Taking back what one has just saved, within ten minutes."""

from chat.events import ButtonPressed, CommandGiven
from chat.replies import Answer, Notice
from chat.router import Command, command, on
from dossier.language import Label
from dossier.views import Saved
from handlers.announce import announce
from handlers.context import Context, Write
from handlers.save_record import settle
from handlers.show_record import by_words
from storage.store import Store


@command(
    Command(
        "undo",
        "撤销",
        Label("撤销刚才的保存（10 分钟内）", "Take back a save (10 minutes)"),
        Label("#编号", "#number"),
        "dossier",
        rank=33,
        also=("撤回",),
    )
)
def undo_by_number(event: CommandGiven, ctx: Context) -> Write:
    """Take back the last change of the record of a number."""
    return _undo(ctx, by_words(ctx, event.text))


@on(ButtonPressed, "undo")
def press_undo(event: ButtonPressed, ctx: Context) -> Write:
    """Take back the last change of a record, by button."""
    return _undo(ctx, ctx.store.records.get(event.args.get("record", "")))


def _undo(ctx: Context, saved: Saved) -> Write:
    def apply(store: Store) -> Answer:
        undone = store.records.undo(saved)
        settle(store, undone)
        announce(store, ctx, undone)
        key = "notice-undone-new" if undone.line.deleted else "notice-undone"
        record = {"record": undone.line.uid}
        return Notice(key, {"title": undone.title}, (("button-open", "show", record),))

    return Write(apply)
