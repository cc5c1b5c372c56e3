"""Exports: a dossier, its cover, all records of a kind or one record, as a file that is sent to whoever asks."""

import re
from collections.abc import Iterator, Mapping, Sequence

from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.export_request import FORMATS, Format, Request, What
from chat.forms import Choice, Form, FormField
from chat.replies import Answer, FormErrors, Nothing, Notice, OpenForm
from chat.router import Command, command, on
from dossier.errors import DossierError, NotFound, Problem, Refused
from dossier.fields import Input
from dossier.folders import COVER, DOSSIER
from dossier.kinds import Kind
from dossier.language import Label
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import ALL, Context, Write
from handlers.show_record import by_words, document_in
from storage.archives import exportable
from storage.record_queries import Filter
from storage.store import Store

_FORM = "export"
_WORDS: Mapping[str, Format] = {
    "word": Format.WORD,
    "doc": Format.WORD,
    "docx": Format.WORD,
    "文档": Format.WORD,
    "pdf": Format.PDF,
    "excel": Format.EXCEL,
    "xlsx": Format.EXCEL,
    "表格": Format.EXCEL,
    "csv": Format.CSV,
    "json": Format.JSON,
    "zip": Format.ZIP,
    "压缩包": Format.ZIP,
}
_REVEAL = ("sensitive", "敏感", "含敏感", "敏感信息", "含敏感信息", "包含敏感信息", "with-sensitive", "unmasked")
FORMS_AND_MORE = (*_WORDS, *_REVEAL)
"""Words of an export that say how, and not what."""
_NUMBER = re.compile(r"[#＃]?\d{1,9}")
_JOINED = re.compile(r"[,，、;；+＋/&]|(?<=[a-z\d])(?:和|及|与)(?=[a-z\d#＃])")
_AND = ("和", "及", "与", "and", "&", "+")
_MOST = 10
"""How many files may be asked for at once."""
_HIDDEN, _SHOWN = "hidden", "shown"


