"""Help: on everything, on one command, and on a command that is none."""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import replace

from chat.events import ButtonPressed, CommandGiven
from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Inline,
    Message,
    Note,
    Paragraph,
    Strong,
    Style,
    Translated,
)
from chat.replies import Answer, Show
from chat.router import Command, command, on, router
from chat.voice import Voice
from dossier.kinds import Kind, Kinds, kinds
from dossier.language import Label, Language
from dossier.phases import Phase
from dossier.reading import short
from dossier.tiers import Action
from handlers.context import ALL, Context
from handlers.kind_commands import ROOT, ROOT_ZH, by_label, command_of, own_commands, own_kind


@command(
    Command(
        "help",
        "帮助",
        Label("能做什么，怎么写", "What can be done, and how"),
        Label("[命令|全部]", "[command|all]"),
        ROOT,
        rank=61,
        also=("?", "？"),
    )
)
def help_by_words(event: CommandGiven, ctx: Context) -> Answer:
    """Explain what is needed most, the command that is named, or everything."""
    name = event.text.strip().lstrip("/／")
    if name.casefold() in ALL:
        return Show(_everything(ctx))
    return Show(command_help(name, ctx.voice, _known(ctx)) if name else help_for(ctx))


def _known(ctx: Context) -> Kinds:
    """Give the kinds the asker may hear of: whom the standard is not for, hears of none of the organisation's own."""
    return Kinds(kinds()) if ctx.store.actor.reached(Action.READ) == frozenset() else ctx.store.kinds


@on(ButtonPressed, "help")
def press_help(event: ButtonPressed, ctx: Context) -> Answer:
    """Explain what is needed most, or everything, by button."""
    return Show(_everything(ctx) if event.args.get("all") else help_for(ctx))


def help_for(ctx: Context) -> Message:
    """Explain what the asker can do: to a guest, who sees but what is marked for them, the little they need."""
    if not is_guest(ctx):
        return _in_each(ctx.voice, lambda voice: _short(voice, _known(ctx)))
    voice, theirs = ctx.voice, [each for each in router.under(ROOT) if each.name in _OF_GUESTS]
    return Message(
        (
            Heading(voice.say("help-title"), "👋"),
            Paragraph((voice.say("help-guest"),)),
            Bullets(tuple(_entry(each, voice) for each in theirs)),
        )
    )


def is_guest(ctx: Context) -> bool:
    """Tell whether the asker sees nothing but what is marked for them."""
    actor = ctx.store.actor
    return actor.reached(Action.READ) == frozenset() and bool(actor.reached(Action.VISIT))


def _everything(ctx: Context) -> Message:
    """List all commands; to a guest, those that are theirs."""
    return help_for(ctx) if is_guest(ctx) else _in_each(ctx.voice, lambda voice: _help(voice, _known(ctx)))


def _in_each(voice: Voice, made: Callable[[Voice], Message]) -> Message:
    """Say it in every language, since nobody knows yet what who is new reads."""
    others = {language: made(replace(voice, language=language)) for language in Language}
    mine = others.pop(voice.language)
    return Translated(mine.blocks, {voice.language: mine, **others})


def _short(voice: Voice, kinds: Kinds) -> Message:
    """Give the commands of every day, and what can be asked."""
    blocks: list[Block] = [Heading(voice.say("help-title"), "👋"), Paragraph((voice.say("help-intro"),))]
    blocks.append(Bullets(tuple(_entry(each, voice) for each in router.under(None) if each.name != ROOT)))
    behind = (*router.under(ROOT), *own_commands(kinds))
    blocks.append(Bullets(tuple(_entry(each, voice) for each in behind if each.name in _DAILY)))
    blocks += _of_kinds(behind, kinds, voice)
    blocks.append(Paragraph((Strong(voice.say("help-ask")), "\n", voice.say("help-questions"))))
    status = Button(voice.say("button-status"), "overview", {}, Style.PRIMARY)
    every = Button(voice.say("button-help-all"), "help", {"all": "yes"})
    blocks.append(Buttons((status, every, Button(voice.say("settings-title"), "settings"))))
    return Message(tuple(blocks))


def _help(voice: Voice, kinds: Kinds) -> Message:
    blocks: list[Block] = [Heading(voice.say("help-title"), "👋"), Paragraph((voice.say("help-intro"),))]
    blocks.append(Bullets(tuple(_entry(each, voice) for each in router.under(None) if each.name != ROOT)))
    behind = (*router.under(ROOT), *own_commands(kinds))
    for group in _GROUPS:
        of_it = [each for each in behind if _group(each, kinds) == group]
        blocks.append(Paragraph((Strong(voice.say(group)),)))
        blocks.append(Bullets(tuple(_entry(each, voice) for each in of_it)))
    blocks += _of_kinds(behind, kinds, voice)
    blocks.append(Paragraph((Strong(voice.say("help-ask")), "\n", voice.say("help-questions"))))
    status = Button(voice.say("button-status"), "overview", {}, Style.PRIMARY)
    blocks.append(Buttons((status, Button(voice.say("settings-title"), "settings"))))
    return Message(tuple(blocks))


def _group(each: Command, kinds: Kinds) -> str:
    """Give under what a command stands: by its rank, as its handler declares it; kinds stand by themselves."""
    kind = kinds.named(each.name) or next((kind for kind in kinds if kind.command == each.name), None)
    if kind is not None and each == command_of(kind):
        return "help-kinds"
    return next((group for group, ranks in _GROUPS.items() if each.rank in ranks), "help-settings")


