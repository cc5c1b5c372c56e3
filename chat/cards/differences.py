"""What a version of a record changed: texts by words, files by what each is."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from chat.messages import Block, Diff, Mark, Note
from chat.voice import Voice
from dossier.fields import FieldSpec, FileRef, Input
from dossier.kinds import Kind
from dossier.views import Revision

Piece: TypeAlias = tuple[Mark, str]


def differences(kind: Kind, before: Revision | None, after: Revision, voice: Voice) -> list[Block]:
    """Say what a version changed, field by field."""
    if after.deleted:
        return [Note((voice.say("history-deleted"),))]
    if before is None:
        return [Note((voice.say("history-first"),))]
    told = ((spec, _of_field(spec, before, after, voice)) for spec in kind.fields)
    changed: list[Block] = [Diff(voice.label(spec.label), pieces) for spec, pieces in told if pieces]
    return changed or [Note((voice.say("history-restored" if before.deleted else "history-same"),))]


def _of_field(spec: FieldSpec, before: Revision, after: Revision, voice: Voice) -> tuple[Piece, ...]:
    """Give how a field changed; nothing where it did not."""
    if spec.input is Input.ATTACHMENTS:
        return _of_files(*(each.content.get(spec.name) or () for each in (before, after)))
    old, new = _text(spec, before, voice), _text(spec, after, voice)
    return _pieces(old, new) if old != new or spec.name in after.hidden_changes else ()


def _of_files(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """Say file by file, each on its line, which is called otherwise now, which is gone and which has come."""
    old, new = ({file["id"]: FileRef.model_validate(file).label for file in each} for each in (before, after))
    told: list[tuple[Piece, ...]] = [
        ((Mark.REMOVED, name), (Mark.SAME, " → "), (Mark.ADDED, new[file])) if file in new else ((Mark.REMOVED, name),)
        for file, name in old.items()
        if new.get(file) != name
    ]
    told += [((Mark.ADDED, name),) for file, name in new.items() if file not in old]
    return tuple(piece for line in told for piece in ((Mark.SAME, "\n"), *line))[1:]


def _text(spec: FieldSpec, revision: Revision, voice: Voice) -> str:
    value = revision.content.get(spec.name)
    return "" if value is None else voice.value(spec, value)


def _pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts by words (Latin) and characters (Chinese), keeping long equal runs short."""
    one, other = _units(old), _units(new)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    # What differs though it looks the same is hidden: `••••` to `••••`.
    if old == new or matcher.quick_ratio() < 0.3 or len(one) + len(other) > 4_000:
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
