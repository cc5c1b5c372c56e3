"""A dossier as a tree of folders: its phases, their sub-folders, what is in each, and all of it as a ZIP."""

from chat.cards.lists import PAGE, record_list
from chat.cards.tree import phase_card, tree_card
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button
from chat.replies import Answer, Show
from chat.router import Command, command, on
from dossier.errors import NotFound
from dossier.folders import FOLDERS, Folder
from dossier.language import Label
from dossier.phases import Phase
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import ALL, Context
from storage.webchat import DOSSIER_SCHEME, PLATFORM


@command(
    Command(
        "tree",
        "文件",
        Label("按阶段浏览档案的文件夹", "The dossier’s folders, phase by phase"),
        Label("[客户] [阶段]", "[customer] [phase]"),
        "dossier",
        rank=23,
        also=("目录", "树"),
    )
)
def tree_by_words(event: CommandGiven, ctx: Context) -> Answer:
    """Show the folders of the dossier that is meant, or of one of its phases where words name one."""
    dossier, words = ctx.one(event.text, Action.VISIT), event.text.split()
    phase = next((each for each in FOLDERS if any(word.casefold() in each.names for word in words)), None)
    known = event.text.strip().casefold() in ("", *ALL) or ctx.store.dossiers.named_in(event.text, Action.VISIT)
    if phase is None and not known:
        raise NotFound("which-phase")
    return _phase(ctx, dossier, phase)


@on(ButtonPressed, "tree")
def press_tree(event: ButtonPressed, ctx: Context) -> Answer:
    """Show the folders of a dossier, or those of one of its phases, by button."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    ctx.store.actor.require(Action.VISIT, dossier.id)
    phase = next((each for each in FOLDERS if each.value == event.args.get("phase")), None)
    return _phase(ctx, dossier, phase)


def _phase(ctx: Context, dossier: DossierView, phase: Phase | None) -> Answer:
    if phase is None:
        return _tree(ctx, dossier)
    tree = [(folder, count) for folder, count in ctx.store.filing.tree(dossier) if folder.phase is phase]
    return Show(phase_card(dossier, phase, tree, ctx.voice))


@on(ButtonPressed, "folder")
def press_folder(event: ButtonPressed, ctx: Context) -> Answer:
    """List what is in a sub-folder, a page at a time, by button."""
    dossier, args = ctx.store.dossiers.get(event.args.get("dossier", "")), event.args
    ctx.store.actor.require(Action.VISIT, dossier.id)
    folder, total = _named(ctx, dossier, args.get("phase", ""), args.get("folder", ""))
    before = args.get("before", "")
    from_here = int(before) if before.isdecimal() and len(before) < 18 else None
    lines, rest = ctx.store.filing.lines(dossier, folder, PAGE, from_here)
    where = {"dossier": dossier.uid, "phase": folder.phase.value, "folder": folder.label.zh}
    more = Button(ctx.voice.say("button-more"), "folder", {**where, "before": str(rest)}) if rest else None
    title = f"{dossier.title} · {ctx.voice.label(folder.phase.label)} / {ctx.voice.label(folder.label)}"
    return Show(record_list(title, lines, total, ctx.voice, {}, more))


def _tree(ctx: Context, dossier: DossierView) -> Answer:
    zips = ctx.store.actor.may(Action.EXPORT, dossier.id)
    # Only the web chat has pages of its own, and whoever reads it is signed in there.
    page = f"{DOSSIER_SCHEME}{dossier.uid}" if ctx.source.platform == PLATFORM else ""
    return Show(tree_card(dossier, ctx.store.filing.tree(dossier), ctx.voice, zips=zips, page=page))


def _named(ctx: Context, dossier: DossierView, phase: str, name: str) -> tuple[Folder, int]:
    """Give a sub-folder the actor may know, and how many records are in it. Raises NotFound for any other."""
    for folder, count in ctx.store.filing.tree(dossier):
        if (folder.phase.value, folder.label.zh) == (phase, name):
            return folder, count
    raise NotFound("not-found")
