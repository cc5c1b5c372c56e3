"""A form on its way: its pages, fields that come and go, and what could not be opened at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from chat.events import ButtonPressed, FormBegun, FormChanged, FormLeft, FormSubmitted
from chat.forms import ALL_FILES, Form, kept_files
from chat.record_form import GIVEN, edit_form, record_form
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import on, router
from chat.shortening import shortened
from dossier.duties import Trigger
from dossier.errors import InvalidFields, NotFound
from dossier.kinds import Kind
from dossier.reading import clean
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import Context, Write
from storage.drafts import Draft
from storage.meeting_duties import owed_on
from storage.store import Store

PAGES = "pages"
"""Names, in a form's reference, the draft that holds what all of its pages hold."""
_KEEPING = ("origin", "draft", PAGES)
DRAFTS = {*_KEEPING}
"""What of a form's reference names drafts: they are done with when it is saved."""

_WHOLE = "whole form"
_TITLE = 80
_FORMS = TypeAdapter(Form)

WRITTEN = "written"
"""Names, in a form's reference, the message whose line it was opened for: its conversation and, behind `/`, its id."""


@on(FormBegun)
def begin_form(event: FormBegun, ctx: Context) -> Write:
    """Keep what a form of several pages holds: a page that is sent says nothing of the others."""
    form, values = event.form, _held(event.form)

    def opened(draft: str) -> Answer:
        return OpenForm(replace(form, ref={**form.ref, PAGES: draft}), draft)

    def apply(store: Store) -> Answer:
        return opened(store.drafts.keep(ctx.workspace, ctx.source.account, form.name, form.ref, values))

    return Write(apply, lambda _, draft: opened(draft))


@on(FormLeft)
def keep_form(event: FormLeft, ctx: Context) -> Write:
    """Keep what a form holds, and offer to open it; of one that is made once, all of it."""
    form, values = event.form, _held(event.form)
    written = _written(form, values, ctx)
    wrong = "\n".join(f"• {each.label}{ctx.voice.colon}{each.error}" for each in form.fields if each.error)
    if router.find(FormChanged(event.source, form.name, form.ref, values)) is None:
        values = {_WHOLE: _FORMS.dump_python(form, mode="json")}

    def apply(store: Store) -> Answer:
        draft = store.drafts.keep(ctx.workspace, ctx.source.account, form.name, form.ref, values)
        key = "notice-form-wrong" if wrong else "notice-form-kept" if written else "notice-form-ready"
        title = shortened(" · ".join((form.title, *form.note.splitlines()[:1])), _TITLE)
        return Notice(key, {"title": title, "wrong": wrong}, (("button-open-form", "resume", {"draft": draft}),))

    return Write(apply)


def _held(form: Form) -> dict[str, Any]:
    return {each.name: each.value for each in form.fields if each.value}


def _written(form: Form, values: Mapping[str, Any], ctx: Context) -> bool:
    """Tell whether a new record's form holds more than such a form begins with."""
    kind = ctx.store.kinds.named(form.ref.get("kind", "")) if form.name == "record" else None
    begun = begin(ctx, kind) if kind is not None else {}
    return kind is not None and any(
        value != begun.get(name) for name, value in values.items() if kind.field(name) is not None
    )


@on(ButtonPressed, "resume")
def resume(event: ButtonPressed, ctx: Context) -> Any:
    """Open a form that was kept."""
    uid = event.args.get("draft", "")
    draft = ctx.store.drafts.of(uid, ctx.workspace, ctx.source.account)
    if draft is None:
        raise NotFound("draft-gone")
    return reopened(ctx, uid, draft)


def reopened(ctx: Context, uid: str, draft: Draft) -> Any:
    """Give the form of a draft as it has to look now. Raises NotFound for one that nobody makes any more."""
    if _WHOLE in draft.values:
        return OpenForm(_FORMS.validate_python(draft.values[_WHOLE]))
    again = FormChanged(ctx.source, draft.form, {**draft.ref, "draft": uid}, draft.values)
    handler = router.find(again)
    if handler is None:
        raise NotFound("not-found")
    return handler(again, ctx)


@on(FormChanged, "record")
def fill_record(event: FormChanged, ctx: Context) -> Answer | Write:
    """Give the form of a new record as it has to look with what is in it now."""
    kind = ctx.store.kinds.named(event.ref.get("kind", ""))
    if kind is None:
        raise NotFound("not-found")
    values = whole(event, ctx, kind)
    if problems := _wrong(kind, values, event.turned, ctx):
        return problems
    begun = {name: value for name, value in begin(ctx, kind).items() if name not in _always(kind)}
    shown = {**begun, **values, **_offered(event, ctx, kind)}
    extra = {name: value for name, value in event.ref.items() if name not in ("kind", "dossier")}
    # What is wrong with what was typed was said when the form could not be opened at once.
    entered = tuple(values) if "draft" in event.ref else ()
    wrong = _wrong(kind, values, entered, ctx)
    dossiers = _dossiers(event, ctx, kind)
    form = record_form(kind, ctx.voice, shown, dossiers, wrong.problems if wrong else None, extra)
    return _turned(event, ctx, OpenForm(form), values)


