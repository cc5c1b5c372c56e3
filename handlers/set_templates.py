"""Word templates of the organisation's own: uploaded, checked before they are used, or given up again."""

from collections.abc import Mapping

from chat.events import CommandGiven, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import Command, command, on
from dossier.errors import NotFound, Problem
from dossier.fields import FileRef, Input
from dossier.folders import COVER, DOSSIER
from dossier.kinds import kind_named
from dossier.language import Label
from handlers.context import Context, Write
from storage.store import Store

_FORM = "template"
_OWN, _STANDARD, _SEND = "own", "standard", "send"
_RECORD = Label("其他记录", "Any other record")


def template_labels() -> Mapping[str, Label]:
    """Give what has a template, by its name."""
    named = ("minutes", "change_request", "progress_report", "acceptance_report")
    kinds = {name: kind.label for name in named if (kind := kind_named(name)) is not None}
    return {**kinds, "record": _RECORD, "cover": COVER, "dossier": DOSSIER}


@command(
    Command(
        "template",
        "模板",
        Label("导出用的 Word 模板", "Word templates of exports"),
        parent="dossier",
        rank=63,
    )
)
def template_by_command(event: CommandGiven, ctx: Context) -> Answer:
    """Open the form. Raises Refused for anybody but a manager."""
    ctx.store.actor.require_manager()
    say, ways = ctx.voice.say, (_OWN, _STANDARD, _SEND)
    fields = (
        _what(ctx),
        FormField("way", say("template-way"), Input.CHOICE, True, choices=_ways(ctx, ways), value=_OWN),
        FormField(
            "file",
            say("template-file"),
            Input.ATTACHMENTS,
            hint=say("template-file-hint"),
            value=[file.model_dump() for file in event.files[:1]],
        ),
    )
    note = ctx.voice.stop.join((say("template-note").rstrip(".。"), say("import-or-send")))
    return OpenForm(Form(_FORM, say("template-title"), say("button-go-on"), fields, note=note))


def use_as_template(ctx: Context, file: FileRef, draft: str) -> Answer:
    """Ask what a Word file that was sent to the bot, and waits in a draft, is the template of. Managers only."""
    ctx.store.actor.require_manager()
    title, go_on = ctx.voice.say("template-title"), ctx.voice.say("button-go-on")
    return OpenForm(Form(_FORM, title, go_on, (_what(ctx),), {"draft": draft}, f"📎 {file.label}"))


def _what(ctx: Context) -> FormField:
    whats = tuple(Choice(name, ctx.voice.label(label)) for name, label in template_labels().items())
    return FormField("what", ctx.voice.say("template-what"), Input.CHOICE, True, choices=whats, value="minutes")


@on(FormSubmitted, _FORM)
def set_template(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Have a template checked and used, sent to the asker, or go back to the standard one. Managers only."""
    ctx.store.actor.require_manager()
    sent = event.ref.get("draft", "")
    what, way = str(event.values.get("what") or ""), str(event.values.get("way") or "") if not sent else _OWN
    if what not in template_labels():
        return FormErrors({"what": Problem("problem-required")})
    if way not in (_OWN, _STANDARD, _SEND):
        return FormErrors({"way": Problem("problem-required")})
    draft = ctx.store.drafts.of(sent, ctx.workspace, ctx.source.account) if sent else None
    if sent and draft is None:
        raise NotFound("draft-gone")
    given = draft.values["files"] if draft else event.values.get("file") or ()
    files = [FileRef.model_validate(each) for each in given if not isinstance(each, str)]
    if way == _OWN and len(files) != 1:
        return FormErrors({"file": Problem("problem-template-file")})
    label = ctx.voice.label(template_labels()[what])
    source = ctx.source
    whose = {"platform": source.platform, "workspace": source.workspace, "account": source.account, "template": what}

    def apply(store: Store) -> Answer:
        if way == _STANDARD:
            store.templates.keep(what, "")
            return Notice("notice-template-standard", {"what": label})
        if way == _SEND:
            store.jobs.add("send_template", whose)
            return Notice("notice-template-sent", {"what": label})
        file, new = store.files.take(files[0], source.platform, source.workspace)
        if new:
            store.jobs.add("keep_file", {"file": file.id})
        store.jobs.add("take_template", {**whose, "file": file.id})
        if sent:
            store.drafts.drop(sent)
        return Notice("notice-template-checked", {"name": file.name, "what": label})

    return Write(apply)


def _ways(ctx: Context, ways: tuple[str, ...]) -> tuple[Choice, ...]:
    says = {_OWN: "template-own", _STANDARD: "template-standard", _SEND: "template-send"}
    return tuple(Choice(way, ctx.voice.say(says[way])) for way in ways)
