"""Makes the file of an export: reads page by page what the asker may see, and writes it to disk."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.exports.archive import write_archive
from bot.exports.first_page import first_page
from bot.exports.folders import write_folders
from bot.exports.hidden import left_out, still_hidden
from bot.exports.kept_files import template_content
from bot.exports.naming import name_of
from bot.exports.pdf import pdf
from bot.exports.sheets import columns, long_rows, row, write_csv, write_excel
from bot.exports.word import template_of, word
from chat.documents import MOST_IN_FULL, Chapter, Document, part_of, record_document, sheet_of
from chat.export_request import Format, Request, What
from chat.voice import Voice
from dossier.categories import Category
from dossier.errors import DossierError
from dossier.folders import Filing, Folder, usual_option
from dossier.kinds import Kind
from dossier.tiers import Action
from dossier.views import DossierView, Saved
from storage.archives import exportable
from storage.audit import EXPORTED
from storage.files import StoredFile
from storage.record_queries import Filter
from storage.store import Store
from storage.vault import Vault

_PAGE = 50


@dataclass(frozen=True, slots=True)
class House:
    """How an export reads and writes: units on a store that acts as the asker, and how far it has come."""

    read: Callable[[Callable[[Store], Any]], Any]
    write: Callable[[Callable[[Store], Any]], Any]
    voice: Voice
    progress: Callable[[int, int], None]
    vault: Vault


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made: where it lies, what it is called, the attached files that are lost and not in it, and why
    an archive cannot be imported again (see Archives.lacks), or "veiled": hidden values that were wanted are not in it,
    as the asker has not confirmed confidentiality (see bot.exports.hidden)."""

    path: Path
    name: str
    lost: tuple[str, ...] = ()
    lacks: str = ""


@dataclass(slots=True)
class Making:
    """One export being made."""

    house: House
    request: Request
    folder: Path
    dossier: DossierView
    total: int = 0
    done: int = 0
    revealed: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)
    lacks: str = ""

    @property
    def voice(self) -> Voice:
        return self.house.voice

    def each(
        self,
        kind: Kind | None = None,
        after: int = 0,
        choices: tuple[tuple[str, tuple[str, ...]], ...] = (),
        suits: Callable[[Saved], bool] | None = None,
    ) -> Iterator[Saved]:
        """Give the records that are wanted (see Filter) and suit, a page at a time, and note how far it has come."""
        for page in self.pages(Filter(kind=kind, choices=choices), after):
            for saved in filter(suits, page):
                self.note(saved)
                yield saved
            self.advanced()

    def pages(self, wanted: Filter, after: int = 0) -> Iterator[list[Saved]]:
        """Give the records that are wanted behind a number, as the asker sees them, a page at a time."""
        number = after
        while True:

            def page(store: Store, number: int = number) -> list[Saved]:
                return store.records.after(self.dossier, number, wanted, _PAGE, reveal=self.request.reveal)

            found = self.house.read(page)
            if not found:
                return
            yield found
            number = found[-1].line.number

    def note(self, saved: Saved) -> None:
        """Count a record, and remember that what is sensitive in it is given out."""
        self.done += 1
        if saved.revealed and not saved.line.kind.hidden.isdisjoint(saved.content):
            self.revealed.append(saved.line.uid)

    def advanced(self) -> None:
        """Say how far it has come. Raises what stops the export when it was cancelled."""
        self.house.progress(min(self.done, self.total), self.total)

    def reveals(self, store: Store) -> bool:
        """Tell whether sensitive values go into an archive: all of them, or none."""
        return self.request.reveal and store.archives.complete(self.dossier)

    def readable(self) -> Sequence[Kind]:
        """Give the kinds of which the asker may read records, in the order of the dossier's parts."""

        def look(store: Store) -> list[Kind]:
            return [kind for kind in store.kinds if store.actor.may(Action.READ, self.dossier.id, kind)]

        found: list[Kind] = self.house.read(look)
        return sorted(found, key=lambda kind: list(Category).index(kind.category))

    def folders(self) -> list[tuple[Folder, int]]:
        """Give the sub-folders the asker may know, with how many records are in each."""
        found: list[tuple[Folder, int]] = self.house.read(lambda store: store.filing.tree(self.dossier))
        return found

    def filed(self, folder: Folder) -> Iterator[Saved]:
        """Give the records of a sub-folder, kind by kind."""
        filing: Filing = self.house.read(lambda store: store.filing.filing)
        for kind in self.readable():
            ours = tuple(each.option for each in folder.contents if each.kind is kind)
            choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
            # Records without an option count as the usual one: for that, all are to be looked at.
            if kind.filed_by and ours and not {"", usual_option(kind)} & {*ours}:
                choices = ((kind.filed_by, ours),)
            elif kind.stage and folder.stages and not ours:
                choices = ((kind.stage, folder.stages),)
            elif not ours:
                continue
            yield from self.each(
                kind, choices=choices, suits=lambda saved: filing.of(saved.line.kind, saved.content) == folder
            )

    def own(self, template: str) -> bytes | None:
        """Give the organisation's own template of a name, None where it uses ours."""
        found: StoredFile | None = self.house.read(lambda store: store.templates.own(template))
        return None if found is None else template_content(self, found, template)

    def called(self, saved: Saved, stored: StoredFile) -> tuple[str, bytes]:
        """Give what a file with a record is to be called by the rule, whatever it is called; and its SHA-256."""

        def name(store: Store) -> tuple[str, bytes]:
            digest = store.files.digest(stored.ref.id) or b""
            return store.naming.of_file(saved, stored.ref.name, digest), digest

        found: tuple[str, bytes] = self.house.write(name)
        return found

    def file(self, uid: str) -> StoredFile:
        """Give an attached file."""
        found: StoredFile = self.house.read(lambda store: store.files.open(uid))
        return found

    def one(self) -> Saved:
        """Give the one record that is wanted."""

        def find(store: Store) -> Saved:
            saved = store.records.get(self.request.record)
            reveal = self.request.reveal and store.actor.may(Action.REVEAL, saved.dossier.id, saved.line.kind)
            return store.records.get(saved.line.uid, reveal=True) if reveal else saved

        saved: Saved = self.house.read(find)
        self.note(saved)
        return saved


