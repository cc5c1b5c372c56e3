"""Saving a record, from a form or from one line."""

from collections.abc import Mapping, Sequence
from typing import Any

from chat.events import FormSubmitted
from chat.forms import kept_files
from chat.replies import Answer, FormErrors
from chat.router import on
from dossier.duties import Trigger
from dossier.errors import InvalidFields, NotFound, Problem
from dossier.fields import FileRef, Input, PersonRef
from dossier.kinds import Kind
from dossier.records.issue import OPEN_STATUSES
from dossier.tiers import Action
from dossier.views import DossierView, Saved, attached_to, ever_attached
from handlers.announce import announce, of_meeting, saved_answer, surprises
from handlers.context import Context, Write
from handlers.fill_form import DRAFTS, WRITTEN, attached, held_files, whole
from handlers.message_news import catch_up
from storage import waiving
from storage.closing import Closed
from storage.drafts import Draft
from storage.leaving import owing
from storage.store import Store


@on(FormSubmitted, "record")
def save_record(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Read a form; what is wrong goes back to its fields, the rest is saved."""
    kind = ctx.store.kinds.named(event.ref.get("kind", ""))
    if kind is None:
        raise NotFound("not-found")
    entered = whole(event, ctx, kind)
    uid = event.ref.get("dossier") or str(entered.get("dossier") or "")
    if not uid:
        return FormErrors({"dossier": Problem("problem-required")})
    dossier = ctx.store.dossiers.get(uid)
    values = {name: value for name, value in entered.items() if name != "dossier"}
    for spec in kind.holding(Input.ATTACHMENTS):
        values[spec.name] = attached(spec.name, entered, held_files(ctx, event.ref, spec.name, entered))
        values.pop(kept_files(spec.name), None)
    try:
        content = kind.parse(values, ctx.reading, ctx.me.model_dump())
        ctx.store.naming_others.require(dossier, kind, content)
    except InvalidFields as error:
        return FormErrors(error.problems)
    return save(ctx, dossier, kind, content, event.ref, kind.strangers(values, content))


def save(
    ctx: Context,
    dossier: DossierView,
    kind: Kind,
    content: Mapping[str, Any],
    ref: Mapping[str, str] | None = None,
    strangers: Sequence[str] = (),
) -> Write:
    """Make the write of a new record: the record, the duty it closes or raises, the card for the channel.

    `ref` is the reference of its form: the `duty` it was entered for, the drafts it was made from. `strangers` are
    the names in it that somebody of ours was expected behind.
    """
    ctx.store.actor.require(Action.LOG, dossier.id, kind)
    given = ref or {}
    said = origin_of(ctx, given)

    def apply(store: Store) -> Answer:
        saved = store.records.add(dossier, kind, with_files(store, ctx, kind, content))
        if said is not None:
            lead_back(store, ctx, saved, said)
        elif (written := written_in(ctx, given)) or ctx.source.link:
            # In a thread the address is that of the message all of it is about; only what was written is followed.
            channel, message = written or (ctx.source.channel or "", "")
            store.origins.add(saved.line.id, ctx.workspace, channel, message, ctx.source.link)
        for name in given.keys() & DRAFTS:
            store.drafts.drop(given[name])
        return conclude(store, ctx, saved, given.get("duty", ""), strangers)

    return Write(apply)


def written_in(ctx: Context, ref: Mapping[str, str]) -> tuple[str, str] | None:
    """Give the conversation and the message in which the line of a record was written to the bot."""
    channel, _, message = ref.get(WRITTEN, "").partition("/")
    return (channel, message) if message else ctx.source.message


def origin_of(ctx: Context, ref: Mapping[str, str]) -> Draft | None:
    """Give the message a form was opened for."""
    return ctx.store.drafts.of(ref["origin"], ctx.workspace, ctx.source.account) if "origin" in ref else None


def lead_back(store: Store, ctx: Context, saved: Saved, said: Draft) -> None:
    """Have a record lead back to the message it was made from, which may say something else by now."""
    values = said.values
    store.origins.add(saved.line.id, ctx.workspace, values["channel"], values["message"], values["link"])
    catch_up(store, ctx, saved, values)


def conclude(store: Store, ctx: Context, saved: Saved, duty: str = "", strangers: Sequence[str] = ()) -> Answer:
    """Do what follows from every save: the duties, the card in the channel, the word to whoever saved."""
    closed = settle(store, saved, duty)
    if attached_to(saved):
        source = ctx.source
        whose = {"platform": source.platform, "workspace": source.workspace, "account": source.account}
        store.jobs.add("check_names", {"record": saved.line.uid, **whose})
    owed = store.duties.resolution_of(saved)
    channel = announce(store, ctx, saved)
    if closed is not None and closed.uid != duty and not strangers and owed is None and surprises(saved, closed):
        return of_meeting(ctx, saved, closed)
    return saved_answer(ctx, saved, channel, strangers, owed)


def settle(store: Store, saved: Saved, duty: str = "") -> Closed | None:
    """Bring the duties in step with what a record now says: after saving, changing, undoing or restoring it.

    A record closes the duty it fulfils; one that was taken back opens it again. An issue that is fixed without its
    resolution raises a duty of its own, which goes when the issue is open again; one that is not needed is not raised
    anew before that. Gives what was closed.
    """
    if saved.line.deleted:
        store.duties.reopen(saved)
        store.duties.withdraw(saved)
    elif _has_its_meeting(store, saved):
        return None
    elif saved.line.kind.name != "issue" or _resolved(saved):
        return store.duties.close(saved, duty)
    else:
        store.duties.close(saved, duty, settled=False)
        if saved.line.status in OPEN_STATUSES:
            store.duties.withdraw(saved)
            waiving.lapse(store, saved)
        else:
            _owe_resolution(store, saved)
    return None


def _has_its_meeting(store: Store, saved: Saved) -> bool:
    """Tell whether minutes that were changed are of the meeting they were of, or of none that is asked for."""
    if saved.line.revision == 1 or saved.line.kind.closes is not Trigger.MEETING_ENDED:
        return False
    before = store.records.content_of(saved, saved.line.revision - 1)
    return store.duties.follow(saved, moved_in_time=before.get("held_at") != saved.content.get("held_at"))


def _resolved(saved: Saved) -> bool:
    return saved.line.status not in OPEN_STATUSES and bool(saved.content.get("resolution"))


def _owe_resolution(store: Store, saved: Saved) -> None:
    store.duties.reopen(saved)
    owner = saved.content.get("owner") or {}
    meant = PersonRef.model_validate(owner) if owner.get("id") else saved.line.author
    debtor = owing(store, store.people.id_of(meant.id or "") or saved.dossier.owner_id, saved.dossier)
    if store.duties.resolution_of(saved) is None and not waiving.is_waived(store, saved):
        store.duties.raise_for(
            saved.dossier, Trigger.ISSUE_FIXED, saved.line.kind, saved.title, debtor, subject=saved.line.id
        )


def with_files(
    store: Store, ctx: Context, kind: Kind, content: Mapping[str, Any], saved: Saved | None = None
) -> dict[str, Any]:
    """Give a content with its attached files noted as ours; what is new is fetched from the platform by a job.

    A new file that is called as one that `saved`, the record as it was, holds or has held is its next version, and
    takes its place; the earlier one stays in the history. The very same one is there already. Raises NotFound for a
    file of ours that was never one of this record.
    """
    ours, source = dict(content), ctx.source
    earlier = _ever(store, saved)
    whose = {"platform": source.platform, "workspace": source.workspace, "account": source.account}
    for spec in kind.holding(Input.ATTACHMENTS):
        if spec.name in ours:
            given = without_repeated(store, [FileRef.model_validate(file) for file in ours[spec.name]], saved)
            taken = [store.files.take(file, source.platform, source.workspace, earlier) for file in given]
            held = [
                ref.model_copy(update={"version": file.version})
                for file, (ref, new) in zip(given, taken, strict=True)
                if not new
            ]
            fresh = [file for file, new in taken if new]
            for file in fresh:
                store.jobs.add("keep_file", {"file": file.id, **whose})
            ours[spec.name] = [file.model_dump() for file in _versioned(held, fresh, [*earlier.values(), *held])]
    return ours


def without_repeated(store: Store, given: Sequence[FileRef], saved: Saved | None) -> list[FileRef]:
    """Leave out of a record's files what is in one that it holds and keeps, or that was sent with it.

    What was taken out, and is sent again as it was, is what it was: not its next version.
    """
    known = attached_to(saved) if saved else ()
    kept = [file for file in given if file.id in known]
    fresh = {file.sha256 or file.id: file for file in reversed(given) if not store.files.repeats(file, kept)}
    last = {file.name.casefold(): file for file in sorted(_ever(store, saved).values(), key=lambda each: each.version)}
    again = {
        file.id: before
        for file in given
        if (before := last.get(file.name.casefold())) and store.files.repeats(file, [before])
    }
    return [again.get(file.id, file) for file in given if file in fresh.values()]


def _ever(store: Store, saved: Saved | None) -> dict[str, FileRef]:
    if saved is None or not saved.line.kind.holding(Input.ATTACHMENTS):
        return {}
    return ever_attached(saved.line.kind, store.records.revisions_of(saved))


def _versioned(held: list[FileRef], fresh: list[FileRef], earlier: list[FileRef]) -> list[FileRef]:
    last: dict[str, int] = {}
    for file in earlier:
        last[file.name.casefold()] = max(file.version, last.get(file.name.casefold(), 0))
    replaced = {file.name.casefold() for file in fresh}
    following = [file.model_copy(update={"version": last.get(file.name.casefold(), 0) + 1}) for file in fresh]
    return [*(file for file in held if file.name.casefold() not in replaced), *following]
