"""Moving a dossier to another phase: forward is asked what is still lacking, back is asked why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from chat.cards.phase import Lacking, kept_lacking, lacking_card, lacking_in_words, phase_button, phases_card
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.forms import Form, FormField
from chat.messages import Buttons, Message, Paragraph
from chat.replies import Answer, FormErrors, Notice, OpenForm, Show
from chat.router import Command, command, on
from dossier.completeness import lacking_before
from dossier.errors import Conflict, NotFound, Problem
from dossier.fields import Input
from dossier.language import Label
from dossier.phases import Phase
from dossier.reading import clean
from dossier.records.issue import OPEN_STATUSES
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import Context, Write
from handlers.list_records import besides
from storage.store import Store

_FORM = "phase"
_REASON_LENGTH = 300
_NOTHING = Lacking()


@command(
    Command(
        "phase",
        "阶段",
        Label("把项目推进到另一阶段，或退回", "Move the project to a phase, or back"),
        Label("[客户] [设计|开发|测试…]", "[customer] [design|test…]"),
        "dossier",
        rank=42,
    )
)
def set_phase(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Move to the phase that is named, or say what it still lacks; without one, offer them all."""
    dossier = ctx.one(event.text, Action.VISIT)
    wanted = besides(event.text, [dossier]).strip(" ·").casefold()
    phase = next((each for each in Phase if wanted in each.names), None)
    if phase is not None:
        lacking = _lacking(ctx, dossier, phase)
        if phase is Phase.SEALED and not lacking and dossier.phase is not phase:
            asked = ctx.voice.say("phase-seal-confirm", title=dossier.title)
            return Show(Message((Paragraph((asked,)), Buttons((phase_button(dossier, phase, ctx.voice),)))))
        return _asked(ctx, dossier, phase, lacking)
    if wanted:
        raise NotFound("which-phase")
    ctx.store.actor.require(Action.MANAGE, dossier.id)
    seals = ctx.store.actor.may(Action.SEAL, dossier.id)
    if dossier.phase is Phase.SEALED and not seals:
        return Show(Message((Paragraph((ctx.voice.say("phase-sealed", title=dossier.title),)),)))
    others = [each for each in Phase if each is not dossier.phase and (seals or each is not Phase.SEALED)]
    return Show(phases_card(dossier, others, ctx.voice))


@on(ButtonPressed, "phase")
def press_phase(event: ButtonPressed, ctx: Context) -> Answer | Write:
    """Move a dossier, say what it still lacks, or ask why it goes back, by button."""
    dossier, phase = _meant(ctx, event.args.get("dossier", ""), event.args.get("phase"))
    return _asked(ctx, dossier, phase, _lacking(ctx, dossier, phase))


@on(ButtonPressed, "phase-anyway")
def press_anyway(event: ButtonPressed, ctx: Context) -> Answer | Write:
    """Ask why a dossier is moved although something is lacking; move it when nothing is by now."""
    dossier, phase = _meant(ctx, event.args.get("dossier", ""), event.args.get("phase"))
    lacking = _lacking(ctx, dossier, phase)
    if lacking or _back(dossier, phase):
        return OpenForm(_form(ctx, dossier, phase, lacking))
    return _move(ctx, dossier, phase)


