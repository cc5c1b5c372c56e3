"""Suggesting to its author, quietly, that a message be logged: what looks like minutes, a change, a fix, a document."""

from collections.abc import Mapping, Sequence
from typing import Any

from chat.events import ButtonPressed, Overheard, Said
from chat.messages import Button, Buttons, Heading, Message, Note, Paragraph, Style
from chat.record_form import given
from chat.replies import Answer, Nothing, Notice, OpenForm, Show
from chat.router import on
from dossier.errors import NotFound
from dossier.kinds import Kind
from dossier.looks import Looks, brings_document, looks_like
from dossier.misnamed import repair
from dossier.naming import named
from dossier.reading import clean, short
from dossier.records.issue import IssueStatus
from dossier.tiers import Action
from dossier.views import ChannelView, DossierView
from handlers.context import Context, Write
from handlers.keep_message import filled, holds_files, keep_form, kept, many_kinds, words_of
from handlers.message_news import unwatch, watch
from handlers.open_form import form_for
from handlers.resolve_issue import issue_kind, label, open_issues, open_resolution
from storage.drafts import Draft
from storage.store import Store

_FORM = "suggestion"


@on(Overheard)
def suggest(event: Overheard, ctx: Context) -> Answer | Write:
    """Ask the author whether they want it logged: only who may, only where it is wanted, at most twice a day."""
    channel, kinds = ctx.channel, _kinds(ctx, event.said)
    said = event.said
    if channel is None or (dossier := _loggable(ctx, kinds)) is None:
        return Nothing()
    suggestions = ctx.store.suggestions
    day = ctx.voice.now.astimezone(ctx.here.zone).date()
    if not all(suggestions.switches(channel, dossier).values()) or suggestions.left(channel, day) <= 0:
        return Nothing()
    if suggestions.is_kept(channel, said.message, event.source.thread):
        return Nothing()
    # A document has a kind once its author has chosen one.
    looks = kinds[0].name if len(kinds) == 1 else ""
    ref = {"kind": looks, "dossier": dossier.uid}

    def apply(store: Store) -> Answer:
        if not store.suggestions.take(channel, day, said.message):
            return Nothing()
        words = kept(said)
        watch(store, ctx, words)
        draft = store.drafts.keep(ctx.workspace, ctx.source.account, _FORM, ref, words)
        return _question(ctx, looks, dossier, channel, words, draft)

    def again(store: Store, draft: str) -> Answer:
        waiting = store.drafts.of(draft, ctx.workspace, ctx.source.account)
        return _question(ctx, looks, dossier, channel, waiting.values, draft) if waiting else Nothing()

    return Write(apply, again)


def _kinds(ctx: Context, said: Said) -> list[Kind]:
    """Give the kind a message looks like; where it brings a document, those it can be put with; none for talk."""
    if looks := looks_like(said.text):
        return [kind for kind in (ctx.store.kinds.named(looks),) if kind is not None]
    brings = brings_document(said.text, [file.name for file in said.files])
    return [kind for kind in many_kinds(ctx) if holds_files(kind)] if brings else []


def _loggable(ctx: Context, kinds: Sequence[Kind]) -> DossierView | None:
    """Give the dossier of this channel when the author may log a record of one of the kinds in it now."""
    bound, actor = ctx.channel.dossier if ctx.channel else None, ctx.store.actor
    if actor.person is None or bound is None or not any(actor.may(Action.LOG, bound, kind) for kind in kinds):
        return None
    dossier = ctx.store.dossiers.by_id(bound)
    return dossier if dossier.phase.writable else None


def _question(
    ctx: Context, looks: str, dossier: DossierView, channel: ChannelView, said: Mapping[str, Any], draft: str
) -> Answer:
    voice, names = ctx.voice, [str(file["name"]) for file in said["files"]]
    args = {"draft": draft, "channel": str(said["channel"]), "message": str(said["message"])}
    buttons = [
        Button(voice.say("button-suggest-log"), "suggest-log", args, Style.PRIMARY),
        Button(voice.say("button-suggest-drop"), "suggest-drop", args),
    ]
    if ctx.store.actor.may(Action.MANAGE, dossier.id):
        buttons.append(Button(voice.say("button-suggest-off"), "suggest-off", args))
    quoted = voice.say("suggest-quoted", text=short(clean(words_of(ctx, said))), channel=channel.name)
    asked = [voice.say(f"suggest-{looks}" if looks else "suggest-document", dossier=dossier.title)]
    if not looks and len(names) == 1 and (line := _about_name(ctx, dossier, names[0])):
        asked.append(line)
    said_first = tuple(Paragraph((each,)) for each in asked)
    return Show(Message((*said_first, Note((quoted,)), Buttons(tuple(buttons)))), made_of=draft)


def _about_name(ctx: Context, dossier: DossierView, given: str) -> str:
    """Say what a file is to be called by the rule, "" when it is called so.

    The name is said only where the file itself tells stage and day: else what it is kept with, and when, decides.
    """
    naming, today = ctx.store.naming, ctx.store.naming.today()
    untold = named(dossier.short_name, "", today, 1, project=dossier.project)
    name = repair(given, untold, naming.allowed(), naming.pattern)
    if name.stage == untold.stage:
        return ctx.voice.say("suggest-name-later")
    sure = naming.pattern.build(name) == given
    built = naming.pattern.build(naming.likely(dossier, name, sure=sure))
    if built == given:
        return ""
    return ctx.voice.say("suggest-name-later") if name.day == today else ctx.voice.say("suggest-name", name=built)


