"""Putting off what is owed: for an hour, until the next working morning, or until a moment in words."""

from datetime import datetime

from chat.events import ButtonPressed, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import on
from dossier import moments
from dossier.duties import LONGEST_SNOOZE, SHORTEST_SNOOZE
from dossier.errors import DossierError
from dossier.fields import Input
from dossier.views import DutyView
from dossier.worktime import next_morning
from handlers.context import Context, Write
from handlers.my_duties import still_owed
from storage.duty_rights import require_part
from storage.store import Store

_FORM = "snooze"
_HOUR, _MORNING = "hour", "morning"


@on(ButtonPressed, "snooze")
def ask_until(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask until when."""
    duty = still_owed(ctx, event.args.get("duty", ""))
    require_part(ctx.store, duty)
    if not duty.can_wait(ctx.voice.now):
        raise DossierError("snooze-late", days=LONGEST_SNOOZE.days)
    say = ctx.voice.say
    offered = (("snooze-hour", _HOUR), ("snooze-morning", _MORNING))
    chosen = [(key, each, _chosen(ctx, duty, each)) for key, each in offered]
    choices = tuple(
        Choice(each, say(key, at=ctx.voice.moment(until))) for key, each, until in chosen if until <= duty.latest
    )
    fields = (
        FormField("until", say("snooze-until"), Input.CHOICE, choices=choices, value=_HOUR),
        FormField("at", say("snooze-at"), Input.TEXT, hint=say("hint-moment")),
    )
    note = say("snooze-due", topic=duty.topic, due=ctx.voice.moment(duty.due_at))
    return OpenForm(Form(_FORM, say("snooze-title"), say("button-snooze"), fields, {"duty": duty.uid}, note))


@on(FormSubmitted, _FORM)
def snooze(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Put it off; a moment in words counts before a choice."""
    duty = still_owed(ctx, event.ref.get("duty", ""))
    words, chosen = (str(event.values.get(name) or "").strip() for name in ("at", "until"))
    try:
        until = _typed(ctx, words) if words else _chosen(ctx, duty, chosen)
    except DossierError as error:
        return FormErrors({"at" if words else "until": error.problem})

    def apply(store: Store) -> Answer:
        try:
            store.duties.snooze(duty, until)
        except DossierError as error:
            if error.problem.key in ("problem-snooze-past", "problem-snooze-far"):
                return FormErrors({"at" if words else "until": error.problem})
            raise
        at = ctx.voice.moment(until)
        return Notice("notice-snoozed", {"topic": duty.topic, "at": at, "count": duty.snoozes + 1})

    return Write(apply)


def _typed(ctx: Context, words: str) -> datetime:
    try:
        return moments.parse_moment(words, ctx.voice.now, ctx.voice.zone)
    except moments.UnreadableDate:
        passed = _is_past(ctx, words)
        raise (DossierError("snooze-past") if passed else DossierError("unreadable-moment", text=words[:40])) from None


def _is_past(ctx: Context, words: str) -> bool:
    """Tell whether words name a day, without a time, that is over."""
    try:
        day = moments.parse_day(words, ctx.voice.now, ctx.voice.zone)
    except moments.UnreadableDate:
        return False
    return day < ctx.voice.now.astimezone(ctx.voice.zone).date()


def _chosen(ctx: Context, duty: DutyView, choice: str) -> datetime:
    if choice == _HOUR:
        return ctx.voice.now + SHORTEST_SNOOZE
    if choice == _MORNING:
        return next_morning(ctx.voice.now, ctx.store.rules.of(duty.dossier).work, ctx.voice.zone)
    raise DossierError("required")
