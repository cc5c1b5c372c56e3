"""A dossier as a page: its folders phase by phase, opened one after the other, down to each record and its files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.web.place import Place
from bot.web.problems import Refusal
from bot.web.rendering import Renderer
from bot.web.services import Services
from chat.cards.record import record_card
from chat.messages import Buttons, Message
from chat.voice import Voice
from dossier.fields import FileRef
from dossier.folders import FOLDERS, Folder
from dossier.phases import Phase
from dossier.tiers import Action
from dossier.views import DossierView, Saved, attached_in
from storage.store import Store

T = TypeVar("T")

PAGE = 50
"""How many records of a folder are shown at once."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A phase with its sub-folders and how much is in each."""

    phase: Phase
    folders: Sequence[tuple[Folder, int]]

    @property
    def count(self) -> int:
        """How many records there are in all of it."""
        return sum(count for _, count in self.folders)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A record as it stands in a folder: what its document is called, and the files attached to it."""

    saved: Saved
    name: str
    files: Sequence[FileRef]


class TreePages:
    """Gives the pages, in worker threads; raises Refusal (404) for what somebody may not see."""

    def __init__(self, services: Services, renderer: Renderer) -> None:
        """Take the product and what draws."""
        self._services = services
        self._renderer = renderer

    def page(self, place: Place, uid: str, csrf: str) -> str:
        """Give the page of a dossier: its folders with how much is in each."""

        def look(store: Store) -> tuple[DossierView, Sequence[Branch], Sequence[DossierView], bool]:
            dossier = store.dossiers.get(uid)
            tree = store.filing.tree(dossier)
            folders = {phase: [each for each in tree if each[0].phase is phase] for phase in FOLDERS}
            branches = [Branch(phase, held) for phase, held in folders.items() if held]
            zips = store.actor.may(Action.EXPORT, dossier.id)
            return dossier, branches, store.dossiers.mine(Action.VISIT), zips

        dossier, branches, others, zips = self._look(place, look)
        return self._renderer.tree(place, csrf, dossier, branches=branches, dossiers=others, zips=zips)

    def folder(self, place: Place, uid: str, phase: str, name: str, before: int | None) -> str:
        """Give the records of a sub-folder, the newest first; with `before`, those that come behind."""
        voice = self._voice(place)

        def look(store: Store) -> tuple[DossierView, Folder, Sequence[Leaf], int | None]:
            dossier = store.dossiers.get(uid)
            tree = store.filing.tree(dossier)
            folder = next((each for each, _ in tree if (each.phase.value, each.label.zh) == (phase, name)), None)
            if folder is None:
                raise Refusal(404, "folder")
            lines, rest = store.filing.lines(dossier, folder, PAGE, before)
            leaves = [_leaf(store.records.get(line.uid), voice) for line in lines]
            return dossier, folder, leaves, rest

        dossier, folder, leaves, rest = self._look(place, look)
        shown = {"dossier": dossier, "folder": folder, "leaves": leaves, "rest": rest}
        return self._renderer.folder(place, further=before is not None, **shown)

    def record(self, place: Place, uid: str) -> str:
        """Give what a record holds, as on its card; what can be done with it is done in the chat."""
        card = record_card(self._look(place, lambda store: store.records.get(uid)), self._voice(place), whole=True)
        # Its title stands above it already.
        blocks = tuple(block for block in card.blocks[1:] if not isinstance(block, Buttons))
        return self._renderer.held(place, Message(blocks))

    def _voice(self, place: Place) -> Voice:
        return Voice(place.language, place.zone, self._services.clock.now())

    def _look(self, place: Place, query: Callable[[Store], T]) -> T:
        found = self._services.look(place.persona.workspace, place.persona.account, query)
        if found is None:
            raise Refusal(404, "dossier")
        return found


def _leaf(saved: Saved, voice: Voice) -> Leaf:
    files = [file for file in attached_in(saved.line.kind, saved.content) if file.id not in saved.refused]
    return Leaf(saved, saved.document(), files)
