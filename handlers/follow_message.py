"""A message that became a record was edited or deleted: who keeps the record is asked, nothing changes by itself."""

from dataclasses import replace

from chat.events import ButtonPressed, MessageChanged
from chat.replies import Answer, Nothing
from chat.router import on
from dossier.errors import NotFound
from dossier.reading import clean
from handlers.context import Context, Write
from handlers.edit_record import open_edit
from handlers.keep_message import placed, quoted
from storage.store import Store


@on(MessageChanged)
def offer_update(event: MessageChanged, ctx: Context) -> Answer | Write:
    """Tell who made the record last, with what the message says now in a draft of theirs."""
    records = ctx.store.origins.made_from(ctx.workspace, event.source.channel or "", event.message)
    if not records:
        return Nothing()

    def apply(store: Store) -> Answer:
        for uid in records:
            _tell(store, ctx, uid, event)
        return Nothing()

    return Write(apply)


def _tell(store: Store, ctx: Context, uid: str, event: MessageChanged) -> None:
    keeper = store.origins.keeper(uid)
    account = store.people.account_of(keeper, ctx.workspace)
    if account is None:
        return
    data: dict[str, str | int] = {"record": uid}
    if event.text is not None:
        said = {"text": event.text, "before": event.before}
        data["draft"] = store.drafts.keep(ctx.workspace, account, "message", {"record": uid}, said)
    store.outbox.to_person(keeper, ctx.workspace, "message-changed", data, f"message-changed:{uid}")


@on(ButtonPressed, "take-over")
def take_over(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form to change the record, with what the message says now in the fields that still say what it said."""
    saved = ctx.store.records.get(event.args.get("record", ""))
    draft = ctx.store.drafts.of(event.args.get("draft", ""), ctx.workspace, ctx.source.account)
    if draft is None:
        raise NotFound("draft-gone")
    before, now = (placed(saved.line.kind, str(draft.values.get(name, ""))) for name in ("before", "text"))
    kept = {name: text for name, text in now.items() if saved.content.get(name) == before.get(name)}
    opened = open_edit(ctx, saved, kept)
    said = ctx.voice.say("message-says", text=quoted(clean(str(draft.values["text"]))))
    return replace(opened, form=replace(opened.form, note=f"{opened.form.note}\n{said}"))
