"""How the organisation names its documents: the pattern, and the labels that may stand for a stage."""

import re

from chat.events import CommandGiven, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.messages import Bullets, Buttons, Heading, Message, Note
from chat.replies import Answer, FormErrors, Notice, OpenForm, Show
from chat.router import Command, command, on, router
from dossier.errors import DossierError, Problem
from dossier.fields import Input
from dossier.folders import COVER, DOSSIER, STAGES
from dossier.labels import example, sheet_label
from dossier.language import Label, Language
from dossier.naming import STAGE_LENGTH, folded, is_other_part, pattern, stage_label
from dossier.reading import short as quoted
from handlers.ask_manager import manager_button
from handlers.context import Context, Write
from handlers.kind_commands import ROOT
from storage.store import Store

_FORM = "naming"
_MOST_STAGES = 60
_CALLED = {label.en: label.zh for label in STAGES}
_PAIRS = {name: label for label in STAGES for name in label.both()}
_BETWEEN = re.compile(r"[\n,，、;；]+")


@command(
    Command(
        "naming",
        "命名",
        Label("文件命名规则和阶段名称", "How documents are named, and the labels of stages"),
        parent=ROOT,
        rank=62,
        also=("命名规则", "文件名"),
    )
)
def naming_by_command(event: CommandGiven, ctx: Context) -> Answer:
    """Open the form; to who may not set them, show the rule and the labels there are."""
    say, naming = ctx.voice.say, ctx.store.naming
    if not ctx.store.actor.manages:
        ctx.store.standards.require()
        return Show(_rule(ctx))
    fields = (
        FormField(
            "pattern",
            say("naming-pattern"),
            Input.TEXT,
            True,
            say("naming-pattern-hint"),
            value=naming.pattern.text(ctx.voice.language),
        ),
        FormField(
            "stages",
            say("naming-stages"),
            Input.LONG_TEXT,
            True,
            say("naming-stages-hint"),
            value="\n".join(naming.stages),
            max_length=_MOST_STAGES * (STAGE_LENGTH + 1),
        ),
        FormField(
            "language",
            say("naming-language"),
            Input.CHOICE,
            True,
            say("naming-language-hint"),
            tuple(Choice(each.value, each.own_name) for each in Language),
            naming.language.value,
        ),
    )
    return OpenForm(Form(_FORM, say("naming-title"), say("button-save"), fields, note=_note(ctx)))


def _rule(ctx: Context) -> Message:
    say, naming = ctx.voice.say, ctx.store.naming
    stages = dict.fromkeys(naming.said(_PAIRS[each]) if each in _PAIRS else each for each in naming.stages)
    lines = (
        say("standard-pattern", pattern=naming.pattern.text(ctx.voice.language)),
        say("standard-example", name=naming.pattern.build(example(naming.language))),
        say("standard-stages", stages=ctx.voice.listed(list(stages))),
        say("standard-name-versions"),
    )
    told = Note((say("naming-managers", names=ctx.voice.listed(ctx.store.people.managers())),))
    command_here = router.named("naming", ROOT)
    ask = manager_button(ctx.store, ctx.voice, command_here) if command_here else ()
    blocks = (Heading(say("naming-title"), "🏷️"), Bullets(tuple((line,) for line in lines)), told)
    return Message((*blocks, Buttons(ask)) if ask else blocks)


def _note(ctx: Context) -> str:
    """Show how the rule of today makes a name, and that of a second document of the day."""
    naming = ctx.store.naming
    first = example(naming.language)
    built = {"example": naming.pattern.build(first), "second": naming.pattern.build(first.numbered(2, 1))}
    return ctx.voice.say("naming-note", **built)


@on(FormSubmitted, _FORM)
def set_naming(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Keep what was entered; what cannot be is told on its field. Raises Refused for anybody but a manager."""
    ctx.store.actor.require_manager()
    problems: dict[str, Problem] = {}
    try:
        chosen = pattern(str(event.values.get("pattern") or ""))
    except DossierError as error:
        problems["pattern"] = error.problem
    said = [part.strip() for part in _BETWEEN.split(str(event.values.get("stages") or "")) if part.strip()]
    stages = tuple(dict.fromkeys(said))
    wrong = next((each for each in stages if stage_label(each) != each), None)
    if not stages or len(stages) > _MOST_STAGES:
        problems["stages"] = Problem("problem-stages-count", {"max": _MOST_STAGES})
    elif wrong is not None and len(wrong) > STAGE_LENGTH:
        problems["stages"] = Problem("problem-stage-long", {"text": quoted(wrong)})
    elif wrong is not None:
        problems["stages"] = Problem("problem-stage-label", {"text": wrong[:40], "right": stage_label(wrong)})
    elif (alike := next(filter(is_other_part, stages), None)) is not None:
        problems["stages"] = Problem("problem-stage-alike", {"text": alike})
    elif (taken := next((each for each in stages if folded(each) in _of_others(ctx)), None)) is not None:
        problems["stages"] = Problem("problem-stage-taken", {"text": taken})
    elif (short := next((each for each in stages if folded(each) in _short_names(ctx)), None)) is not None:
        problems["stages"] = Problem("problem-stage-short-name", {"text": short})
    language = str(event.values.get("language") or ctx.store.naming.language)
    if language not in set(Language):
        problems["language"] = Problem("problem-required")
    if problems:
        return FormErrors(problems)

    # A stage of the product is one, though it is called in two languages.
    count = len({_CALLED.get(each, each) for each in stages})

    def apply(store: Store) -> Answer:
        store.naming.keep(chosen, stages, Language(language))
        shown = {"pattern": chosen.text(ctx.voice.language), "example": chosen.build(example(store.naming.language))}
        return Notice("notice-naming", {**shown, "count": count})

    return Write(apply)


def _short_names(ctx: Context) -> set[str]:
    """Give what the organisation's customers are called in names, whatever the capitals."""
    return {folded(dossier.short_name) for dossier in ctx.store.dossiers.mine()}


def _of_others(ctx: Context) -> set[str]:
    """Give what exports of a whole dossier are called in names: a record that is called so would be one of them."""
    labels = (DOSSIER, COVER, *map(sheet_label, ctx.store.kinds))
    return {folded(name) for label in labels for name in label.both()}
