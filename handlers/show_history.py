"""A record's versions, what each changed, and going back to one."""

from dataclasses import replace

from chat.cards.record import history_card
from chat.events import ButtonPressed, CommandGiven
from chat.replies import Answer, Notice, Show
from chat.router import Command, command, on
from dossier.language import Label
from dossier.views import Saved, ever_attached
from handlers.context import Context, Write
from handlers.save_record import conclude
from handlers.show_record import by_words
from storage.store import Store


@command(
    Command(
        "history",
        "历史",
        Label("查看修改历史", "What changed, when, by whom"),
        Label("#编号", "#number"),
        "dossier",
        rank=32,
        also=("恢复", "restore"),
    )
)
def history_by_number(event: CommandGiven, ctx: Context) -> Answer:
    """Show the history of the record of a number."""
    return _history(ctx, by_words(ctx, event.text), 0)


@on(ButtonPressed, "history")
def press_history(event: ButtonPressed, ctx: Context) -> Answer:
    """Show a record's history, by button."""
    page = event.args.get("page", "0")
    saved = ctx.store.records.get(event.args.get("record", ""))
    return _history(ctx, saved, int(page) if page.isdecimal() else 0)


def _history(ctx: Context, saved: Saved, page: int) -> Answer:
    records, approvals = ctx.store.records, ctx.store.approvals.of(saved)
    revisions = records.revisions_of(saved)
    # Those of every version, not of the last alone.
    saved = replace(saved, refused=ctx.store.files.refused_of(ever_attached(saved.line.kind, revisions)))
    return Show(history_card(saved, revisions, ctx.voice, page, records.barred(saved), approvals))


@on(ButtonPressed, "restore")
def press_restore(event: ButtonPressed, ctx: Context) -> Write:
    """Make an earlier version the current one."""
    saved = ctx.store.records.get(event.args.get("record", ""))
    given = event.args.get("revision", "")
    number = int(given) if given.isdecimal() and len(given) < 10 else 0

    def apply(store: Store) -> Answer:
        restored = store.records.restore(saved, number)
        answer = conclude(store, ctx, restored)
        if not isinstance(answer, Notice) or answer.key != "notice-changed":
            return answer
        earlier = next(each for each in store.records.revisions_of(restored) if each.number == number)
        back = {"version": str(earlier.called.version), "name": restored.document()}
        return replace(answer, key="notice-restored", data={**answer.data, **back})

    return Write(apply)
