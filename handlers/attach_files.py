"""Files that were sent to the bot: put with a record that is there already, or into a new one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chat.events import MessageChosen, MessagePosted, Said
from chat.forms import Choice
from chat.replies import Answer, FormErrors, Notice
from dossier.attachable import check
from dossier.errors import Conflict, DossierError, InvalidFields, Problem
from dossier.fields import FileRef, Input
from dossier.kinds import Kind
from dossier.reading import MOST_FILES
from dossier.views import DossierView, RecordLine, Saved
from handlers.context import NUMBER, Context, Write
from handlers.save_record import conclude, with_files, without_repeated
from storage.record_queries import Filter
from storage.store import Store

_RECORD = "record:"
_RECENT, _OFFERED, _TITLE = 30, 6, 40


def chosen(event: MessagePosted, ctx: Context) -> MessageChosen:
    """Give a message with files as one that somebody wants kept: what else could they be for."""
    source, name = event.source, ctx.store.actor.name
    channel, message = source.message or (source.channel or "", source.id)
    said = Said(channel, message, source.link, name, event.text.strip(), ctx.voice.now, event.files)
    return MessageChosen(source, said)


def recent(ctx: Context, dossiers: Sequence[DossierView]) -> Iterator[Choice]:
    """Give the records that files may be put with: the asker's own of late, then others they may change."""
    lines, _ = ctx.store.records.lines([each.id for each in dossiers], Filter(), _RECENT)
    may = [each for each in lines if _field(each.kind) and _changeable(ctx, each)]
    may.sort(key=lambda each: each.author.id != ctx.store.actor.uid)
    for each in may[:_OFFERED]:
        yield _choice(ctx, each)


def named(ctx: Context, dossiers: Sequence[DossierView], text: str) -> list[Choice]:
    """Give the record that a text names by its number, if files may be put with it."""
    number = NUMBER.search(text)
    if number is None or len(dossiers) != 1:
        return []
    try:
        line = ctx.store.records.by_number(dossiers[0], int(number[1])).line
    except DossierError:
        return []
    return [_choice(ctx, line)] if _field(line.kind) and _changeable(ctx, line) else []


def _choice(ctx: Context, line: RecordLine) -> Choice:
    title = line.title if len(line.title) <= _TITLE else f"{line.title[:_TITLE]}…"
    about = {"number": str(line.number), "kind": ctx.voice.label(line.kind.label), "title": title}
    return Choice(f"{_RECORD}{line.uid}", ctx.voice.say("keep-with", **about))


def is_record(value: str) -> bool:
    """Say whether what was chosen is a record, not a kind."""
    return value.startswith(_RECORD)


def attach(ctx: Context, value: str, draft: str, files: Sequence[Mapping[str, Any]]) -> Answer | Write:
    """Put files with the record that was chosen. Raises Refused, Conflict or NotFound where that cannot be."""
    saved = ctx.store.records.get(value.removeprefix(_RECORD))
    try:
        return put(ctx, saved, files, draft)
    except InvalidFields as error:
        return FormErrors({"kind": next(iter(error.problems.values()))})


def put(ctx: Context, saved: Saved, files: Sequence[Mapping[str, Any]], draft: str = "") -> Write:
    """Put files with a record; a draft they waited in is done with.

    Raises Refused or Conflict where that cannot be, InvalidFields for files that are not taken.
    """
    ctx.store.records.require_edit(saved)
    kind = saved.line.kind
    field = _field(kind)
    if not field:
        raise Conflict("kind-without-files", zh=kind.label.zh, en=kind.label.en)
    content = ctx.store.records.content_of(saved, saved.line.revision)
    before = content.get(field) or ()
    held = [*before, *files]
    if len(held) > MOST_FILES:
        raise InvalidFields({field: Problem("problem-too-many", {"max": MOST_FILES, "count": len(held)})})
    if refused := taken([FileRef.model_validate(each) for each in files])[1]:
        raise InvalidFields({field: refused[0]})

    def apply(store: Store) -> Answer:
        if len(without_repeated(store, [FileRef.model_validate(each) for each in held], saved)) == len(before):
            store.drafts.drop(draft)
            names = ctx.voice.listed([str(each["name"]) for each in files])
            return Notice("notice-files-there", {"names": names, "number": str(saved.line.number)})
        whole = with_files(store, ctx, saved.line.kind, {**content, field: held}, saved)
        changed = store.records.change(saved, whole)
        store.drafts.drop(draft)
        return conclude(store, ctx, changed)

    return Write(apply)


def taken(files: Iterable[FileRef]) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Give the files that are taken, as far as is known of them, and why the others are not."""
    good, refused = [], []
    for file in files:
        try:
            check(file.name, file.size)
        except DossierError as error:
            refused.append(error.problem)
            continue
        if file.refused is None:
            good.append(file.model_dump())
        else:
            refused.append(file.refused)
    return good, refused


def _field(kind: Kind) -> str:
    return next((spec.name for spec in kind.holding(Input.ATTACHMENTS)), "")


def _changeable(ctx: Context, line: RecordLine) -> bool:
    saved = ctx.store.records.by_row(line.id)
    return not saved.line.deleted and not saved.erased and "edit" not in ctx.store.records.barred(saved)
