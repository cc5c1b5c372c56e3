"""A dossier as a ZIP: a folder for each phase, its sub-folders, every record by its name, what came with them beside
them, an index."""

import gc
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from bot.exports.kept_files import whole
from bot.exports.word import template_of, word
from chat.documents import record_document
from chat.written import written_moment
from dossier.attachable import plain_name
from dossier.folders import FOLDERS, Folder
from dossier.naming import stage_label
from dossier.views import Saved, attached_in
from storage.spool import Spool

if TYPE_CHECKING:
    from bot.exports.making import Making

_COLLECTED = 20
_STYLE = """body{font:16px/1.6 system-ui,"Microsoft YaHei","PingFang SC",sans-serif;max-width:56rem;margin:2rem auto;
padding:0 1rem;color:#1f2937}h1,h2{color:#1f3a5f}h2{border-bottom:1px solid #d1d5db}h3{margin-bottom:.3rem}
li{margin:.2rem 0}small{color:#6b7280}a{color:#1264a3}"""


@dataclass(slots=True)
class _Folder:
    """A folder being filled: its path, and which names are taken in it."""

    path: str
    taken: dict[str, bytes] = field(default_factory=dict)


def write_folders(making: "Making", path: Path, title: str) -> None:
    """Write the ZIP, one file after another: no more than one of them is in memory at a time."""
    index = making.folder / "index.html"
    # A plain ZIP up to 4 GB; beyond, ZIP64, which everything of this century opens.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, _index(index, making, title) as page:
        for phase in FOLDERS:
            label = making.voice.label(phase.label)
            # A folder that is empty is there too: whoever looks sees that there is nothing yet.
            _pack_empty(packed, label, making.voice.now)
            page.write(f"<h2>{escape(label)}</h2>\n")
            for folder, count in making.folders():
                if folder.phase is phase:
                    _pack_folder(making, packed, page, folder, count)
        page.flush()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.write(index, "index.html")


def _pack_folder(making: "Making", packed: zipfile.ZipFile, page: IO[str], folder: Folder, count: int) -> None:
    voice = making.voice
    called = voice.label(folder.label)
    packing = _Folder(f"{voice.label(folder.phase.label)}/{plain_name(stage_label(called))}")
    # A file may be called as a record is that is printed here: what came with it is beside it.
    attached = _Folder(f"{packing.path}/{voice.say('zip-attached')}")
    _pack_empty(packed, packing.path, voice.now)
    page.write(f"<h3>📁 {escape(called)} <small>{count}</small></h3>\n")
    if count:
        page.write("<ul>\n")
    own: dict[str, bytes | None] = {}
    for number, saved in enumerate(making.filed(folder), 1):
        if number % _COLLECTED == 0:
            # A Word document in memory is a ring of parts, which only the collector lets go of.
            gc.collect()
        template = template_of(saved.line.kind.name)
        if template not in own:
            own[template] = making.own(template)
        _pack(making, packed, page, saved, packing, own[template])
        _pack_files(making, packed, page, saved, attached)
        page.write("</li>\n")
    if count:
        page.write("</ul>\n")


def _pack(
    making: "Making", packed: zipfile.ZipFile, page: IO[str], saved: Saved, folder: _Folder, own: bytes | None
) -> None:
    voice = making.voice
    name, _ = _free(folder, saved.document("docx"), saved.line.uid.encode())
    packed.writestr(
        f"{folder.path}/{name}", word(record_document(saved, voice, name), template_of(saved.line.kind.name), own)
    )
    said = f"{saved.line.author.name} · {written_moment(saved.line.created_at, voice)}"
    shown = f"{saved.line.kind.icon} {saved.title}"
    page.write(f"<li>{_link(folder, name, shown)} <small>{escape(said)}</small>")


def _pack_files(making: "Making", packed: zipfile.ZipFile, page: IO[str], saved: Saved, folder: _Folder) -> None:
    voice = making.voice
    for file in attached_in(saved.line.kind, saved.content):
        stored = making.file(file.id)
        if stored.refused is not None:
            page.write(f"<br>⚠️ {escape(voice.file(file, {file.id}))}")
            continue
        if not stored.here:
            page.write(f"<br>📎 {escape(file.label)} <small>{escape(voice.say('zip-not-fetched'))}</small>")
            continue
        with whole(making, stored) as content:
            if content is None:
                page.write(f"<br>⚠️ {escape(file.label)} <small>{escape(voice.say('zip-lost'))}</small>")
                continue
            right, fresh = _free(folder, *making.called(saved, stored))
            if fresh:
                _pack_file(packed, content, f"{folder.path}/{right}", voice.now)
        page.write(f"<br>📎 {_link(folder, right, right)}")


def _pack_empty(packed: zipfile.ZipFile, path: str, now: datetime) -> None:
    """Make a folder that is dated like what is in it."""
    entry = zipfile.ZipInfo(f"{path}/", now.timetuple()[:6])
    # What lies in it is to be opened and added to by whoever unpacks it.
    entry.external_attr = (stat.S_IFDIR | 0o755) << 16 | 0x10
    packed.writestr(entry, b"")


def _pack_file(packed: zipfile.ZipFile, content: Spool, name: str, now: datetime) -> None:
    entry = zipfile.ZipInfo(name, now.timetuple()[:6])
    entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, content.size
    with packed.open(entry, "w") as written:
        for piece in content.pieces():
            written.write(piece)


def _free(folder: _Folder, name: str, content: bytes) -> tuple[str, bool]:
    """Give what a content (told by its digest) is called in a folder, and whether it is not there yet.

    No two records have one name, and no two files; but some file systems do not tell capitals from small letters.
    """
    stem, dot, extension = name.partition(".")
    free, number = name, 1
    while folder.taken.get(free.casefold(), content) != content:
        number += 1
        free = f"{stem} ({number}){dot}{extension}"
    fresh = free.casefold() not in folder.taken
    folder.taken[free.casefold()] = content
    return free, fresh


def _link(folder: _Folder, name: str, shown: str) -> str:
    return f'<a href="{quote(f"{folder.path}/{name}")}">{escape(shown)}</a>'


@contextmanager
def _index(path: Path, making: "Making", title: str) -> Iterator[IO[str]]:
    voice, dossier = making.voice, making.dossier
    about = f"{dossier.customer} · {dossier.project} · {voice.label(dossier.phase.label)} · {dossier.owner.name}"
    made = f"{voice.say('paper-made')} {written_moment(voice.now, voice)}"
    with path.open("w", encoding="utf-8") as page:
        page.write(
            f'<!doctype html>\n<html lang="{voice.language.value}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
            f"<style>{_STYLE}</style></head>"
            f"<body>\n<h1>{escape(dossier.title)}</h1>\n<p>{escape(about)}<br><small>{escape(made)}</small></p>\n"
        )
        yield page
        page.write("</body></html>\n")
