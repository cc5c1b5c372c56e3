"""The rules of reminding: by when something is due, when nobody is written to, and who is told in which steps."""

from collections.abc import Callable, Mapping, Sequence

from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import Command, command, on
from dossier.errors import DossierError, Problem
from dossier.escalation import parse_steps
from dossier.fields import Input
from dossier.language import Label, Language
from dossier.rules import (
    HOUSE_SETTINGS,
    KPI,
    OFF,
    ON,
    SETTINGS,
    WALL,
    WORKING,
    Rule,
    parse_country,
    parse_hours,
    parse_quiet,
    parse_weekdays,
    parse_working_hours,
    quiet_text,
)
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import ALL, Context, Write
from storage.store import Store

_FORM = "rule"
_WHOLE = ("organisation", "org", "组织", *ALL)
_CHOICES = {"due_by": (WALL, WORKING), "names": (ON, OFF), "kpi": KPI, "summary": (ON, OFF)}
_READ: dict[str, Callable[[str], str]] = {
    "due_hours": lambda text: str(parse_hours(text)),
    "quiet": lambda text: quiet_text(parse_quiet(text)),
    "steps": lambda text: str(parse_steps(text)),
    "country": parse_country,
    "hours": lambda text: "{:%H:%M}-{:%H:%M}".format(*parse_working_hours(text)),
    "weekdays": lambda text: " ".join(str(day + 1) for day in sorted(parse_weekdays(text))),
}


@command(
    Command(
        "rule",
        "规则",
        Label("提醒规则：多久补齐、免打扰、提醒步骤", "How and when people are reminded"),
        Label("[客户|组织]", "[customer|organisation]"),
        "dossier",
        rank=61,
    )
)
def rule_by_command(event: CommandGiven, ctx: Context) -> Answer:
    """Open the form of the dossier's rule, or of the organisation's."""
    if event.text.strip().casefold() in _WHOLE:
        ctx.store.actor.require_manager()
        return OpenForm(_form(ctx, None))
    dossier = ctx.one(event.text)
    ctx.store.actor.require(Action.MANAGE, dossier.id)
    return OpenForm(_form(ctx, dossier))


@on(ButtonPressed, "rule")
def press_rule(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form of a dossier's rule, by button."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    ctx.store.actor.require(Action.MANAGE, dossier.id)
    return OpenForm(_form(ctx, dossier))


@on(FormSubmitted, _FORM)
def set_rule(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Keep what was changed; what is as in the organisation stays with it."""
    uid = event.ref.get("dossier", "")
    dossier = ctx.store.dossiers.get(uid) if uid else None
    problems: dict[str, Problem] = {}
    asked = SETTINGS if dossier is None else tuple(name for name in SETTINGS if name not in HOUSE_SETTINGS)
    values = _checked(event.values, asked, problems)
    if problems:
        return FormErrors(problems)
    # What the form began with stays as it is, whatever has been changed elsewhere since.
    house = ctx.store.rules.of(None).settings() if dossier else {}
    changed = {
        name: value for name, value in values.items() if value == house.get(name) or value != event.ref.get(name)
    }

    def apply(store: Store) -> Answer:
        store.rules.keep(dossier, changed)
        if dossier is None:
            return Notice("notice-rule-organisation", {})
        return Notice("notice-rule", {"title": dossier.title})

    return Write(apply)


def _checked(entered: Mapping[str, object], asked: Sequence[str], problems: dict[str, Problem]) -> dict[str, str]:
    """Give settings as they are kept; what is wrong goes to its field."""
    values: dict[str, str] = {}
    for name in asked:
        text = str(entered.get(name) or "").strip()
        try:
            if name in _CHOICES:
                if text not in _CHOICES[name]:
                    raise DossierError("required")
                values[name] = text
            else:
                values[name] = _READ[name](text)
        except DossierError as error:
            problems[name] = error.problem
    return values


def _form(ctx: Context, dossier: DossierView | None) -> Form:
    say, rule = ctx.voice.say, ctx.store.rules.of(dossier.id if dossier else None)
    held = rule.settings()
    by = (Choice(WALL, say("rule-wall")), Choice(WORKING, say("rule-working")))
    switch = (Choice(ON, say("rule-on")), Choice(OFF, say("rule-off")))
    fields: tuple[FormField, ...] = (
        FormField("due_hours", say("rule-hours"), Input.NUMBER, True, value=held["due_hours"]),
        FormField("due_by", say("rule-by"), Input.CHOICE, True, choices=by, value=held["due_by"]),
        FormField("quiet", say("rule-quiet"), Input.TEXT, True, say("rule-quiet-hint"), value=held["quiet"]),
        FormField(
            "steps",
            say("rule-steps"),
            Input.TEXT,
            True,
            say("rule-steps-hint"),
            value=rule.steps.text(ctx.voice.language, ctx.voice.say("channel-word")),
        ),
        FormField("names", say("rule-names"), Input.CHOICE, True, choices=switch, value=held["names"]),
    )
    if dossier is None:
        fields = (
            *fields,
            FormField(
                "country", say("rule-country"), Input.TEXT, True, say("rule-country-hint"), value=held["country"]
            ),
            FormField("hours", say("rule-work"), Input.TEXT, True, say("rule-work-hint"), value=held["hours"]),
            FormField("weekdays", say("rule-days"), Input.TEXT, True, say("rule-days-hint"), value=_days(ctx, rule)),
            FormField("kpi", say("rule-kpi"), Input.CHOICE, True, choices=_seen(ctx), value=held["kpi"]),
            FormField("summary", say("rule-summary"), Input.CHOICE, True, choices=switch, value=held["summary"]),
        )
    note = _note(ctx, dossier, held, fields) if dossier else say("rule-of-organisation")
    ref = {"dossier": dossier.uid if dossier else "", **{field.name: held[field.name] for field in fields}}
    return Form(_FORM, say("rule-title"), say("button-save"), fields, ref, note)


def _note(ctx: Context, dossier: DossierView, held: Mapping[str, str], fields: Sequence[FormField]) -> str:
    """Say what follows the organisation, and what the dossier has of its own, with what it would be else."""
    say, rule = ctx.voice.say, ctx.store.rules.of(None)
    house = rule.settings()
    shown = {**house, "steps": rule.steps.text(ctx.voice.language, ctx.voice.say("channel-word"))}
    own = [
        say("rule-own", label=field.label, value=named.get(shown[field.name], shown[field.name]))
        for field in fields
        for named in [{choice.value: choice.label for choice in field.choices}]
        if held[field.name] != house[field.name]
    ]
    note = say("rule-of", title=dossier.title)
    between = "、" if ctx.voice.language is Language.ZH else "; "
    return f"{note} {say('rule-differs', settings=between.join(own))}" if own else note


def _seen(ctx: Context) -> tuple[Choice, ...]:
    """Give who can see the monthly figures."""
    labels = ("rule-kpi-off", "rule-kpi-managers", "rule-kpi-everyone")
    return tuple(Choice(value, ctx.voice.say(label)) for value, label in zip(KPI, labels, strict=True))


def _days(ctx: Context, rule: Rule) -> str:
    """Give the days of the week on which people work, as they are written."""
    between = "、" if ctx.voice.language is Language.ZH else ", "
    return between.join(ctx.voice.weekday(day) for day in sorted(rule.work.weekdays))
