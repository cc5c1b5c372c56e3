"""What an export is called: its version counts what is in it, as whoever asked sees it."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.exports.first_page import unnamed_page
from bot.exports.sheets import row
from chat.export_request import What
from dossier.folders import COVER, DOSSIER
from dossier.labels import sheet_label
from storage.record_queries import Filter

if TYPE_CHECKING:
    from bot.exports.making import Making


def name_of(making: "Making", data: Path | None = None) -> str:
    """Give the name of the file; its version counts up with what is in it.

    `data` is the file where it is data: that holds what nothing else does, marks, earlier versions, what was deleted,
    and says nothing in its reader's language.
    """
    request = making.request
    if request.what is What.RECORD:
        called: str = making.house.read(lambda store: store.records.get(request.record).document(request.format.value))
        return called
    label = sheet_label(request.kind) if request.kind else COVER if request.what is What.COVER else DOSSIER
    digest = _digest(making) if data is None else _of_file(data)
    name: str = making.house.write(
        lambda store: store.naming.of_whole(making.dossier, label, request.format.value, digest)
    )
    return name


def _of_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _digest(making: "Making") -> bytes:
    """Give a digest of what is exported, as the asker sees it: the same for the same in another form, as Word and as
    PDF, in another language or by another clock, and another for who sees more of it."""
    request, house = making.request, making.house
    language, zone = house.read(lambda store: (store.naming.language, store.naming.zone))
    voice = replace(house.voice, language=language, zone=zone)
    digest = hashlib.sha256(str(request.what).encode())
    if request.what is not What.LIST:
        digest.update(repr(unnamed_page(replace(making, house=replace(house, voice=voice)))).encode())
    if request.what is not What.COVER:
        for page in making.pages(Filter(kind=request.kind)):
            for saved in page:
                digest.update(json.dumps([saved.line.uid, saved.line.revision, *row(saved, voice)]).encode())
    return digest.digest()
