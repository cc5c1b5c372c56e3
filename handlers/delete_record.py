"""Deleting a record: a revision too, so that its history keeps it and can bring it back."""

from chat.events import ButtonPressed, CommandGiven
from chat.messages import Block, Button, Buttons, Message, Note, Paragraph, Style
from chat.replies import Answer, Notice, Show
from chat.router import Command, command, on
from dossier.errors import Conflict
from dossier.language import Label
from dossier.reading import LINE_LENGTH, clean
from dossier.views import Saved
from handlers.announce import announce
from handlers.context import Context, Write
from handlers.save_record import settle
from handlers.show_record import by_words
from storage.approved import require_deletable
from storage.store import Store


@command(
    Command(
        "delete",
        "删除",
        Label("删除一条记录（可从历史恢复）", "Delete a record (its history keeps it)"),
        Label("#编号 [原因]", "#number [why]"),
        "dossier",
        rank=34,
    )
)
def delete_by_number(event: CommandGiven, ctx: Context) -> Answer:
    """Ask whether the record of a number is really to go; what stands behind the number is why."""
    saved = _deletable(ctx, by_words(ctx, event.text))
    key = "delete-confirm-approved" if saved.approved else "delete-confirm"
    asked = ctx.voice.say(key, title=saved.title, number=str(saved.line.number))
    why = clean(ctx.behind_number(event.text))[:LINE_LENGTH]
    args = {"record": saved.line.uid, **({"why": why} if why else {})}
    button = Button(ctx.voice.say("button-delete"), "delete", args, Style.DANGER)
    because: tuple[Block, ...] = (Note((ctx.voice.say("phase-reason", reason=why),)),) if why else ()
    return Show(Message((Paragraph((asked,)), *because, Buttons((button,)))))


@on(ButtonPressed, "delete")
def press_delete(event: ButtonPressed, ctx: Context) -> Write:
    """Delete a record."""
    saved = _deletable(ctx, ctx.store.records.get(event.args.get("record", "")))

    def apply(store: Store) -> Answer:
        removed = store.records.remove(saved, event.args.get("why", ""))
        settle(store, removed)
        announce(store, ctx, removed)
        data = {"title": removed.title, "number": str(removed.line.number)}
        record = {"record": removed.line.uid}
        actions = (("button-undo", "undo", record), ("button-history", "history", record))
        return Notice("notice-deleted", data, actions)

    return Write(apply)


def _deletable(ctx: Context, saved: Saved) -> Saved:
    """Give the record; raises Refused or Conflict when they cannot delete it."""
    ctx.store.records.require_edit(saved)
    if saved.line.deleted:
        raise Conflict("deleted")
    require_deletable(ctx.store, saved)
    return saved