@on(FormSubmitted, _FORM)
def move_anyway(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Move a dossier for a reason that is kept. Raises Conflict when somebody has moved it meanwhile."""
    dossier, phase = _meant(ctx, event.ref.get("dossier", ""), event.ref.get("phase"))
    lacking = _lacking(ctx, dossier, phase)
    if dossier.phase.value != event.ref.get("was"):
        raise _moved(dossier)
    given = event.values.get("reason")
    reason = " ".join(clean(given).split()) if isinstance(given, str) else ""
    if not reason:
        return FormErrors({"reason": Problem("problem-required")})
    if len(reason) > _REASON_LENGTH:
        return FormErrors({"reason": Problem("problem-too-long", {"max": _REASON_LENGTH, "length": len(reason)})})
    return _move(ctx, dossier, phase, reason, lacking)


def _meant(ctx: Context, uid: str, value: str | None) -> tuple[DossierView, Phase]:
    phase = next((each for each in Phase if each.value == value), None)
    if phase is None:
        raise NotFound("which-phase")
    return ctx.store.dossiers.get(uid), phase


def _lacking(ctx: Context, dossier: DossierView, phase: Phase) -> Lacking:
    """Give what is lacking before a dossier comes to a phase; going back nothing is, but in one that was sealed.

    Raises Refused for who may not move it.
    """
    store = ctx.store
    store.actor.require(Action.SEAL if Phase.SEALED in (phase, dossier.phase) else Action.MANAGE, dossier.id)
    if phase.number <= dossier.phase.number and dossier.phase is not Phase.SEALED:
        return Lacking()
    have, counts = Counter[str](), store.records.counts([dossier.id])
    for (_, kind, _), count in counts.items():
        have[kind] += count
    untested = store.retests.lacking(dossier.id) if phase.reached(Phase.LAUNCH) else []
    outdated = len(store.approvals.outdated_in(dossier))
    lacking = Lacking(lacking_before(store.kinds.open, phase, have), untested, outdated=outdated)
    if phase is not Phase.SEALED:
        return lacking
    # Once it is sealed none of these can be done any more.
    return replace(
        lacking,
        open_issues=sum(counts[dossier.id, "issue", status.value] for status in OPEN_STATUSES),
        duties=store.duties.updates_in([dossier.id]),
        approvals=len(store.approvals.open_in(dossier)),
    )


def _back(dossier: DossierView, phase: Phase) -> bool:
    return phase.number < dossier.phase.number


def _asked(ctx: Context, dossier: DossierView, phase: Phase, lacking: Lacking) -> Answer | Write:
    """Move a dossier at once where nothing is to be asked first."""
    if _back(dossier, phase):
        return OpenForm(_form(ctx, dossier, phase, lacking))
    if not lacking:
        return _move(ctx, dossier, phase)
    loggable = [kind for kind in ctx.store.kinds.open if ctx.store.actor.may(Action.LOG, dossier.id, kind)]
    return Show(lacking_card(dossier, phase, lacking, ctx.voice, loggable))


def _form(ctx: Context, dossier: DossierView, phase: Phase, lacking: Lacking) -> Form:
    say, to = ctx.voice.say, ctx.voice.label(phase.label)
    back, sealing = _back(dossier, phase), phase is Phase.SEALED
    note = f"{dossier.title} · {ctx.voice.label(dossier.phase.label)} → {to}"
    if lacking:
        note += f"\n{lacking_in_words(lacking, ctx.voice)}"
    if sealing:
        note += f"\n{say('phase-seal-note', title=dossier.title)}"
    why, title = ("phase-why-back", "phase-back-to") if back else ("phase-why", "phase-move-to")
    if sealing:
        why, title = "phase-why-seal", "button-seal"
    reason = FormField("reason", say(why), Input.LONG_TEXT, True, say("phase-reason-hint"), max_length=_REASON_LENGTH)
    ref = {"dossier": dossier.uid, "phase": phase.value, "was": dossier.phase.value}
    button = "button-phase-back" if back else "button-seal" if sealing else "button-phase-move"
    return Form(_FORM, say(title, phase=to), say(button), (reason,), ref, note)


def _move(ctx: Context, dossier: DossierView, phase: Phase, reason: str = "", lacking: Lacking = _NOTHING) -> Write:
    if phase is dossier.phase:
        raise Conflict("phase-already", zh=phase.label.zh, en=phase.label.en)
    told = {"name": ctx.me.name, "was": dossier.phase.value, "reason": reason, **kept_lacking(lacking, ctx.voice)}

    def apply(store: Store) -> Answer:
        if store.dossiers.get(dossier.uid, lock=True).phase is not dossier.phase:
            raise _moved(store.dossiers.get(dossier.uid))
        moved = store.dossiers.set_phase(dossier, phase, reason)
        for channel in store.channels.of(moved):
            data = {"dossier": moved.uid, "phase": phase.value, **told}
            store.outbox.to_channel(channel, "phase", data, f"phase:{moved.uid}:{phase.value}:{ctx.source.id}")
        _tell_owner(store, ctx, moved, {"dossier": moved.uid, "phase": phase.value, **told})
        again = (("button-phase-again", "phase", {"dossier": moved.uid, "phase": dossier.phase.value}),)
        if phase is Phase.SEALED:
            return Notice("notice-phase-sealed", {"title": moved.title}, again)
        return Notice("notice-phase", {"title": moved.title, "zh": phase.label.zh, "en": phase.label.en}, again)

    return Write(apply)


def _tell_owner(store: Store, ctx: Context, moved: DossierView, data: Mapping[str, str | int]) -> None:
    """Tell the owner that somebody else has moved their dossier, where no channel hears of it."""
    workspace = store.absences.workspace_of(moved.owner_id, ctx.workspace)
    if moved.owner_id == store.actor.person or workspace is None or store.channels.of(moved):
        return
    store.outbox.to_person(
        moved.owner_id, workspace, "phase", data, f"phase:{moved.uid}:{data['phase']}:{ctx.source.id}"
    )


def _moved(dossier: DossierView) -> Conflict:
    return Conflict("phase-moved", zh=dossier.phase.label.zh, en=dossier.phase.label.en)