@on(ButtonPressed, "suggest-log")
def log_it(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form it belongs into, with what was said; what is in the dossier already is shown instead."""
    if (there := _dealt_with(event, ctx)) is not None:
        return there
    draft, dossier = _waiting(event, ctx)
    kind = ctx.store.kinds.named(draft.ref["kind"])
    if kind is None:
        return OpenForm(keep_form(ctx, [dossier], event.args["draft"], draft.values))
    ctx.store.actor.require(Action.LOG, dossier.id, kind)
    if kind.name != Looks.FIX:
        values = filled(ctx, kind, draft.values, [dossier])
        return form_for(ctx, kind, [dossier], values, {"origin": event.args["draft"]})
    issues = open_issues(ctx, dossier)
    if not issues:
        return _new_issue(ctx, dossier, draft, event.args["draft"])
    voice = ctx.voice
    buttons = [Button(label(line, {}), "suggest-resolve", {**event.args, "record": line.uid}) for line in issues]
    buttons.append(Button(voice.say("button-suggest-new"), "suggest-new", dict(event.args)))
    return Show(Message((Heading(voice.say("resolve-which"), kind.icon), Buttons(tuple(buttons)))))


@on(ButtonPressed, "suggest-resolve")
def log_resolution(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form of the resolution of an open issue, with what was said."""
    if (there := _dealt_with(event, ctx)) is not None:
        return there
    draft, _ = _waiting(event, ctx)
    saved = ctx.store.records.get(event.args.get("record", ""))
    return open_resolution(ctx, saved, _fixed(ctx, draft), drafts={"origin": event.args["draft"]})


@on(ButtonPressed, "suggest-new")
def log_new_issue(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form of an issue that is fixed already."""
    if (there := _dealt_with(event, ctx)) is not None:
        return there
    draft, dossier = _waiting(event, ctx)
    return _new_issue(ctx, dossier, draft, event.args["draft"])


@on(ButtonPressed, "suggest-drop")
def drop(event: ButtonPressed, ctx: Context) -> Answer | Write:
    """Forget what was said."""
    if (there := _dealt_with(event, ctx)) is not None:
        return there

    def apply(store: Store) -> Answer:
        _forget(store, ctx, event)
        return Notice("notice-suggest-dropped", instead=True)

    return Write(apply)


@on(ButtonPressed, "suggest-off")
def switch_off(event: ButtonPressed, ctx: Context) -> Answer | Write:
    """Suggest nothing in that channel any more. Raises Refused unless by who manages its dossier."""
    channel = ctx.store.channels.find(ctx.workspace, event.args.get("channel", ""))
    if channel is None or channel.dossier is None:
        raise NotFound("not-found")
    ctx.store.actor.require(Action.MANAGE, channel.dossier)
    mine = ctx.store.drafts.of(event.args.get("draft", ""), ctx.workspace, ctx.source.account) is not None

    def apply(store: Store) -> Answer:
        store.suggestions.switch_channel(channel, False)
        if mine:
            _forget(store, ctx, event)
        return Notice("notice-suggest-off", {"channel": channel.name}, instead=True)

    return Write(apply)


def _forget(store: Store, ctx: Context, event: ButtonPressed) -> None:
    store.drafts.drop(event.args["draft"])
    unwatch(store, ctx, event.args.get("channel", ""), event.args.get("message", ""))


def _dealt_with(event: ButtonPressed, ctx: Context) -> Answer | None:
    """Say what became of a message that is a record already, or whose suggestion was answered; None for neither."""
    args = event.args
    records = ctx.store.origins.made_from(ctx.workspace, args.get("channel", ""), args.get("message", ""))
    if records:
        line = ctx.store.records.get(records[0]).line
        data = {"number": str(line.number), "title": line.title}
        return Notice("notice-suggest-kept", data, (("button-open", "show", {"record": line.uid}),), instead=True)
    if ctx.store.drafts.of(args.get("draft", ""), ctx.workspace, ctx.source.account) is None:
        return Notice("notice-suggest-dealt-with", instead=True)
    return None


def _waiting(event: ButtonPressed, ctx: Context) -> tuple[Draft, DossierView]:
    """Give what was said, and the dossier it is to be logged in. Raises what stands in the way."""
    draft = ctx.store.drafts.of(event.args.get("draft", ""), ctx.workspace, ctx.source.account)
    if draft is None:
        raise NotFound("draft-gone")
    dossier = ctx.store.dossiers.get(draft.ref.get("dossier", ""))
    dossier.require_open()
    return draft, dossier


def _new_issue(ctx: Context, dossier: DossierView, draft: Draft, origin: str) -> Answer:
    kind = issue_kind(ctx)
    ctx.store.actor.require(Action.LOG, dossier.id, kind)
    values = filled(ctx, kind, draft.values) | _fixed(ctx, draft)
    values.pop("details", None)  # What was said is how it was put right.
    return form_for(ctx, kind, [dossier], values, {"origin": origin, **given(kind, values)})


def _fixed(ctx: Context, draft: Draft) -> dict[str, Any]:
    on_day = filled(ctx, issue_kind(ctx), draft.values)["found_on"]
    text = clean(str(draft.values["text"])).strip()
    return {"status": IssueStatus.FIXED.value, "resolution": text, "resolved_on": on_day}
