"""The JSON of a whole dossier: what it takes to have the same dossier in another installation."""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from bot.exports.kept_files import whole
from dossier.views import Saved, attached_to
from storage.archive_chain import CHAIN, Chain
from storage.archives import FORMAT, VERSION
from storage.store import Store

if TYPE_CHECKING:
    from bot.exports.making import Making


def write_archive(making: "Making", path: Path) -> None:
    """Write it piece by piece: one record a line, then the files, then everybody who is named."""
    dossier = making.dossier
    making.lacks = making.house.read(lambda store: store.archives.lacks(dossier, reveal=making.request.reveal))
    head = making.house.read(lambda store: store.archives.head(dossier))
    named: set[str] = set()
    files: list[str] = []
    with path.open("w", encoding="utf-8") as file:
        chain = Chain()
        head = chain.add({"format": FORMAT, "version": VERSION, "complete": not making.lacks, **head})
        file.write("{" + ",\n".join(f'"{name}": {_text(value)}' for name, value in head.items()))
        _list(file, "records", map(chain.record, _records(making, named, files)))
        _files(file, making, dict.fromkeys(files), chain)
        everybody = making.house.read(lambda store: list(store.archives.people(dossier, named)))
        _list(file, "people", map(chain.add, everybody))
        file.write(f',\n"{CHAIN}": "{chain.end}"\n}}\n')


def _records(making: "Making", named: set[str], files: list[str]) -> Iterator[dict[str, Any]]:
    number = 0
    while True:

        def page(store: Store, number: int = number) -> list[tuple[Saved, dict[str, Any]]]:
            uids = store.archives.after(making.dossier, number)
            return [store.archives.record(uid, reveal=making.reveals(store)) for uid in uids]

        found = making.house.read(page)
        if not found:
            return
        for saved, record in found:
            making.note(saved)
            for revision in record["revisions"]:
                named.update(_people_in(revision["content"]))
                files += _files_in(saved, revision["content"])
            files += sorted(attached_to(saved))
            for approval in record["approvals"]:
                named.update(each for each in (approval["submitter"], approval["decider"]) if each)
            yield record
        number = found[-1][0].line.number
        making.advanced()


def _people_in(value: Any) -> Iterator[str]:
    """Give the ids of the people a content names: they are what has a name and an id, and no size."""
    if isinstance(value, dict):
        if "name" in value and value.get("id") and "size" not in value:
            yield str(value["id"])
        for inner in value.values():
            yield from _people_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _people_in(inner)


def _files_in(saved: Saved, content: dict[str, Any]) -> Iterator[str]:
    for value in content.values():
        if isinstance(value, list):
            yield from (str(each["id"]) for each in value if isinstance(each, dict) and "size" in each)


def _files(file: TextIO, making: "Making", uids: Iterable[str], chain: Chain) -> None:
    """Write the files, each piece by piece, as they are read again: none is whole in memory. One that is lost is in it
    without its content and its SHA-256."""
    file.write(',\n"files": [')
    for at, uid in enumerate(uids):
        stored = making.file(uid)
        with whole(making, stored) if stored.here else nullcontext() as content:
            about = chain.add({**stored.ref.model_dump(), "sha256": content.sha256.hex() if content else None})
            file.write((",\n" if at else "\n") + _text(about).removesuffix("}") + ', "content": ')
            if content is None:
                file.write("null}")
                continue
            pieces = (base64.b64encode(piece).decode() for piece in content.pieces())
            file.write("[")
            file.writelines(f'{"," if at else ""}"{piece}"' for at, piece in enumerate(pieces))
            file.write("]}")
    file.write("]")


def _list(file: TextIO, name: str, values: Iterator[dict[str, Any]]) -> None:
    file.write(f',\n"{name}": [')
    file.writelines((",\n" if at else "\n") + _text(each) for at, each in enumerate(values))
    file.write("]")


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
