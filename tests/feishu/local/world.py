"""What exists in the local Feishu: people, chats, messages, resources, tokens, slash commands, meetings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class User:
    """A person of the tenant. `locale` as the client names it (zh_cn), `zone` an IANA zone with its `offset` (+0800).

    `available` says whether the bot may write to them, `visible` whether the app may see them in the contacts,
    `muted` that they have stopped the bot's messages.
    """

    open_id: str
    union_id: str
    user_id: str
    name: str
    en_name: str = ""
    email: str = ""
    locale: str = "zh_cn"
    zone: str = "Asia/Shanghai"
    offset: str = "+0800"
    available: bool = True
    visible: bool = True
    muted: bool = False
    resigned: bool = False
    tenant_manager: bool = False

    @property
    def ids(self) -> Json:
        """Give the three ids as they stand in events."""
        return {"union_id": self.union_id, "user_id": self.user_id, "open_id": self.open_id}

    def id_of(self, kind: str) -> str:
        """Give one id, by user_id_type."""
        return str(self.ids[kind])


@dataclass(slots=True)
class Message:
    """A message as it stands in a chat; `content` is what the API took or the client sent, parsed.

    `sender` is an open_id, or "" for our app. Times are Unix milliseconds. `edits` counts the updates of a card.
    """

    id: str
    chat: str
    sender: str
    kind: str
    content: Json
    created: int
    updated: int
    root: str = ""
    parent: str = ""
    thread: str = ""
    uuid: str = ""
    mentions: list[Json] = field(default_factory=list)
    deleted: bool = False
    edits: int = 0

    @property
    def card(self) -> Json:
        """Give the card it is. Raises LookupError when it is none."""
        if self.kind != "interactive":
            raise LookupError(f"a message of type {self.kind} is no card")
        return self.content

    @property
    def text(self) -> str:
        """Give what a person reads in it, without the elements around it; mentions as `@name`."""
        if self.kind != "text":
            return "\n".join(_texts(self.content))
        text = str(self.content["text"])
        for each in self.mentions:
            text = text.replace(each["key"], f"@{each['name']}")
        return text

    def as_json(self, app_id: str, tenant: str) -> Json:
        """Give the message object of the API.

        A card of structure 2.0 comes back as the request to update the client, never as what was sent.
        """
        sender = {"id": self.sender or app_id, "id_type": "open_id" if self.sender else "app_id"}
        sender |= {"sender_type": "user" if self.sender else "app", "tenant_key": tenant}
        body = _UNREADABLE if self.kind == "interactive" else self.content
        found: Json = {
            "message_id": self.id,
            "msg_type": self.kind,
            "create_time": str(self.created),
            "update_time": str(self.updated),
            "deleted": self.deleted,
            "updated": self.edits > 0,
            "chat_id": self.chat,
            "sender": sender,
            "body": {"content": json.dumps({} if self.deleted else body, ensure_ascii=False)},
        }
        optional: Json = {"root_id": self.root, "parent_id": self.parent, "thread_id": self.thread}
        if self.mentions:
            ids = ((each, each["id"]["open_id"]) for each in self.mentions)
            optional["mentions"] = [{**each, "id": name, "id_type": "open_id"} for each, name in ids]
        return found | {name: value for name, value in optional.items() if value}


_UNREADABLE = {"title": "", "elements": [[{"tag": "text", "text": "请升级至最新版本客户端，以查看内容"}]]}


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for each in node for text in _texts(each)]
    if not isinstance(node, dict):
        return []
    found = [str(node[name]) for name in ("title", "text", "content") if isinstance(node.get(name), str)]
    inner = (value for name, value in node.items() if not name.startswith("i18n") and name != "behaviors")
    return [text for text in found if text] + [text for each in inner for text in _texts(each)]


@dataclass(slots=True)
class Chat:
    """A chat. `kind` is group or p2p; `members` are open_ids; `bot` says whether our app is in it."""

    id: str
    name: str
    kind: str = "group"
    members: list[str] = field(default_factory=list)
    bot: bool = True
    owner: str = ""
    description: str = ""
    external: bool = False
    dissolved: bool = False
    messages: list[Message] = field(default_factory=list)

    def as_json(self, tenant: str) -> Json:
        """Give the chat object of im.v1.chat.list."""
        return {
            "chat_id": self.id,
            "avatar": "",
            "name": self.name,
            "description": self.description,
            "owner_id": self.owner,
            "owner_id_type": "open_id",
            "external": self.external,
            "tenant_key": tenant,
            "chat_status": "dissolved" if self.dissolved else "normal",
        }


@dataclass(slots=True)
class Resource:
    """An uploaded image or file. `owner` is the open_id of who sent it, or "" for our app."""

    key: str
    kind: str
    name: str
    content: bytes
    owner: str = ""


@dataclass(slots=True)
class Token:
    """A tenant_access_token; `expires` in Unix seconds."""

    value: str
    expires: float


@dataclass(slots=True)
class CardToken:
    """The right to update a card later: from the answer to its callback on, twice within thirty minutes."""

    value: str
    message: str
    expires: float
    uses_left: int = 2
    answered: bool = False


@dataclass(slots=True)
class SlashCommand:
    """A registered slash command; clients show it from `visible` on (Unix seconds)."""

    id: str
    command: str
    description: Json
    icon: Json
    created: int
    updated: int
    visible: float

    def as_json(self) -> Json:
        """Give the object of the registry."""
        times = {"create_time": str(self.created), "update_time": str(self.updated)}
        about = {"command_id": self.id, "command": self.command, "description": self.description}
        return about | {"icon": self.icon} | times


@dataclass(slots=True)
class Meeting:
    """A meeting that is over; times in Unix seconds, `participants` are open_ids."""

    id: str
    topic: str
    host: str
    start: int
    end: int
    participants: list[str] = field(default_factory=list)
    number: str = "235812466"


@dataclass(slots=True)
class Minute:
    """Minutes (妙记) that were generated; `duration` in milliseconds."""

    token: str
    title: str
    owner: str
    created: int
    duration: int
    meeting: str = ""
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class Toast:
    """What a person saw flash up after an interaction, in their language."""

    user: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Called:
    """One call of the API as it came in; `code` is what was answered, `status` the HTTP status."""

    name: str
    params: Mapping[str, Any]
    body: Any
    code: int
    status: int
