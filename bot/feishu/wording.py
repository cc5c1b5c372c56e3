"""What people wrote in Feishu, as plain text and files.

Source of the shapes: https://open.feishu.cn/document/server-docs/im-v1/message-content-description/message_content
"""

import json
import mimetypes
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dossier.fields import FileRef

_KEY = re.compile(r"(@_user_\d+|@_all)( ?)")
_ALL_KEY, _ALL = "@_all", "@all"
_MOST_NAME = 200
_IMAGE = "image.png"


@dataclass(frozen=True, slots=True)
class Written:
    """What a message says and brings along, and whether it is addressed to the bot by a mention."""

    text: str
    files: tuple[FileRef, ...] = ()
    mentions_bot: bool = False


def written(message: Mapping[str, Any], own: str) -> Written | None:
    """Give what a received message says: people by name (`@Ann`), mentions of `own`, the bot's open_id, cut out.

    None for what says nothing (stickers, cards, shared chats). Files are named `message_id/file_key`; Feishu tells
    neither their size nor what kind of image one is.
    """
    names, content = _Names(message.get("mentions") or (), own), json.loads(message["content"])
    match message["message_type"]:
        case "text":
            found = Written(names.put_into(str(content.get("text") or "")))
        case "post":
            found = _post(content, names, str(message["message_id"]))
        case "image":
            found = Written("", _files(str(message["message_id"]), [(content["image_key"], _IMAGE)]))
        case "file" | "audio" | "media" as kind:
            given = (content["file_key"], content.get("file_name") or kind)
            found = Written("", _files(str(message["message_id"]), [given]))
        case _:
            return None
    return replace(found, text=found.text.strip(), mentions_bot=names.bot_is_there)


class _Names:
    """The people a message mentions, by the keys that stand for them in its text."""

    def __init__(self, mentions: Iterable[Mapping[str, Any]], own: str) -> None:
        self._names: dict[str, str] = {}
        self.bot_is_there = False
        for each in mentions:
            account = str((each.get("id") or {}).get("open_id") or "")
            is_bot = bool(own) and account == own
            self.bot_is_there |= is_bot
            # In a rich text either may stand for a person.
            for key in filter(None, (str(each["key"]), account)):
                self._names[key] = "" if is_bot else f"@{each.get('name') or '?'}"

    def put_into(self, text: str) -> str:
        """Give a text with names where the keys are."""
        return _KEY.sub(self._named, text)

    def of(self, element: Mapping[str, Any]) -> str:
        """Give what an `at` of a rich text reads."""
        key = str(element.get("user_id") or "")
        return self._names.get(key, f"@{element.get('user_name') or key.removeprefix('@_')}")

    def _named(self, found: re.Match[str]) -> str:
        key, space = found.groups()
        name = self._names.get(key, _ALL if key == _ALL_KEY else key)
        return name + space if name else ""


def _post(content: Mapping[str, Any], names: _Names, message: str) -> Written:
    lines, keys = [str(content.get("title") or "")], []
    for row in content.get("content") or ():
        lines.append("".join(_read(each, names) for each in row))
        for each in row:
            if each.get("tag") == "img":
                keys.append((each["image_key"], _IMAGE))
            elif each.get("tag") == "media":
                keys.append((each["file_key"], each.get("file_name") or "media"))
    return Written("\n".join(lines), _files(message, keys))


def _read(element: Mapping[str, Any], names: _Names) -> str:
    read = _ELEMENTS.get(str(element.get("tag")))
    return read(element, names) if read else ""


def _text(element: Mapping[str, Any], names: _Names) -> str:
    return str(element.get("text") or "")


def _link(element: Mapping[str, Any], names: _Names) -> str:
    text, address = str(element.get("text") or ""), str(element.get("href") or "")
    return text if not address or text == address else f"{text} ({address})" if text else address


def _at(element: Mapping[str, Any], names: _Names) -> str:
    return names.of(element)


_ELEMENTS: dict[str, Callable[[Mapping[str, Any], _Names], str]] = {
    "text": _text,
    "md": _text,
    "code_block": _text,
    "a": _link,
    "at": _at,
}


def _files(message: str, keys: Iterable[tuple[Any, Any]]) -> tuple[FileRef, ...]:
    return tuple(_file(message, str(key), str(name)) for key, name in keys)


def _file(message: str, key: str, given: str) -> FileRef:
    name = " ".join(given.split())[-_MOST_NAME:] or "file"
    return FileRef(id=f"{message}/{key}", name=name, size=0, type=mimetypes.guess_type(name)[0] or "")