def _of_kinds(commands: Iterable[Command], kinds: Kinds, voice: Voice) -> tuple[Block, ...]:
    """Name what is logged behind the word, in a line."""
    named = Paragraph((Strong(voice.say("help-kinds")), "\n", _names(commands, kinds, voice)))
    return named, Note((voice.say("help-kinds-how"),))


def _names(commands: Iterable[Command], kinds: Kinds, voice: Voice) -> str:
    return voice.listed([_word(each, voice) for each in commands if _group(each, kinds) == "help-kinds"])


_DAILY = ("status", "missing", "show", "search", "export")
_OF_GUESTS = ("show", "list", "search", "tree", "settings", "help")
_GROUPS = {
    "help-look": range(30),
    "help-records": range(30, 40),
    "help-project": range(40, 60),
    "help-settings": range(60, 100),
}


def command_help(name: str, voice: Voice, kinds: Kinds) -> Message:
    """Explain one command; what is none is answered with the nearest."""
    words = name.split()
    if len(words) > 1 and words[0] in (ROOT, ROOT_ZH):
        words = words[1:]
    meant = (" ".join(words), words[0], words[0].casefold().removesuffix("s")) if words else ()
    found = next((each for word in meant if (each := _named(word, kinds)) is not None), None)
    if found is None:
        return unknown_command(name, voice, kinds)
    title = _written(found, voice)
    blocks: list[Block] = [Heading(title, found.icon or "💡"), Paragraph((voice.label(found.about),))]
    if usage := voice.label(found.usage):
        blocks.append(Paragraph((Strong(voice.say("help-usage")), "\n", f"{title} {usage}")))
    kind = kinds.named(found.name)
    if kind is not None and found == command_of(kind):
        blocks.append(Bullets(tuple(_field(spec_line, voice) for spec_line in _fields(kind, voice))))
        blocks.append(Note((voice.say("help-oneline"),)))
        if others := [each for each in router.under(ROOT) if each.usage.zh == kind.label.zh]:
            blocks.append(Bullets(tuple(_entry(each, voice) for each in others)))
    return Message(tuple(blocks))


def _named(word: str, kinds: Kinds) -> Command | None:
    kind = own_kind(kinds, word) or kinds.named(word)
    return router.named(word) or router.named(word, ROOT) or (command_of(kind) if kind else None)


def _fields(kind: Kind, voice: Voice) -> list[tuple[str, str, bool]]:
    return [
        (
            " / ".join(sorted(spec.label.both(), key=lambda said: said != voice.label(spec.label))),
            voice.listed([voice.label(option.label) for option in spec.options])
            or (voice.label(spec.hint) if spec.hint else ""),
            # What is asked only where something else is chosen need not be there in most records.
            spec.required and spec.always,
        )
        for spec in kind.fields
    ]


def _field(line: tuple[str, str, bool], voice: Voice) -> tuple[Inline, ...]:
    name, hint, required = line
    mark = voice.say("help-required") if required else ""
    return (Strong(name), mark, f" — {hint}" if hint else "")


def unknown_command(name: str, voice: Voice, kinds: Kinds, text: str = "") -> Message:
    """Answer a command that is none, with the nearest one when there is one, and the text that was typed behind it."""
    word = name.split()[-1] if name.split() else ""
    # Behind `/dossier` only its words can be meant; alone, a word of it may have been meant as a command.
    behind = (*router.under(ROOT), *own_commands(kinds))
    meant_for = behind if len(name.split()) > 1 else (*behind, *router.under(None))
    known = by_label(kinds) | {each_name: each for each in meant_for for each_name in each.names}
    if (alone := router.named(word)) is not None:
        known[word.casefold()] = alone
    phases = {called: each for each in Phase for called in each.names}
    near = _near(word.casefold(), (*known, *phases))
    shown = f"/{name[:40]}" if not name.startswith("/") else name[:40]
    button = Button(voice.say("button-help"), "help")
    if not near:
        return Message((Paragraph((voice.say("unknown-command", name=shown),)), Buttons((button,))))
    if (each := known.get(near[0])) is not None:
        meant = f"{_written(each, voice)} {short(text)}".rstrip()
    else:
        # 封存, seal: where a project is moved to is said behind another word.
        meant = f"{_move(voice)} {voice.label(phases[near[0]].label).removeprefix('已').casefold()}"
    return Message((Paragraph((voice.say("unknown-command-near", name=shown, near=meant),)), Buttons((button,))))


def _near(word: str, known: Iterable[str]) -> list[str]:
    """Give the nearest of some words. Of two Chinese letters one alone says nothing, unless it is the first."""
    close = difflib.get_close_matches(word, list(known), n=5, cutoff=0.5)
    sure = difflib.get_close_matches(word, close, n=5, cutoff=0.6)
    return [each for each in close if each in sure or each[0] == word[0]][:1]


def _move(voice: Voice) -> str:
    to_phase = router.named("phase", ROOT)
    return _written(to_phase, voice) if to_phase else ""


def _word(each: Command, voice: Voice) -> str:
    return each.zh if voice.language == "zh-CN" else each.name


def _written(each: Command, voice: Voice) -> str:
    name = _word(each, voice)
    root = ROOT_ZH if voice.language == "zh-CN" else ROOT
    return f"/{root} {name}" if each.parent else f"/{name}"


def _entry(each: Command, voice: Voice) -> tuple[Inline, ...]:
    usage = voice.label(each.usage)
    return (
        f"{each.icon} ".lstrip(),
        Strong(_written(each, voice)),
        f" {usage} — {voice.label(each.about)}".replace("  ", " "),
    )
