"""One call of the API: its arguments, what the app may do, and what it may see."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.feishu.local.state import LocalFeishu
from tests.feishu.local.world import Chat, Json, Message, User

ID_TYPES = ("open_id", "union_id", "user_id")


class Refused(Exception):
    """The API says no: code, message, HTTP status, headers, and what else stands in the reply."""

    def __init__(
        self, code: int, message: str, status: int = 400, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        """Take them."""
        super().__init__(f"{code} {message}")
        self.status, self.headers = status, dict(headers or {})
        self.reply: Json = {"code": code, "msg": message, **more}


@dataclass(frozen=True, slots=True)
class Download:
    """Bytes to be given out under a file's name."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A part of a form that is a file."""

    name: str
    content: bytes


class Call:
    """A call by our app: `path` and `query` as they came, `body` as parsed JSON or the parts of a form."""

    def __init__(
        self, feishu: LocalFeishu, path: Mapping[str, str], query: Mapping[str, list[str]], body: Any = None
    ) -> None:
        """Take the state and what was asked."""
        self.feishu, self.path, self.query = feishu, path, query
        self.body: Json = body if isinstance(body, dict) else {}

    def text(self, name: str, default: str = "") -> str:
        """Give a query argument as text."""
        return self.query.get(name, [default])[0]

    def one_of(self, name: str, allowed: tuple[str, ...], default: str, code: int = 230001) -> str:
        """Give a query argument that must be one of some words."""
        value = self.text(name, default)
        if value not in allowed:
            raise invalid(f"{name} is one of {', '.join(allowed)}, not {value!r}", code)
        return value

    def field(self, name: str, kind: type = str, needed: bool = True, code: int = 230001) -> Any:
        """Give a field of the body of a type. Raises Refused when it is not there or of another type."""
        value = self.body.get(name)
        if not value and not needed:
            return None
        if not isinstance(value, kind) or value == "":
            raise invalid(f"{name} must be a {kind.__name__}", code)
        return value

    def require(self, *scopes: str) -> None:
        """Raise Refused unless the app has one of the scopes."""
        if scopes and not self.feishu.scopes.intersection(scopes):
            wanted = ", ".join(scopes)
            violations = [{"type": "action_scope_required", "subject": each} for each in scopes]
            text = f"Access denied. One of the following scopes is required: [{wanted}]"
            raise Refused(99991672, text, error={"permission_violations": violations})

    def person(self, kind: str, value: str) -> User | None:
        """Give the person of an id of a type."""
        return next((each for each in self.feishu.users.values() if each.id_of(kind) == value), None)

    def message(self) -> Message:
        """Give the message the path names, with its chat seen by the bot."""
        message = self.feishu.messages.get(self.path["message_id"])
        if message is None:
            raise invalid("Your request contains an invalid request parameter, ext=invalid message_id")
        self.inside(self.feishu.chats[message.chat])
        return message

    def inside(self, chat: Chat) -> Chat:
        """Raise Refused unless the bot is in a chat that still exists."""
        if chat.dissolved:
            raise Refused(232009, "Your request specifies a chat which has already been dissolved.")
        if not chat.bot:
            raise Refused(230002, "The bot can not be outside the group.")
        return chat

    def page(self, items: list[Any], default: int, most: int, code: int = 230001) -> tuple[list[Any], Json]:
        """Give one page of a list, and has_more and page_token."""
        try:
            size = int(self.text("page_size") or default)
            start = int((self.text("page_token") or "page-0").removeprefix("page-"))
        except ValueError:
            raise invalid("page_size or page_token is invalid", code) from None
        if not 1 <= size <= most:
            raise invalid(f"page_size is 1 to {most}", code)
        rest = start + size < len(items)
        following = f"page-{start + size}" if rest else ""
        return items[start : start + size], {"has_more": rest, "page_token": following}


def invalid(why: str, code: int = 230001) -> Refused:
    """Give the refusal of an argument."""
    return Refused(code, f"Your request contains an invalid request parameter, ext={why}")


def parsed(content: str, code: int = 230001) -> Json:
    """Give an object that is carried as a JSON text."""
    try:
        found = json.loads(content)
    except json.JSONDecodeError:
        raise invalid("content is not a JSON text", code) from None
    if not isinstance(found, dict):
        raise invalid("content is not a JSON object", code)
    return found


Function = Callable[[Call], Json | Download]


@dataclass(frozen=True, slots=True)
class Route:
    """A call the API takes: its name here, method, path, and scopes of which one is needed.

    `bare` replies carry their fields beside code and msg instead of in data.
    """

    name: str
    method: str
    path: str
    function: Function
    scopes: tuple[str, ...] = ()
    bare: bool = False
    message: str = "success"


ROUTES: list[Route] = []


def route(
    name: str, method: str, path: str, *scopes: str, bare: bool = False, message: str = "success"
) -> Callable[[Function], Function]:
    """Declare a call under /open-apis."""

    def declare(function: Function) -> Function:
        ROUTES.append(Route(name, method, f"/open-apis{path}", function, scopes, bare, message))
        return function

    return declare