@on(FormChanged, "edit")
def fill_edit(event: FormChanged, ctx: Context) -> Answer | Write:
    """Give the form of a change as it has to look with what is in it now."""
    saved = ctx.store.records.get(event.ref.get("record", ""))
    ctx.store.records.require_edit(saved)
    values = whole(event, ctx, saved.line.kind)
    if problems := _wrong(saved.line.kind, values, event.turned, ctx):
        return problems
    only = [name for name in event.ref.get("fields", "").split(",") if name]
    return _turned(event, ctx, OpenForm(edit_form(saved, ctx.voice, only, values, extra=event.ref)), values)


def begin(ctx: Context, kind: Kind) -> dict[str, Any]:
    """Give what a new form of the kind begins with, as it would be typed."""
    begun = kind.initials(ctx.reading, ctx.me.model_dump())
    return {spec.name: ctx.voice.typed(spec, begun[spec.name]) for spec in kind.fields if spec.name in begun}


def time_of_meeting(
    ctx: Context, kind: Kind, dossiers: Sequence[DossierView], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Give when the meeting was held whose minutes a record is, as it would be typed; nothing where none are owed."""
    topic = clean(str(values.get(kind.fields[0].name) or ""))
    moment = kind.field("held_at")
    if kind.closes is not Trigger.MEETING_ENDED or moment is None or len(dossiers) != 1:
        return {}
    duty = owed_on(ctx.store, dossiers[0], kind, topic)
    return {moment.name: ctx.voice.typed(moment, duty.held_at.isoformat())} if duty and duty.held_at else {}


def whole(event: FormSubmitted | FormChanged, ctx: Context, kind: Kind) -> dict[str, Any]:
    """Give all that was entered into a form: the pages sent before, as far as it is still asked, and this one."""
    draft = event.ref.get(PAGES)
    earlier = ctx.store.drafts.of(draft, ctx.workspace, ctx.source.account) if draft else None
    values = {**(earlier.values if earlier else {}), **event.values}
    always = {*event.values, *event.ref.get(GIVEN, "").split(",")}
    gone = {spec.name for spec in kind.fields if spec.name not in always and not spec.asked(values)}
    return {name: value for name, value in values.items() if name not in gone}


def attached(name: str, values: Mapping[str, Any], held: Sequence[Any]) -> list[Any]:
    """Give the files of a field: what was entered, and what it held as far as that is to stay."""
    entered, kept = list(values.get(name) or []), values.get(kept_files(name))
    if kept is None:
        return entered or list(held)
    return [*(file for file in held if kept == ALL_FILES or file["id"] in kept), *entered]


def held_files(ctx: Context, ref: Mapping[str, str], name: str, values: Mapping[str, Any]) -> list[Any]:
    """Give the files that a field of a new record's form had to keep: of the message it was made from, and, where it
    says which of them stay, of what is kept of the form itself."""
    asked = _KEEPING if isinstance(values.get(kept_files(name)), list) else ("origin",)
    drafts = [ctx.store.drafts.of(ref[each], ctx.workspace, ctx.source.account) for each in asked if each in ref]
    held = [file for draft in drafts if draft for file in draft.values.get("files", draft.values.get(name)) or ()]
    return list({file["id"]: file for file in held}.values())


def _always(kind: Kind) -> set[str]:
    return {spec.name for spec in kind.fields if spec.always}


def _offered(event: FormChanged, ctx: Context, kind: Kind) -> dict[str, list[Any]]:
    """Give the files of the message a form was opened for, by field, where what is new lies beside them."""
    asked = [spec.name for spec in kind.fields if kept_files(spec.name) in event.values]
    return {
        name: attached(name, {**event.values, name: []}, held_files(ctx, event.ref, name, event.values))
        for name in asked
    }


def _dossiers(event: FormChanged, ctx: Context, kind: Kind) -> list[DossierView]:
    uid = event.ref.get("dossier", "")
    if not uid:
        return ctx.writable(kind)
    dossier = ctx.store.dossiers.get(uid)
    ctx.store.actor.require(Action.LOG, dossier.id, kind)
    return [dossier]


def _wrong(kind: Kind, values: Mapping[str, Any], turned: tuple[str, ...], ctx: Context) -> FormErrors | None:
    """Give what is wrong on the page that was sent; what is missing on later pages is not asked yet."""
    if not turned:
        return None
    try:
        kind.parse(values, ctx.reading, ctx.me.model_dump())
    except InvalidFields as error:
        problems = {name: problem for name, problem in error.problems.items() if name in turned}
        return FormErrors(problems) if problems else None
    return None


def _turned(event: FormChanged, ctx: Context, answer: OpenForm, values: Mapping[str, Any]) -> Answer | Write:
    """Keep a page that was sent, so that nothing is lost when the next one is closed, or an earlier one sent again."""
    if not event.turned:
        return answer
    ref = {name: value for name, value in event.ref.items() if name != PAGES}
    account = ctx.source.account

    def kept(store: Store, draft: str) -> Answer:
        sent = Draft(event.name, ref, values, typed=True)
        if not draft or not store.drafts.change(draft, ctx.workspace, account, sent):
            draft = store.drafts.keep(ctx.workspace, account, event.name, ref, values, typed=True)
        return OpenForm(replace(answer.form, ref={**answer.form.ref, PAGES: draft}), draft)

    # The same page may well be sent again after another state of it was: that is no repetition.
    return Write(lambda store: kept(store, event.ref.get(PAGES, "")), kept)
