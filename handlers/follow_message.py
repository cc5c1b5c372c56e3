"""A message that became a record was edited or deleted: who keeps the record is asked, nothing changes by itself."""

from chat.events import ButtonPressed, MessageChanged
from chat.replies import Answer, Nothing
from chat.router import on
from dossier.errors import NotFound
from dossier.fields import Input
from dossier.reading import TEXT_LENGTH, clean
from dossier.views import Saved
from handlers.context import Context, Write
from handlers.edit_record import open_edit
from storage.store import Store


@on(MessageChanged)
def offer_update(event: MessageChanged, ctx: Context) -> Answer | Write:
    """Tell who made the record last, with what the message says now in a draft of theirs."""
    records = ctx.store.origins.made_from(ctx.workspace, event.source.channel or "", event.message)
    if not records:
        return Nothing()

    def apply(store: Store) -> Answer:
        for uid in records:
            _tell(store, ctx, uid, event.text)
        return Nothing()

    return Write(apply)


def _tell(store: Store, ctx: Context, uid: str, text: str | None) -> None:
    keeper = store.origins.keeper(uid)
    account = store.people.account_of(keeper, ctx.workspace)
    if account is None:
        return
    data: dict[str, str | int] = {"record": uid}
    if text is not None:
        data["draft"] = store.drafts.keep(ctx.workspace, account, "message", {"record": uid}, {"text": text})
    store.outbox.to_person(keeper, ctx.workspace, "message-changed", data, f"message-changed:{uid}")


@on(ButtonPressed, "take-over")
def take_over(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form to change the record, with what the message says now in the field it was put into."""
    saved = ctx.store.records.get(event.args.get("record", ""))
    draft = ctx.store.drafts.of(event.args.get("draft", ""), ctx.workspace, ctx.source.account)
    if draft is None:
        raise NotFound("draft-gone")
    return open_edit(ctx, saved, {_field(saved): clean(str(draft.values["text"]))[:TEXT_LENGTH]})


def _field(saved: Saved) -> str:
    fields = saved.line.kind.fields
    return next((spec.name for spec in fields if spec.input is Input.LONG_TEXT), fields[0].name)
