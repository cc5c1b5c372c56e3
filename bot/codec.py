"""Messages as JSON and back, exactly: dataclasses, enumerations and moments are tagged with their type."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from chat import messages as m
from dossier.fields import FileRef
from dossier.language import Language

_PARTS: dict[str, Any] = {
    part.__name__: part
    for part in (
        m.Message,
        *(
            m.Heading,
            m.Paragraph,
            m.Tree,
            m.Box,
            m.Note,
            m.Facts,
            m.Bullets,
            m.Table,
            m.Chart,
            m.Diff,
            m.Files,
            m.Buttons,
        ),
        *(m.Strong, m.Mention, m.When, m.Hyperlink, m.Series, m.Button),
        FileRef,
        *(m.ChartType, m.Mark, m.Style),
        Language,
    )
}


def encode(message: m.Message) -> str:
    """Give a message as JSON; of a translated one its own language, which is all that is shown where it is kept."""
    if isinstance(message, m.Translated):
        message = m.Message(message.blocks, language=message.language)
    return json.dumps(_plain(message), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> m.Message:
    """Give the message that was encoded. Raises ValueError for anything else."""
    made = _made(json.loads(text))
    if not isinstance(made, m.Message):
        raise ValueError("not a message")  # noqa: TRY004 - the text is wrong, not the type it came in.
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, FileRef):
        return {"is": "FileRef", **value.model_dump()}
    if is_dataclass(value):
        return {"is": type(value).__name__, **{each.name: _plain(getattr(value, each.name)) for each in fields(value)}}
    if isinstance(value, StrEnum):
        return {"is": type(value).__name__, "value": value.value}
    if isinstance(value, datetime):
        return {"is": "moment", "value": value.isoformat()}
    if isinstance(value, Mapping):
        # Its keys are the handlers' own, so they stay out of reach of "is".
        return {"is": "mapping", "value": dict(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(item) for item in value)
    if not isinstance(value, dict):
        return value
    match value.get("is"):
        case "mapping":
            return value["value"]
        case "moment":
            return datetime.fromisoformat(value["value"])
        case str() as name if name in _PARTS:
            return _PARTS[name](**{key: _made(part) for key, part in value.items() if key != "is"})
    raise ValueError(f"unknown part {value.get('is')!r}")
