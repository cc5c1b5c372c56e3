"""Erasing what a record hides, for good: a manager is asked first, and told what remains."""

from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button, Style, say
from chat.replies import Answer, Notice, Show
from chat.router import Command, command, on
from dossier.errors import Conflict
from dossier.fields import FieldSpec
from dossier.language import Label
from dossier.tiers import Action
from dossier.views import Saved
from handlers.announce import announce
from handlers.context import Context, Write
from handlers.show_record import by_words
from storage.attachments import Attached
from storage.store import Store


@command(
    Command(
        "erase",
        "销毁",
        Label("永久销毁一条记录的敏感内容（管理层）", "Destroy a record's hidden values for good (managers)"),
        Label("#编号", "#number"),
        "dossier",
        rank=35,
    )
)
def erase_by_number(event: CommandGiven, ctx: Context) -> Answer:
    """Ask whether what the record of a number hides is really to be destroyed, and say what remains."""
    saved = by_words(ctx, event.text)
    hidden, attached = _erasable(ctx, saved)
    fields = ctx.voice.listed([ctx.voice.label(spec.label) for spec in hidden])
    about = {"title": saved.title, "number": str(saved.line.number), "fields": fields, "hidden": len(hidden)}
    asked = [ctx.voice.say("erase-confirm", **about)]
    for key, files in (("erase-files", attached.alone), ("erase-files-shared", attached.shared)):
        if files:
            asked.append(ctx.voice.say(key, names=ctx.voice.listed([file.label for file in files])))
    button = Button(ctx.voice.say("button-erase"), "erase", {"record": saved.line.uid}, Style.DANGER)
    return Show(say("\n".join(asked), button))


@on(ButtonPressed, "erase")
def press_erase(event: ButtonPressed, ctx: Context) -> Write:
    """Destroy what a record hides and what is attached to it, in each of its versions."""
    saved = ctx.store.records.get(event.args.get("record", ""))
    hidden, attached = _erasable(ctx, saved)

    def apply(store: Store) -> Answer:
        store.records.erase(saved)
        gone = store.attachments.erase(saved, attached)
        announce(store, ctx, store.records.get(saved.line.uid))
        data: dict[str, str | int] = {
            "title": saved.title,
            "number": str(saved.line.number),
            "hidden": len(hidden),
            "files": gone,
        }
        return Notice("notice-erased", data, (("button-history", "history", {"record": saved.line.uid}),))

    return Write(apply)


def _erasable(ctx: Context, saved: Saved) -> tuple[list[FieldSpec], Attached]:
    """Give the fields that hide their values, and what is attached.

    Raises Refused below a manager's tier, Conflict when it was done before or there is nothing to destroy.
    """
    kind = saved.line.kind
    ctx.store.actor.require(Action.ERASE, saved.dossier.id, kind)
    if saved.erased:
        raise Conflict("erased")
    hiding = [spec for spec in kind.fields if spec.sensitive]
    attached = ctx.store.attachments.of(saved)
    if not hiding and not attached.alone:
        raise Conflict("hides-nothing", zh=kind.label.zh, en=kind.label.en)
    return hiding, attached
