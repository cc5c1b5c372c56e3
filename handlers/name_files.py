"""Names of attached files: which of them are wrong, what they should be, and putting them right by one button."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from chat.events import ButtonPressed
from chat.replies import Answer, Notice
from chat.router import on
from dossier.fields import Input
from dossier.views import Saved
from handlers.announce import announce
from handlers.context import Context, Write
from storage.store import Store


def right_names(store: Store, saved: Saved) -> dict[str, str]:
    """Give what files of a record should be called, by their ids; those called right, or not kept, are left out.

    Versions count up by content: the same name with another content is the next version. That is noted, so it writes.
    Raises LookupError as long as a file has not been fetched.
    """
    kept = [file for file in _files(saved) if store.files.open(file["id"]).refused is None]
    # What is called by the rule has its name before another is given one.
    first = sorted(kept, key=lambda file: not store.naming.is_right(saved, str(file["name"])))
    right = {file["id"]: _right(store, saved, file) for file in first}
    return {file["id"]: right[file["id"]] for file in kept if right[file["id"]] != str(file["name"])}


def _right(store: Store, saved: Saved, file: dict[str, Any]) -> str:
    digest = store.files.digest(file["id"])
    if digest is None:
        raise LookupError("the file has not been fetched yet")
    return store.naming.of_file(saved, str(file["name"]), digest)


def offer(store: Store, workspace: int, saved: Saved, right: Mapping[str, str]) -> None:
    """Show the actor what a record's files should be called; the same card tells later that they are."""
    data = {"record": saved.line.uid, "names": _pairs(saved, right)}
    if store.actor.person is not None:
        store.outbox.to_person(store.actor.person, workspace, "names", data, f"names:{saved.line.uid}")


def _pairs(saved: Saved, right: Mapping[str, str]) -> str:
    pairs = [[file["name"], right[file["id"]]] for file in _files(saved) if file["id"] in right]
    return json.dumps(pairs, ensure_ascii=False)


def told_by(names: str) -> str:
    """Give what a button is known by that applies names, old and new as the card holds them: those and no others."""
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def names_of_files(saved: Saved) -> frozenset[str]:
    """Give what the files attached to a record are called."""
    return frozenset(str(file["name"]) for file in _files(saved))


@on(ButtonPressed, "name-files")
def name_files(event: ButtonPressed, ctx: Context) -> Write:
    """Give the files of a record their right names, as a new version of the record, unless they have.

    Where they would be others than the card shows, it shows those, and nothing is renamed.
    """
    saved = ctx.store.records.get(event.args.get("record", ""))
    ctx.store.records.require_edit(saved)

    def apply(store: Store) -> Answer:
        right = right_names(store, saved)
        offer(store, ctx.workspace, saved, right)
        if not right:
            return Notice("notice-names-right")
        # The rule, or what is attached, has changed since: what is applied is what was shown.
        if event.args.get("names") != told_by(_pairs(saved, right)):
            return Notice("notice-named-anew")
        content = store.records.content_of(saved, saved.line.revision)
        for spec in saved.line.kind.fields:
            if spec.input is Input.ATTACHMENTS and spec.name in content:
                content[spec.name] = [
                    {**_uncounted(file), "name": right[file["id"]]} if file["id"] in right else file
                    for file in content[spec.name]
                ]
        for file, name in right.items():
            store.files.rename(file, name)
        changed = store.records.change(saved, content, ctx.voice.say("reason-named"))
        announce(store, ctx, changed)
        return Notice("notice-named", {"count": len(right), "names": ctx.voice.listed(list(right.values()))})

    return Write(apply)


def _uncounted(file: Mapping[str, Any]) -> dict[str, Any]:
    """Give a file without the count of its old name: by the rule the name itself tells the version."""
    return {name: value for name, value in file.items() if name != "version"}


def _files(saved: Saved) -> Iterator[dict[str, Any]]:
    for spec in saved.line.kind.fields:
        if spec.input is Input.ATTACHMENTS:
            yield from saved.content.get(spec.name, ())
