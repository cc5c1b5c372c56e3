"""What a version of a record changed: texts by words, files and rows one by one, all else as a whole."""

import difflib
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from chat.messages import Block, Diff, Mark, Note, marked
from chat.voice import Voice
from dossier.fields import FieldSpec, FileRef, Input
from dossier.kinds import Kind
from dossier.reading import APART
from dossier.views import Revision, attached_in

Piece: TypeAlias = tuple[Mark, str]
_LONG = 60
_LISTS, _TEXTS = (Input.ROWS, Input.PEOPLE), (Input.TEXT, Input.LONG_TEXT)


def differences(
    kind: Kind, before: Revision | None, after: Revision, voice: Voice, refused: Container[str] = ()
) -> list[Block]:
    """Say what a version changed, field by field. Of files, by their ids, that were not kept, that is said too."""
    if after.deleted:
        return [Note((voice.say("history-deleted"),))]
    if before is None:
        never = [voice.file(file, refused) for file in attached_in(kind, after.content) if file.id in refused]
        return [Note((voice.say("history-first"), *(f" · {each}" for each in never)))]
    told = ((spec, _of_field(spec, before, after, voice, refused)) for spec in kind.fields)
    changed: list[Block] = [Diff(voice.label(spec.label), pieces) for spec, pieces in told if pieces]
    return changed or [Note((voice.say("history-restored" if before.deleted else "history-same"),))]


def _of_field(
    spec: FieldSpec, before: Revision, after: Revision, voice: Voice, refused: Container[str]
) -> tuple[Piece, ...]:
    """Give how a field changed; nothing where it did not."""
    if spec.input is Input.ATTACHMENTS:
        return _of_files(*(_files(spec, each, voice, refused) for each in (before, after)))
    old, new = _text(spec, before, voice), _text(spec, after, voice)
    if old == new and spec.name not in after.hidden_changes:
        return ()
    was, now = (each.content.get(spec.name) for each in (before, after))
    # What is hidden is a text, whatever it would be.
    if spec.input in _LISTS and isinstance(was, list | None) and isinstance(now, list | None):
        return _of_lists(spec, was, now, voice)
    # Half of a date, a name or a choice says nothing.
    return _pieces(old, new) if spec.input in _TEXTS else _whole(old, new)


def _files(spec: FieldSpec, revision: Revision, voice: Voice, refused: Container[str]) -> dict[str, str]:
    """Give what each file of a version is called, by its id."""
    files = map(FileRef.model_validate, revision.content.get(spec.name) or ())
    return {file.id: voice.file(file, refused) for file in files}


def _of_files(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Piece, ...]:
    """Say file by file, each on its line, which is called otherwise now, which is gone and which has come."""
    told: list[tuple[Piece, ...]] = [
        ((Mark.REMOVED, name), (Mark.SAME, " → "), (Mark.ADDED, new[file])) if file in new else ((Mark.REMOVED, name),)
        for file, name in old.items()
        if new.get(file) != name
    ]
    told += [((Mark.ADDED, name),) for file, name in new.items() if file not in old]
    return tuple(piece for line in told for piece in ((Mark.SAME, "\n"), *line))[1:]


def _of_lists(spec: FieldSpec, before: Any, after: Any, voice: Voice) -> tuple[Piece, ...]:
    """Say row by row, or name by name, what stayed, what is gone and what has come; of a row that begins as it did
    which of its cells are others."""
    old, new = (_rows(spec, value or (), voice) for value in (before, after))
    told: list[tuple[Piece, ...]] = []
    matcher = difflib.SequenceMatcher(None, [row[0] for row in old], [row[0] for row in new], autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            told += [_of_row(one, other) for one, other in zip(old[i1:i2], new[j1:j2], strict=True)]
            continue
        told += [((Mark.REMOVED, APART.join(row)),) for row in old[i1:i2]]
        told += [((Mark.ADDED, APART.join(row)),) for row in new[j1:j2]]
    apart = (Mark.SAME, "\n" if spec.input is Input.ROWS else " ")
    return tuple(piece for line in told for piece in (apart, *line))[1:]


def _rows(spec: FieldSpec, value: Iterable[Any], voice: Voice) -> list[tuple[str, ...]]:
    if spec.input is Input.PEOPLE:
        return [(f"@{person['name']}",) for person in value]
    return [tuple(voice.value(each, row.get(each.name)) for each in spec.columns) for row in value]


def _of_row(old: Sequence[str], new: Sequence[str]) -> tuple[Piece, ...]:
    cells = [
        ((Mark.SAME, was),) if was == now else _whole(was, now)
        for was, now in zip(old, new, strict=True)
        if (was, now) != ("—", "—")
    ]
    return tuple(piece for cell in cells for piece in ((Mark.SAME, APART), *cell))[1:]


def _whole(old: str, new: str) -> tuple[Piece, ...]:
    between: tuple[Piece, ...] = ((Mark.SAME, " → "),) if old and new else ()
    removed: tuple[Piece, ...] = ((Mark.REMOVED, old),) if old else ()
    return (*removed, *between, *(((Mark.ADDED, new),) if new else ()))


def _text(spec: FieldSpec, revision: Revision, voice: Voice) -> str:
    value = revision.content.get(spec.name)
    return "" if value is None else voice.value(spec, value)


def _pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts by words (Latin) and characters (Chinese), keeping long equal runs short."""
    one, other = _units(old), _units(new)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    others = matcher.quick_ratio() < 0.3 and old not in new and new not in old
    # What differs though it looks the same is hidden: `••••` to `••••`.
    if old == new or others or len(one) + len(other) > 4_000:
        return tuple(piece for piece in ((Mark.REMOVED, old), (Mark.ADDED, new)) if piece[1])
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            pieces.append((Mark.SAME, _shortened("".join(one[i1:i2]))))
            continue
        if i2 > i1:
            pieces.append((Mark.REMOVED, "".join(one[i1:i2])))
        if j2 > j1:
            pieces.append((Mark.ADDED, "".join(other[j1:j2])))
    return tuple(pieces)


def in_words(spec: FieldSpec, old: str, new: str) -> str:
    """Give what changed in a long text, in plain letters; "" for a short one, or what is no text."""
    return marked(_pieces(old, new)) if spec.input in _TEXTS and len(new) > _LONG else ""


def _units(text: str) -> list[str]:
    units: list[str] = []
    for char in text:
        if units and char.isascii() and char.isalnum() and units[-1].isascii() and units[-1].isalnum():
            units[-1] += char
        else:
            units.append(char)
    return units


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:30]} … {text[-30:]}"
