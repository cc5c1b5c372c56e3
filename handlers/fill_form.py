"""A form on its way: its pages, fields that come and go, and what could not be opened at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chat.events import ButtonPressed, FormChanged, FormLeft, FormSubmitted
from chat.forms import ALL_FILES, kept_files
from chat.record_form import edit_form, record_form
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import on, router
from dossier.errors import InvalidFields, NotFound
from dossier.kinds import Kind, kind_named
from dossier.views import DossierView
from handlers.context import Context, Write
from storage.store import Store

PAGES = "pages"
"""Names, in a form's reference, the draft that holds the pages sent before."""
DRAFTS = {PAGES, "draft", "origin"}
"""What of a form's reference names drafts: they are done with when it is saved."""


@on(FormLeft)
def keep_form(event: FormLeft, ctx: Context) -> Write:
    """Keep what a form holds, and offer to open it."""

    def apply(store: Store) -> Answer:
        draft = store.drafts.keep(ctx.workspace, ctx.source.account, event.name, event.ref, event.values)
        return Notice("notice-form-kept", {}, (("button-open-form", "resume", {"draft": draft}),))

    return Write(apply)


@on(ButtonPressed, "resume")
def resume(event: ButtonPressed, ctx: Context) -> Any:
    """Open a form that was kept."""
    draft = ctx.store.drafts.of(event.args.get("draft", ""), ctx.workspace, ctx.source.account)
    if draft is None:
        raise NotFound("draft-gone")
    again = FormChanged(event.source, draft.form, {**draft.ref, "draft": event.args["draft"]}, draft.values)
    handler = router.find(again)
    if handler is None:
        raise NotFound("not-found")
    return handler(again, ctx)


@on(FormChanged, "record")
def fill_record(event: FormChanged, ctx: Context) -> Answer | Write:
    """Give the form of a new record as it has to look with what is in it now."""
    kind = kind_named(event.ref.get("kind", ""))
    if kind is None:
        raise NotFound("not-found")
    values = whole(event, ctx)
    if problems := _wrong(kind, values, event.turned, ctx):
        return problems
    extra = {name: value for name, value in event.ref.items() if name not in ("kind", "dossier")}
    form = record_form(kind, ctx.voice, values, _dossiers(event, ctx, kind), extra=extra)
    return _turned(event, ctx, OpenForm(form), values)


@on(FormChanged, "edit")
def fill_edit(event: FormChanged, ctx: Context) -> Answer | Write:
    """Give the form of a change as it has to look with what is in it now."""
    saved = ctx.store.records.get(event.ref.get("record", ""))
    ctx.store.records.require_edit(saved)
    values = whole(event, ctx)
    if problems := _wrong(saved.line.kind, values, event.turned, ctx):
        return problems
    only = [name for name in event.ref.get("fields", "").split(",") if name]
    form = edit_form(saved, ctx.voice, only, values)
    return _turned(event, ctx, OpenForm(replace(form, ref={**form.ref, **event.ref})), values)


def whole(event: FormSubmitted | FormChanged, ctx: Context) -> dict[str, Any]:
    """Give all that was entered into a form: the pages sent before and this one."""
    draft = event.ref.get(PAGES)
    earlier = ctx.store.drafts.of(draft, ctx.workspace, ctx.source.account) if draft else None
    return {**(earlier.values if earlier else {}), **event.values}


def attached(name: str, values: Mapping[str, Any], held: Sequence[Any]) -> list[Any]:
    """Give the files of a field: what was entered, and what it held as far as that is to stay."""
    entered, kept = list(values.get(name) or []), values.get(kept_files(name))
    if kept is None:
        return entered or list(held)
    return [*(file for file in held if kept == ALL_FILES or file["id"] in kept), *entered]


def _dossiers(event: FormChanged, ctx: Context, kind: Kind) -> list[DossierView]:
    uid = event.ref.get("dossier", "")
    return [ctx.store.dossiers.get(uid)] if uid else ctx.writable(kind)


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
    """Keep a page that was sent, so that nothing is lost when the next one is closed."""
    if not event.turned:
        return answer

    def apply(store: Store) -> Answer:
        if PAGES in event.ref:
            store.drafts.drop(event.ref[PAGES])
        ref = {name: value for name, value in event.ref.items() if name != PAGES}
        draft = store.drafts.keep(ctx.workspace, ctx.source.account, event.name, ref, values)
        return OpenForm(replace(answer.form, ref={**answer.form.ref, PAGES: draft}))

    return Write(apply)
