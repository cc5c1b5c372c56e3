"""Kinds of an organisation's own: shown to everybody; uploaded, sent back and given up by managers."""

from collections.abc import Collection, Iterable, Sequence

from chat.cards.own_kinds import own_kinds_card
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.forms import Form, FormField
from chat.messages import Button, Buttons, Message, Style, say
from chat.replies import Answer, FormErrors, Notice, OpenForm, Show
from chat.router import Command, command, on, router
from dossier.errors import DossierError, NotFound, Problem
from dossier.fields import FileRef, Input
from dossier.folders import STAGES
from dossier.kinds import kinds
from dossier.labels import sheet_label
from dossier.language import Label
from handlers.context import ALL, Context, Write
from handlers.export import FORMS_AND_MORE
from storage.store import Store

_FORM = "kinds"
_UPLOAD, _REMOVE = ("upload", "set", "上传", "设置"), ("remove", "delete", "停用", "删除")


@command(
    Command(
        "kinds",
        "类型",
        Label("自定义记录类型和字段", "Kinds of record and fields of your own"),
        Label("[上传|停用]", "[upload|remove]"),
        parent="dossier",
        rank=64,
    )
)
def kinds_by_command(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Show them, take a file that came along, or ask for one. Raises Refused for changes by anybody but a manager."""
    word = event.text.strip().casefold()
    if len(event.files) > 1:
        raise DossierError("kinds-one-file")
    if event.files:
        return take(ctx, event.files)
    if word in _UPLOAD:
        return _ask(ctx)
    if word in _REMOVE:
        ctx.store.actor.require_manager()
        return Show(say(ctx.voice.say("kinds-remove-what"), _remove(ctx)))
    if word:
        raise NotFound("kinds-how", text=word[:40])
    return _shown(ctx)


@on(ButtonPressed, "kinds")
def press_kinds(event: ButtonPressed, ctx: Context) -> Answer:
    """Show them, by button."""
    return _shown(ctx)


@on(ButtonPressed, "kinds-upload")
def press_upload(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask for a file, by button."""
    return _ask(ctx)


@on(ButtonPressed, "kinds-file")
def press_file(event: ButtonPressed, ctx: Context) -> Write:
    """Send the file that counts, or an example to begin with, to whoever asks; managers only."""
    ctx.store.actor.require_manager()
    whose = _whose(ctx)

    def apply(store: Store) -> Answer:
        store.jobs.add("send_kinds", whose)
        return Notice("notice-kinds-sent")

    return Write(apply)


@on(ButtonPressed, "kinds-remove")
def press_remove(event: ButtonPressed, ctx: Context) -> Write:
    """Give all own kinds up; what is in use stays to be read. Managers only."""
    ctx.store.actor.require_manager()

    def apply(store: Store) -> Answer:
        return Notice("notice-kinds-retired" if store.own_kinds.give_up() else "notice-kinds-removed")

    return Write(apply)


@on(FormSubmitted, _FORM)
def take_kinds(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Have a file checked as a whole, and used if it is right; whoever sent it is told. Managers only."""
    given = event.values.get("file") or ()
    return take(ctx, [FileRef.model_validate(each) for each in given if not isinstance(each, str)])


def reserved(stages: Iterable[str] = ()) -> Collection[str]:
    """Give the words that no own kind can be called by: what people say for something else, and what documents of
    other kinds are called, also by an organisation's `stages`."""
    names = {name for each in router.commands for name in each.names}
    # Names in the plural, or cut short, are understood too.
    names |= {f"{name}s" for name in names if name.isascii()}
    names |= {name[:length] for name in names if not name.isascii() for length in range(2, len(name))}
    names |= {label for kind in kinds() for label in sheet_label(kind).both()} | {*stages}
    names |= {name for label in STAGES for name in label.both()}
    return names | {*ALL, *FORMS_AND_MORE, "open", "cover", "封面", "whole", "整份档案"}


def take(ctx: Context, files: Sequence[FileRef]) -> Answer | Write:
    """Have a file checked as a whole and used if it is right; whoever sent it is told. Raises Refused."""
    ctx.store.actor.require_manager()
    if len(files) != 1:
        return FormErrors({"file": Problem("problem-kinds-one-file")})
    whose = _whose(ctx)

    def apply(store: Store) -> Answer:
        file, new = store.files.take(files[0], ctx.source.platform, ctx.source.workspace)
        if new:
            store.jobs.add("keep_file", {"file": file.id})
        store.jobs.add("take_kinds", {**whose, "file": file.id})
        return Notice("notice-kinds-checked", {"name": file.name})

    return Write(apply)


def _ask(ctx: Context) -> Answer:
    ctx.store.actor.require_manager()
    say_ = ctx.voice.say
    file = FormField("file", say_("kinds-file"), Input.ATTACHMENTS, hint=say_("kinds-file-hint"), value=[])
    return OpenForm(Form(_FORM, say_("kinds-title"), say_("button-go-on"), (file,), note=say_("kinds-note")))


def _shown(ctx: Context) -> Answer:
    """Show them to whom the standard is for, which tells of every kind too. Raises Refused for guests and strangers."""
    ctx.store.standards.require(ctx.channel.dossier if ctx.channel else None)
    return Show(_card(ctx))


def _card(ctx: Context) -> Message:
    card = own_kinds_card(ctx.store.kinds, ctx.voice)
    if not ctx.store.actor.manages:
        return card
    has = ctx.store.actor.kinds_version != ""
    file = "button-kinds-file" if has else "button-kinds-example"
    buttons = [
        Button(ctx.voice.say("button-kinds-upload"), "kinds-upload", {}, Style.PRIMARY),
        Button(ctx.voice.say(file), "kinds-file"),
    ]
    return Message((*card.blocks, Buttons((*buttons, _remove(ctx)) if has else tuple(buttons))))


def _remove(ctx: Context) -> Button:
    say_ = ctx.voice.say
    return Button(say_("button-kinds-remove"), "kinds-remove", {}, Style.DANGER, say_("kinds-remove-sure"))


def _whose(ctx: Context) -> dict[str, str]:
    source = ctx.source
    return {"platform": source.platform, "workspace": source.workspace, "account": source.account}