def make(house: House, request: Request, folder: Path) -> Made:
    """Make the file in a folder, note in the audit log that it was made, and give it.

    Raises DossierError for what the asker may not read, or what is not there.
    """
    dossier: DossierView = house.read(lambda store: exportable(store, request))
    making = Making(house, request, folder, dossier)
    making.total = house.read(lambda store: store.records.lines([dossier.id], Filter(kind=request.kind), limit=1)[1])
    if request.what is What.RECORD:
        making.total = 1
    house.progress(0, making.total)
    path = folder / "export"
    write = _WRITERS[request.what, request.format]
    if request.format is Format.JSON:
        write(making, path, "")
        name = name_of(making, path)
    else:
        name = name_of(making)
        write(making, path, name)
    house.write(lambda store: _audit(store, making, name))
    if request.reveal and not making.lacks:
        making.lacks = house.read(lambda store: still_hidden(store, request, making.readable()))
    if not making.lacks:
        making.lacks = house.read(lambda store: left_out(store, request))
    house.progress(making.total, making.total)
    return Made(path, name, tuple(making.lost.values()), making.lacks)


def _audit(store: Store, making: Making, name: str) -> None:
    request = making.request
    for uid in making.revealed:
        store.audit.add("record.reveal", f"record:{uid}", "export")
    subject = f"record:{request.record}" if request.what is What.RECORD else f"dossier:{making.dossier.uid}"
    store.audit.add(EXPORTED, subject, f"{request.what}.{request.format} {name}")


def _document(making: Making, path: Path, document: Document, template: str) -> None:
    made = pdf(document) if making.request.format is Format.PDF else word(document, template, making.own(template))
    path.write_bytes(made)


def _record(making: Making, path: Path, name: str) -> None:
    saved = making.one()
    _document(making, path, record_document(saved, making.voice, name), template_of(saved.line.kind.name))


def _record_csv(making: Making, path: Path, name: str) -> None:
    saved = making.one()
    write_csv(path, (columns(saved.line.kind, making.voice), row(saved, making.voice)))


def _cover(making: Making, path: Path, name: str) -> None:
    _document(making, path, first_page(making, name), "cover")


