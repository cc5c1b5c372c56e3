"""Erasing what a record hides, for good: a manager is asked first, and told what remains."""

from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button, Style, say
from chat.replies import Answer, Notice, Show
from chat.router import Command, command, on
from dossier.errors import Conflict
from dossier.fields import FieldSpec
from dossier.language import Label, Language
from dossier.tiers import Action
from dossier.views import Saved
from handlers.announce import announce
from handlers.context import Context, Write
from handlers.show_record import by_words
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
    names = [ctx.voice.label(spec.label) for spec in _erasable(ctx, saved)]
    fields = ("、" if ctx.voice.language is Language.ZH else ", ").join(names)
    asked = ctx.voice.say("erase-confirm", title=saved.title, number=str(saved.line.number), fields=fields)
    return Show(say(asked, Button(ctx.voice.say("button-erase"), "erase", {"record": saved.line.uid}, Style.DANGER)))


@on(ButtonPressed, "erase")
def press_erase(event: ButtonPressed, ctx: Context) -> Write:
    """Destroy what a record hides, in each of its versions."""
    saved = ctx.store.records.get(event.args.get("record", ""))
    _erasable(ctx, saved)

    def apply(store: Store) -> Answer:
        store.records.erase(saved)
        announce(store, ctx, store.records.get(saved.line.uid))
        data = {"title": saved.title, "number": str(saved.line.number)}
        return Notice("notice-erased", data, (("button-history", "history", {"record": saved.line.uid}),))

    return Write(apply)


def _erasable(ctx: Context, saved: Saved) -> list[FieldSpec]:
    """Give the fields that hide their values.

    Raises Refused below a manager's tier, Conflict when they were destroyed before or the kind hides nothing.
    """
    kind = saved.line.kind
    ctx.store.actor.require(Action.ERASE, saved.dossier.id, kind)
    if saved.erased:
        raise Conflict("erased")
    hiding = [spec for spec in kind.fields if spec.sensitive]
    if not hiding:
        raise Conflict("hides-nothing", zh=kind.label.zh, en=kind.label.en)
    return hiding