@command(
    Command(
        "export",
        "导出",
        Label("导出档案、表格或一条记录", "Export the dossier, a sheet or one record"),
        Label(
            "[全部|封面|变更|问题|#编号] [word|pdf|excel|csv|json|zip] [敏感]",
            "[all|cover|change|issue|#number] [word|pdf|excel|csv|json|zip] [sensitive]",
        ),
        "dossier",
        rank=31,
        also=("下载", "download"),
    )
)
def export_by_words(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Export what the words name; without words, ask."""
    if not event.text.strip():
        meant = [each for each in ctx.dossiers() if ctx.store.actor.may(Action.READ, each.id)]
        return OpenForm(_form(ctx, meant or [ctx.one()]))
    text = event.text
    if (named := document_in(ctx, text)) is not None:
        saved = by_words(ctx, named[0])
        text = f"{saved.dossier.title} #{saved.line.number} {named[1]}"
    # All of the dossier here is meant, not all dossiers.
    dossier = ctx.one("" if text.strip().casefold() in ALL else text)
    requests = _meant(ctx, dossier, list(_words(text.casefold())))
    return _start(ctx, *requests) if requests else OpenForm(_form(ctx, [dossier]))


@on(ButtonPressed, "export")
def press_export(event: ButtonPressed, ctx: Context) -> Answer | Write:
    """Export one record as a Word document, or ask what of a dossier is wanted, by button."""
    if record := event.args.get("record"):
        saved = ctx.store.records.get(record)
        return _start(ctx, Request(saved.dossier.uid, What.RECORD, Format.WORD, record=record))
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    ctx.store.actor.require(Action.READ, dossier.id)
    return OpenForm(_form(ctx, [dossier]))


@on(ButtonPressed, "export-zip")
def press_zip(event: ButtonPressed, ctx: Context) -> Write:
    """Export a whole dossier as a ZIP of its folders, by button."""
    return _start(ctx, Request(event.args.get("dossier", ""), What.DOSSIER, Format.ZIP))


@on(FormSubmitted, _FORM)
def export_chosen(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Export what was chosen in the form; a form it does not come in is told on its field."""
    uid = event.ref.get("dossier") or str(event.values.get("dossier") or "")
    if not uid:
        return FormErrors({"dossier": Problem("problem-required")})
    dossier = ctx.store.dossiers.get(uid)
    chosen = str(event.values.get("what") or "")
    kind = ctx.store.kinds.named(chosen) if chosen not in set(What) else None
    if kind is None and chosen not in (What.DOSSIER, What.COVER):
        return FormErrors({"what": Problem("problem-required")})
    what = What.LIST if kind else What(chosen)
    given = str(event.values.get("format") or "")
    if given not in FORMATS[what]:
        return FormErrors({"format": _no_such_form(ctx, what).problem})
    reveal = event.values.get("sensitive") == _SHOWN
    return _start(ctx, Request(dossier.uid, what, Format(given), kind, reveal=reveal))


@on(ButtonPressed, "export-cancel")
def cancel_export(event: ButtonPressed, ctx: Context) -> Write:
    """Stop an export of one's own; of one that has ended it says so, in the place of what offered to stop it."""
    jobs = event.args.get("job", "").split()[:_MOST]

    def apply(store: Store) -> Answer:
        stopped = [job for job in jobs if store.jobs.cancel(job)]
        if not stopped:
            return Notice("notice-export-ended", instead=True)
        for job in stopped:
            _tell(store, ctx, job)
        return Notice("notice-export-cancelled", instead=True)

    return Write(apply)


def _start(ctx: Context, *requests: Request) -> Write:
    """Have the files made by jobs: it takes a while. Raises Refused for what the asker may not read."""
    if ctx.store.actor.person is None:
        raise Refused("refused-settings")
    notice, data = _announced(ctx, requests)
    source = ctx.source
    whose = {"platform": source.platform, "workspace": source.workspace, "account": source.account}

    def apply(store: Store) -> Answer:
        jobs = [store.jobs.add("export", {**each.data(), **whose}) for each in requests]
        for job in jobs:
            _tell(store, ctx, job)
        stop = (("button-cancel", "export-cancel", {"job": " ".join(jobs)}),)
        # Where the cards are shown there is nothing more to be said.
        return Nothing() if source.channel is None else Notice(notice, data, stop)

    return Write(apply)


def _announced(ctx: Context, requests: Sequence[Request]) -> tuple[str, dict[str, str | int]]:
    """Give what is said of exports that begin. Raises Refused for what the asker may not read."""
    titles = [exportable(ctx.store, each).title for each in requests]
    parts = list(dict.fromkeys(_part(ctx, each) for each in requests))
    if len(requests) == 1:
        return "notice-export", {"title": f"{titles[0]}{parts[0]}"}
    forms = [ctx.voice.label(each.format.label) for each in requests]
    if len(parts) == 1:
        return "notice-exports", {"title": f"{titles[0]}{parts[0]}", "forms": ctx.voice.listed(forms)}
    numbers = [f"#{ctx.store.records.get(each.record).line.number}" for each in requests]
    named = [f"{number} {form}" for number, form in zip(numbers, forms, strict=True)]
    return "notice-exports", {"title": titles[0], "forms": ctx.voice.listed(named)}


def _part(ctx: Context, request: Request) -> str:
    """Say which part of a dossier is exported, "" for all of it."""
    if request.what is What.RECORD:
        line = ctx.store.records.get(request.record).line
        return f" · #{line.number} {line.title}"
    label = request.kind.label if request.kind else COVER if request.what is What.COVER else None
    return f" · {ctx.voice.label(label)}" if label else ""


def _tell(store: Store, ctx: Context, job: str) -> None:
    if ctx.store.actor.person is not None:
        store.outbox.to_person(ctx.store.actor.person, ctx.workspace, "export", {"job": job}, f"export:{job}")


def _words(text: str) -> Iterator[str]:
    """Give the words of a command; forms and numbers may be joined: word+pdf, #2、#3."""
    for word in text.split():
        parts = _JOINED.split(word)
        joined = all(not each or each in _WORDS or _NUMBER.fullmatch(each) for each in parts)
        yield from (each for each in (parts if joined else [word]) if each and each not in _AND)


def _meant(ctx: Context, dossier: DossierView, words: list[str]) -> list[Request]:
    """Give what the words ask for: each thing in each form; nothing when they name the dossier alone.

    Raises NotFound where a word says nothing: nobody sends out a whole dossier by a slip; DossierError for a form that
    it does not come in, and for too much at once.
    """
    given = list(dict.fromkeys(_WORDS[word] for word in words if word in _WORDS))
    reveal = any(word in _REVEAL for word in words)
    numbers = list(dict.fromkeys(word.lstrip("#＃") for word in words if _NUMBER.fullmatch(word)))
    rest = [each for each in words if each not in _WORDS and each not in _REVEAL and not _NUMBER.fullmatch(each)]
    kind, asked = _kind(ctx, " ".join(rest)), next((what for each in rest if (what := _called(each))), None)
    if kind is None:
        rest = [each for each in rest if _called(each) is None and each not in _names(dossier)]
        kind = _kind(ctx, " ".join(rest))
    if rest and kind is None:
        raise NotFound("export-what", text=" ".join(rest)[:40])
    if not (numbers or kind or asked or given):
        return []
    if len(numbers) * max(1, len(given)) > _MOST:
        raise DossierError("export-many", most=_MOST)
    of_records = [ctx.store.records.by_number(dossier, int(number)).line.uid for number in numbers]
    if kind is not None and not of_records and any(each not in FORMATS[What.LIST] for each in given):
        # A document is of one record: the newest.
        of_records = [_newest(ctx, dossier, kind)]
    what = What.RECORD if of_records else What.LIST if kind else asked or What.DOSSIER
    chosen = given or [FORMATS[what][0]]
    if not set(chosen) <= set(FORMATS[what]):
        raise _no_such_form(ctx, what)
    of_kind = kind if what is What.LIST else None
    return [Request(dossier.uid, what, form, of_kind, uid, reveal) for uid in of_records or [""] for form in chosen]


def _called(word: str) -> What | None:
    """Give what a word asks for as a whole."""
    if word in ("all", "全部", *(each.casefold() for each in DOSSIER.both())):
        return What.DOSSIER
    return What.COVER if word in (each.casefold() for each in COVER.both()) else None


def _names(dossier: DossierView) -> str:
    return f"{dossier.title} {dossier.short_name} {dossier.customer} {dossier.project}".casefold()


def _kind(ctx: Context, words: str) -> Kind | None:
    """Give the kind that words name: by what it is called, or by a part of that which no other is called by."""
    if not words:
        return None
    kinds = ctx.store.kinds
    if (found := kinds.named(words) or kinds.named(words.removesuffix("s"))) is not None:
        return found
    parts = [each for each in kinds if any(words in label.casefold() for label in each.label.both())]
    return parts[0] if len(parts) == 1 and len(words) > 1 else None


def _newest(ctx: Context, dossier: DossierView, kind: Kind) -> str:
    lines, _ = ctx.store.records.lines([dossier.id], Filter(kind=kind), 1)
    if not lines:
        raise NotFound("export-none", kind=ctx.voice.label(kind.label))
    return lines[0].uid


def _no_such_form(ctx: Context, what: What) -> DossierError:
    return DossierError("export-form", forms=ctx.voice.listed([ctx.voice.label(each.label) for each in FORMATS[what]]))


def _form(ctx: Context, dossiers: Sequence[DossierView]) -> Form:
    """Ask what is wanted; of several dossiers first of which one."""
    actor, voice = ctx.store.actor, ctx.voice
    for each in dossiers:
        actor.require(Action.READ, each.id)
    say = voice.say
    readable = [kind for kind in ctx.store.kinds if any(actor.may(Action.EXPORT, each.id, kind) for each in dossiers)]
    whole = (Choice(What.DOSSIER.value, f"🗂️ {say('export-whole')}"),)
    whats = (
        *(whole if any(actor.may(Action.EXPORT, each.id) for each in dossiers) else ()),
        Choice(What.COVER.value, f"📄 {voice.label(COVER)}"),
        *(Choice(kind.name, f"{kind.icon} {voice.label(kind.label)}") for kind in readable),
    )
    forms = tuple(Choice(each.value, voice.label(each.label)) for each in Format)
    fields = [
        FormField("what", say("export-what"), Input.CHOICE, True, choices=whats, value=whats[0].value),
        FormField(
            "format", say("export-format"), Input.CHOICE, True, say("export-format-hint"), forms, Format.WORD.value
        ),
    ]
    hides = [kind for kind in readable if kind.hidden]
    if any(actor.may(Action.REVEAL, each.id, kind) for each in dossiers for kind in hides):
        shown = (Choice(_HIDDEN, say("export-hidden")), Choice(_SHOWN, say("export-shown")))
        fields.append(FormField("sensitive", say("export-sensitive"), Input.CHOICE, True, choices=shown, value=_HIDDEN))
    one = dossiers[0] if len(dossiers) == 1 else None
    if one is None:
        every = tuple(Choice(each.uid, each.title) for each in dossiers)
        fields.insert(0, FormField("dossier", say("export-dossier"), Input.CHOICE, True, choices=every))
    note = say("export-of", title=one.title) if one else ""
    ref = {"dossier": one.uid if one else ""}
    return Form(_FORM, say("export-title"), say("button-export"), tuple(fields), ref, note)