def _whole(making: Making, path: Path, name: str) -> None:
    """Write the whole dossier as a document: of each kind its newest records word for word."""
    voice = making.voice
    parts = []
    for category in Category:
        chapters = [_chapter(making, kind) for kind in making.readable() if kind.category is category]
        parts.append(part_of(category, (each for each in chapters if each.sheets), voice))
    _document(making, path, replace(first_page(making, name), parts=tuple(parts)), "dossier")


def _chapter(making: Making, kind: Kind) -> Chapter:
    voice = making.voice

    def numbers(store: Store) -> tuple[int, int]:
        lines, count = store.records.lines([making.dossier.id], Filter(kind=kind), MOST_IN_FULL)
        return count, lines[-1].number if lines else 0

    count, first = making.house.read(numbers)
    sheets = tuple(sheet_of(saved, voice) for saved in making.each(kind, first - 1)) if count else ()
    left = max(0, count - len(sheets))
    making.done += left
    return Chapter(
        f"{voice.label(kind.label)} ({count})", sheets, voice.say("paper-left-out", count=left) if left else ""
    )


def _excel(making: Making, path: Path, name: str) -> None:
    wanted = [making.request.kind] if making.request.kind else _filled(making)
    write_excel(path, {kind: making.each(kind) for kind in wanted}, making.voice, name.rpartition(".")[0])


def _filled(making: Making) -> list[Kind]:
    """Give the kinds of which there is something; the first of all where there is nothing, for an empty sheet."""

    def look(store: Store) -> list[Kind]:
        counts = store.records.counts([making.dossier.id])
        return [kind for kind in store.kinds if any(name == kind.name for _, name, _ in counts)]

    held = making.house.read(look)
    readable = making.readable()
    return [kind for kind in readable if kind in held] or list(readable[:1])


def _list_csv(making: Making, path: Path, name: str) -> None:
    kind, voice = making.request.kind, making.voice
    if kind is None:
        raise DossierError("not-found")

    def rows() -> Iterator[list[str]]:
        yield columns(kind, voice)
        yield from (row(saved, voice) for saved in making.each(kind))

    write_csv(path, rows())


def _dossier_csv(making: Making, path: Path, name: str) -> None:
    write_csv(path, long_rows(making.each(), making.voice))


def _json(making: Making, path: Path, name: str) -> None:
    """Write records as JSON, as they stand now, one a line."""
    saved = iter((making.one(),)) if making.request.what is What.RECORD else making.each(making.request.kind)
    head = {"customer": making.dossier.customer, "project": making.dossier.project, "phase": making.dossier.phase.value}
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"dossier": {json.dumps(head, ensure_ascii=False)},\n"records": [')
        for at, each in enumerate(saved):
            file.write((",\n" if at else "\n") + json.dumps(_plain(each), ensure_ascii=False))
        file.write("\n]}\n")


def _plain(saved: Saved) -> dict[str, Any]:
    line = saved.line
    return {
        "id": line.uid,
        "number": line.number,
        "kind": line.kind.name,
        "title": saved.title,
        "author": line.author.name,
        "created": line.created_at.isoformat(),
        "changed": line.changed_at.isoformat(),
        "revision": line.revision,
        "version": saved.called.version,
        "content": dict(saved.content),
    }


def _archive(making: Making, path: Path, name: str) -> None:
    write_archive(making, path)


_WRITERS: dict[tuple[What, Format], Callable[[Making, Path, str], None]] = {
    (What.RECORD, Format.WORD): _record,
    (What.RECORD, Format.PDF): _record,
    (What.RECORD, Format.CSV): _record_csv,
    (What.RECORD, Format.JSON): _json,
    (What.COVER, Format.WORD): _cover,
    (What.COVER, Format.PDF): _cover,
    (What.LIST, Format.EXCEL): _excel,
    (What.LIST, Format.CSV): _list_csv,
    (What.LIST, Format.JSON): _json,
    (What.DOSSIER, Format.WORD): _whole,
    (What.DOSSIER, Format.PDF): _whole,
    (What.DOSSIER, Format.EXCEL): _excel,
    (What.DOSSIER, Format.CSV): _dossier_csv,
    (What.DOSSIER, Format.JSON): _archive,
    (What.DOSSIER, Format.ZIP): write_folders,
}
