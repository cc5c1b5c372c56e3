"""A dossier's folders as cards: all its phases, and the sub-folders of one."""

from collections.abc import Sequence

from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Hyperlink,
    Inline,
    Message,
    Note,
    Paragraph,
    Strong,
    Style,
)
from chat.voice import Voice
from dossier.folders import FOLDERS, Folder
from dossier.phases import Phase
from dossier.views import DossierView

Tree = Sequence[tuple[Folder, int]]
_MOST_BUTTONS = 10


def tree_card(dossier: DossierView, tree: Tree, voice: Voice, *, zips: bool, page: str) -> Message:
    """Show the folders of a dossier with how much is in each, the phase it is in marked.

    `zips` says whether the reader may have it as a ZIP; `page` is the address of its page, "" where there is none.
    """
    phases = [(phase, [(folder, count) for folder, count in tree if folder.phase is phase]) for phase in FOLDERS]
    lines = [_phase(dossier, phase, folders, voice) for phase, folders in phases if folders]
    total = sum(count for _, count in tree)
    blocks: list[Block] = [Heading(voice.say("tree-title", title=dossier.title), "🗂️")]
    blocks.append(Bullets(tuple(lines)) if lines else Paragraph((voice.say("tree-empty"),)))
    blocks.append(Note((voice.say("tree-count", count=total),)))
    if page:
        blocks.append(Paragraph((Hyperlink(page, voice.say("tree-page")),)))
    where = {"dossier": dossier.uid}
    buttons = [
        Button(voice.label(phase.label), "tree", {**where, "phase": phase.value})
        for phase, folders in phases
        if any(count for _, count in folders)
    ]
    if zips:
        buttons.append(Button(voice.say("button-zip"), "export-zip", where, Style.PRIMARY))
    if buttons:
        blocks.append(Buttons(tuple(buttons)))
    return Message(tuple(blocks))


def phase_card(dossier: DossierView, phase: Phase, tree: Tree, voice: Voice) -> Message:
    """Show the sub-folders of a phase, with a button for each in which there is something."""
    heading = Heading(f"{dossier.title} · {voice.label(phase.label)}", "📁")
    back = Button(voice.say("button-tree"), "tree", {"dossier": dossier.uid})
    if not tree:
        return Message((heading, Paragraph((voice.say("tree-empty"),)), Buttons((back,))))
    lines = tuple((f"{voice.label(folder.label)} ", Strong(str(count))) for folder, count in tree)
    filled = [folder for folder, count in tree if count][:_MOST_BUTTONS]
    where = {"dossier": dossier.uid, "phase": phase.value}
    buttons = [Button(voice.label(each.label), "folder", {**where, "folder": each.label.zh}) for each in filled]
    return Message((heading, Bullets(lines), Buttons((*buttons, back))))


def _phase(dossier: DossierView, phase: Phase, folders: Tree, voice: Voice) -> tuple[Inline, ...]:
    held = [f"{voice.label(folder.label)} {count}" for folder, count in folders if count]
    name = voice.label(phase.label)
    called = voice.say("tree-now", phase=name) if phase is dossier.phase else name
    what = voice.listed(held) or voice.say("tree-nothing")
    # The colon is in bold too: some platforms part bold from what follows it by a space.
    colon = voice.colon.rstrip()
    return ("📁 ", Strong(f"{called}{colon}"), f"{voice.colon.removeprefix(colon)}{what}")
