"""Taking in the defects a tracker exports: read and shown first; written, all at once, when somebody says so."""

from collections.abc import Sequence
from typing import Any

from chat.cards.intake import FORM, columns_form
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.replies import Answer, FormErrors, Nothing, Notice, OpenForm
from chat.router import Command, command, on
from dossier.errors import DossierError, NotFound, Problem
from dossier.fields import FileRef, Input
from dossier.kinds import Kind
from dossier.language import Label
from dossier.sheets.defects import NEEDED, asked
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import Context, Write
from storage.drafts import Draft
from storage.store import Store

_FORM = "import"
_WHAT = ("defects", "defect", "缺陷")


@command(
    Command(
        "import",
        "导入",
        Label("从 Jira、禅道、TAPD 导出的表格导入缺陷", "Take in defects exported from Jira, ZenTao or TAPD"),
        Label("缺陷", "defects"),
        "dossier",
        icon="📥",
        rank=32,
    )
)
def import_by_command(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Read a table that came along, or ask for one. Raises Refused below the tier to log defects."""
    words = event.text.casefold().split()
    said = [word for word in words if word in _WHAT]
    named = " ".join(word for word in words if word not in _WHAT)
    if words and not said and not ctx.store.dossiers.named_in(named):
        raise NotFound("import-what", text=named[:40])
    kind = defects(ctx.store)
    dossiers = ctx.writable(kind, named)
    if not dossiers:
        raise ctx.no_dossier()
    if len(event.files) > 1:
        raise DossierError("table-one-file")
    if event.files and len(dossiers) == 1:
        return _read(ctx, dossiers[0], event.files)
    given = [file.model_dump() for file in event.files]
    return OpenForm(_form(ctx, dossiers, _file(ctx, given)))


def import_one(ctx: Context, files: Sequence[FileRef], draft: str) -> Answer | Write:
    """Read a table that was sent to the bot and waits in a draft; of several dossiers ask for which one it is."""
    dossiers = ctx.writable(defects(ctx.store))
    if len(dossiers) == 1:
        return _read(ctx, dossiers[0], files)
    return OpenForm(_form(ctx, dossiers, None, draft))


@on(FormSubmitted, _FORM)
def import_file(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Read the table that was given; what is in it is told before anything is written."""
    uid = event.ref.get("dossier") or str(event.values.get("dossier") or "")
    if not uid:
        return FormErrors({"dossier": Problem("problem-required")})
    sent = event.ref.get("sent", "")
    given = _draft(ctx, sent).values["files"] if sent else event.values.get("file") or ()
    files = [FileRef.model_validate(each) for each in given if not isinstance(each, str)]
    if len(files) != 1:
        return FormErrors({"file": Problem("problem-table-one-file")})
    return _read(ctx, ctx.store.dossiers.get(uid), files)


@on(ButtonPressed, "import-columns")
def ask_columns(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask which column is for which field."""
    draft = _draft(ctx, event.args.get("draft", ""))
    return OpenForm(columns_form(defects(ctx.store), draft.values, event.args["draft"], ctx.voice))


@on(FormSubmitted, FORM)
def set_columns(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Read the table again with the columns that were chosen."""
    uid = event.ref.get("draft", "")
    draft, kind = _draft(ctx, uid), defects(ctx.store)
    header = draft.values["header"]
    chosen = {spec.name: str(event.values.get(spec.name) or "") for spec in asked(kind)}
    columns = {
        name: header[int(place)] for name, place in chosen.items() if place.isdecimal() and int(place) < len(header)
    }
    if missing := {name: Problem("problem-required") for name in NEEDED if name not in columns}:
        return FormErrors(missing)

    def apply(store: Store) -> Answer:
        changed = Draft(draft.form, draft.ref, {**draft.values, "columns": columns})
        store.drafts.change(uid, ctx.workspace, ctx.source.account, changed)
        store.jobs.add("read_table", {**_whose(ctx), "draft": uid})
        # The card of it is brought up to date: there is nothing more to be said.
        return Nothing()

    return Write(apply)


@on(ButtonPressed, "import-write")
def confirm_import(event: ButtonPressed, ctx: Context) -> Write:
    """Have everything that can be read written at once."""
    uid = event.args.get("draft", "")
    draft = _draft(ctx, uid)
    dossier = ctx.store.dossiers.get(draft.ref["dossier"])
    ctx.store.actor.require(Action.LOG, dossier.id, defects(ctx.store))
    dossier.require_open()

    def apply(store: Store) -> Answer:
        store.jobs.add("write_table", {**_whose(ctx), "draft": uid})
        return Notice("notice-import-writing")

    return Write(apply)


def defects(store: Store) -> Kind:
    """Give the organisation's kind of defects."""
    kind = store.kinds.named("defect")
    if kind is None:
        raise NotFound("not-found")
    return kind


def _draft(ctx: Context, uid: str) -> Draft:
    draft = ctx.store.drafts.of(uid, ctx.workspace, ctx.source.account)
    if draft is None:
        raise NotFound("import-gone")
    return draft


def _read(ctx: Context, dossier: DossierView, files: Sequence[FileRef]) -> Write:
    ctx.store.actor.require(Action.LOG, dossier.id, defects(ctx.store))
    dossier.require_open()

    def apply(store: Store) -> Answer:
        file, new = store.files.take(files[0], ctx.source.platform, ctx.source.workspace)
        if new:
            store.jobs.add("keep_file", {"file": file.id})
        ref = {"dossier": dossier.uid, "file": file.id}
        draft = store.drafts.keep(ctx.workspace, ctx.source.account, _FORM, ref, {})
        store.jobs.add("read_table", {**_whose(ctx), "draft": draft})
        return Notice("notice-import-reading", {"name": file.name})

    return Write(apply)


def _file(ctx: Context, given: list[dict[str, Any]]) -> FormField:
    say = ctx.voice.say
    return FormField("file", say("import-file"), Input.ATTACHMENTS, True, hint=say("import-file-hint"), value=given)


def _form(ctx: Context, dossiers: Sequence[DossierView], file: FormField | None, sent: str = "") -> Form:
    """Ask for a file, and of several dossiers for which it is; `sent` is the draft of a file that is there already."""
    say, fields = ctx.voice.say, [file] if file else []
    one = dossiers[0] if len(dossiers) == 1 else None
    if one is None:
        every = tuple(Choice(each.uid, each.title) for each in dossiers)
        fields.insert(0, FormField("dossier", say("field-dossier"), Input.CHOICE, True, choices=every))
    note = say("form-for", dossier=one.title) if one else ""
    if file is not None:
        note = f"{note}{ctx.voice.stop if note else ''}{say('import-or-send')}"
    ref = {"dossier": one.uid if one else "", "sent": sent}
    return Form(_FORM, say("import-title"), say("button-go-on"), tuple(fields), ref, note)


def _whose(ctx: Context) -> dict[str, str]:
    source = ctx.source
    return {"platform": source.platform, "workspace": source.workspace, "account": source.account}
