"""Starting a dossier: customer, short name, project, phase and owner."""

from collections.abc import Mapping
from typing import Any

from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.oneline import labelled, parts
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import Command, command, on
from dossier.errors import DossierError, Problem
from dossier.fields import Input
from dossier.language import Label
from dossier.naming import SHORT_NAME_LENGTH, check_short_name
from dossier.phases import Phase
from dossier.reading import LINE_LENGTH, clean
from handlers.context import Context, Write
from handlers.follow_channel import settle
from storage.store import Store

_PHASES = (Phase.INITIATION, Phase.DESIGN, Phase.DEVELOPMENT, Phase.TEST, Phase.LAUNCH)

# Where what only the database knows is said.
_FIELDS = {
    "problem-short-name-taken": "short_name",
    "problem-customer-has-short-name": "customer",
    "problem-project-taken": "project",
}
_LABELS = {
    "customer": ("客户", "客户全称", "customer", "customer, full name"),
    "short_name": ("简称", "客户简称", "short name", "short"),
    "project": ("项目", "项目名称", "project", "project name"),
}


@command(
    Command(
        "start",
        "新建",
        Label("为客户项目建立档案", "Start a dossier for a project"),
        Label("[客户 | 简称 | 项目]", "[customer | short name | project]"),
        "dossier",
        rank=40,
        also=("创建", "create", "new"),
    )
)
def start_by_command(event: CommandGiven, ctx: Context) -> Answer:
    """Open the form; what stands behind the command is the customer, then its short name and the project."""
    return _open(ctx, _parted(event.text))


@on(ButtonPressed, "start")
def press_start(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form, by button."""
    return _open(ctx, {})


def _parted(text: str) -> dict[str, str]:
    """Give what stands in each of the first fields, by labels or in their order: `ABC公司 | ABC | 项目: 商城`."""
    given: dict[str, str] = {}
    for _, part in parts(text):
        label, behind = labelled(part) or ("", part)
        word = label.casefold()
        named = next((name for name, words in _LABELS.items() if word in words), None)
        name = named or next((each for each in _LABELS if each not in given), None)
        if name is not None and (said := (behind if named else part).strip()):
            given[name] = said
    return given


def _open(ctx: Context, given: Mapping[str, str]) -> Answer:
    ctx.store.actor.require_start()
    say, customer = ctx.voice.say, given.get("customer", "")
    short, project = given.get("short_name", "")[:SHORT_NAME_LENGTH], given.get("project", "")[:60]
    phases = tuple(Choice(phase.value, ctx.voice.label(phase.label)) for phase in _PHASES)
    fields = (
        FormField(
            "customer", say("start-customer"), Input.TEXT, True, say("start-customer-hint"), value=customer[:200]
        ),
        FormField(
            "short_name",
            say("start-short"),
            Input.TEXT,
            True,
            say("start-short-hint"),
            value=short,
            max_length=SHORT_NAME_LENGTH,
        ),
        FormField(
            "project", say("start-project"), Input.TEXT, True, say("start-project-hint"), value=project, max_length=60
        ),
        FormField("phase", say("start-phase"), Input.CHOICE, True, choices=phases, value=Phase.INITIATION.value),
        FormField("owner", say("start-owner"), Input.PERSON, True, say("start-owner-hint"), value=f"@{ctx.me.name}"),
    )
    name = (ctx.channel.name if ctx.channel else "") or ctx.source.channel_name
    binds = say("start-binds", channel=name) if name else say("start-binds-here")
    note = binds if _free(ctx) else ""
    # Where the form is sent from the name is no longer told.
    return OpenForm(Form("start", say("start-title"), say("start-submit"), fields, {"channel": name}, note))


@on(FormSubmitted, "start")
def start(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Start the dossier and bind the channel, when it is free, to it."""
    values = {name: _line(event.values.get(name)) for name in ("customer", "short_name", "project", "phase", "owner")}
    problems = {name: Problem("problem-required") for name, value in values.items() if not value}
    for name, most in (("customer", LINE_LENGTH), ("project", 60)):
        if len(values[name]) > most:
            problems[name] = Problem("problem-too-long", {"max": most, "length": len(values[name])})
    try:
        values["short_name"] = check_short_name(values["short_name"])
    except DossierError as error:
        problems["short_name"] = error.problem
    if values["phase"] not in {phase.value for phase in _PHASES}:
        problems["phase"] = Problem("problem-required")
    owner = ctx.store.people.named(values["owner"].lstrip("@＠"))
    if owner is None and "owner" not in problems:
        problems["owner"] = Problem("problem-nobody-called", {"name": values["owner"][:60]})
    if problems or owner is None:
        return FormErrors(problems)

    def apply(store: Store) -> Answer:
        try:
            made = store.dossiers.start(
                values["customer"], values["short_name"], values["project"], Phase(values["phase"]), owner
            )
        except DossierError as error:
            return _on_field(error)
        data, said = {"dossier": made.uid}, "notice-started"
        if ctx.source.channel is not None and _free(ctx):
            channel = store.channels.put(ctx.workspace, ctx.source.channel, event.ref.get("channel", ""))
            store.channels.bind(channel, made, started=True)
            if not settle(store, channel, made):
                said = "notice-started-uninvited"
            store.outbox.to_channel(channel, "started", data, f"dossier:{made.uid}")
        return Notice(said, {"title": made.title}, (("button-status", "status", data),))

    return Write(apply)


def _free(ctx: Context) -> bool:
    """Tell whether this comes from a channel that is bound to nothing, be it one nobody has heard of yet."""
    return ctx.source.channel is not None and (ctx.channel is None or ctx.channel.dossier is None)


def _on_field(error: DossierError) -> Answer:
    """Put what only the database knew on the field it is about; nothing was written."""
    field = _FIELDS.get(error.problem.key)
    if field is None:
        raise error
    return FormErrors({field: error.problem})


def _line(value: Any) -> str:
    return " ".join(clean(value).split()) if isinstance(value, str) else ""
