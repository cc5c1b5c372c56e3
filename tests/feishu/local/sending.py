"""im.v1 messages: sending, replying, updating, reading and recalling."""

import json
import re
from typing import Any

from tests.feishu.local.calls import ID_TYPES, Call, Refused, invalid, parsed, route
from tests.feishu.local.card_rules import CardRefused, check_card
from tests.feishu.local.pace import APP_RATES, CHAT_RATE
from tests.feishu.local.state import LocalFeishu
from tests.feishu.local.world import Chat, Json, Message, User

UUID_SECONDS, UUID_LETTERS = 3600.0, 50
EDIT_SECONDS = 14 * 24 * 3600.0
TEXT_BYTES, CARD_BYTES = 150 * 1024, 30 * 1024
_RECEIVERS = (*ID_TYPES, "email", "chat_id")
_WRITES = ("im:message", "im:message:send_as_bot", "im:message:send")
_READS = ("im:message", "im:message:readonly")
_AT = re.compile(r"<at\s+user_id\s*=\s*[\"']([^\"']+)[\"']\s*>(.*?)</at>", re.DOTALL)
_RESOURCES = {"image": "image_key", "file": "file_key"}


@route("message.create", "POST", "/im/v1/messages", *_WRITES)
def create(call: Call) -> Json:
    """Send a message to a person or a chat."""
    kind = call.one_of("receive_id_type", _RECEIVERS, "")
    value = call.field("receive_id")
    content, uuid = _content(call), _uuid(call)
    chat = _chat(call, value) if kind == "chat_id" else _direct(call, kind, value)
    return _post(call.feishu, chat, content, uuid)


@route("message.reply", "POST", "/im/v1/messages/{message_id}/reply", *_WRITES)
def reply(call: Call) -> Json:
    """Answer a message, in its thread if asked or if it is in one."""
    content, uuid, parent = _content(call), _uuid(call), call.message()
    if parent.deleted:
        raise Refused(230011, "The message is recalled.")
    chat = call.feishu.chats[parent.chat]
    if chat.kind == "p2p":
        _reachable(call.feishu.users[chat.members[0]], unasked=False)
    about: Json = {"root": parent.root or parent.id, "parent": parent.id}
    if parent.thread or call.field("reply_in_thread", bool, needed=False):
        about["thread"] = parent.thread or call.feishu.new_id("omt_", 16)
    return _post(call.feishu, chat, content, uuid, **about)


@route("message.patch", "PATCH", "/im/v1/messages/{message_id}", *_WRITES[:2], "im:message:update")
def patch(call: Call) -> Json:
    """Put another card into the place of one of ours, within fourteen days."""
    message = _mine(call, 230027, "Lack of necessary permissions.")
    if message.kind != "interactive":
        raise Refused(230001, "Your request contains an invalid request parameter, ext=This message is NOT a card.")
    if message.deleted:
        raise Refused(230011, "The message is recalled.")
    feishu = call.feishu
    if feishu.now() - message.created / 1000 > EDIT_SECONDS:
        raise Refused(230031, "Message can only be modified within 14 days after sending.")
    card = checked_card(feishu, call.field("content"))
    if feishu.paced:
        _keep(feishu, (("message", message.id), *CHAT_RATE), 230020)
    replace_card(feishu, message, card)
    return {}


@route("message.get", "GET", "/im/v1/messages/{message_id}", *_READS)
def get(call: Call) -> Json:
    """Give one message."""
    message = call.message()
    if message.deleted:
        raise Refused(230110, "Action unavailable as the message has been deleted.")
    return {"items": [_shown(call.feishu, message)]}


@route("message.list", "GET", "/im/v1/messages", *_READS, "im:message.history:readonly")
def history(call: Call) -> Json:
    """Give the messages of a chat in pages; those of groups need im:message.group_msg."""
    call.one_of("container_id_type", ("chat",), "")
    chat = _chat(call, call.text("container_id"))
    if chat.kind == "group" and not call.feishu.scopes & {"im:message.group_msg", "im:message.group_msg:readonly"}:
        raise Refused(230027, "Lack of necessary permissions, ext=need scope: im:message.group_msg")
    order = call.one_of("sort_type", ("ByCreateTimeAsc", "ByCreateTimeDesc"), "ByCreateTimeAsc")
    start, end = float(call.text("start_time", "0")) * 1000, float(call.text("end_time") or "inf") * 1000
    found = [each for each in chat.messages if start <= each.created <= end]
    items, more = call.page(found[::-1] if order.endswith("Desc") else found, 20, 50)
    return {"items": [_shown(call.feishu, each) for each in items], **more}


@route("message.delete", "DELETE", "/im/v1/messages/{message_id}", *_WRITES, "im:message:recall")
def delete(call: Call) -> Json:
    """Recall one of our messages."""
    message = _mine(call, 230026, "No permission to recall this message.")
    if message.deleted:
        raise Refused(230011, "The message is recalled.")
    message.deleted, message.updated = True, call.feishu.milliseconds()
    return {}


def checked_card(feishu: LocalFeishu, content: str | Json) -> Json:
    """Give a card as the API takes it. Raises Refused with 230025 for its size, 230099 for what is wrong in it."""
    if isinstance(content, str):
        card, size = parsed(content), len(content.encode())
    else:
        card, size = content, len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
    if size > CARD_BYTES:
        raise Refused(230025, "The length of the message content reaches its limit.")
    try:
        check_card(card, set(feishu.users), {key for key, each in feishu.resources.items() if not each.owner})
    except CardRefused as refused:
        raise Refused(230099, f"Failed to create card content, ext={refused}") from None
    return card


def replace_card(feishu: LocalFeishu, message: Message, card: Json) -> None:
    """Show another card in the place of one."""
    message.content, message.updated = card, feishu.milliseconds()
    message.edits += 1


def _content(call: Call) -> tuple[str, Json, list[Json]]:
    kind, content = call.field("msg_type"), call.field("content")
    if kind == "interactive":
        return kind, checked_card(call.feishu, content), []
    if len(content.encode()) > (TEXT_BYTES if kind == "text" else CARD_BYTES):
        raise Refused(230025, "The length of the message content reaches its limit.")
    found = parsed(content)
    if kind == "text":
        return _text(call.feishu, found)
    if kind == "post":
        _check_post(found)
        return kind, found, []
    name = _RESOURCES.get(kind)
    if name is None:
        raise invalid(f"msg_type {kind!r} is not known")
    resource = call.feishu.resources.get(str(found.get(name)))
    if resource is None or resource.kind != kind:
        raise invalid(f"{name} is invalid")
    if resource.owner:
        raise Refused(230017, "Bot is NOT the owner of the resource.")
    return kind, found, []


def _text(feishu: LocalFeishu, content: Json) -> tuple[str, Json, list[Json]]:
    text = content.get("text")
    if not isinstance(text, str) or not text:
        raise invalid("text is empty")
    mentions: list[Json] = []

    def named(found: re.Match[str]) -> str:
        user = feishu.users.get(found[1])
        ids = user.ids if user else {"open_id": found[1]}
        key = "@_all" if found[1] == "all" else f"@_user_{len(mentions) + 1}"
        name = user.name if user else found[2]
        mentions.append({"key": key, "id": ids, "name": name, "tenant_key": feishu.tenant_key})
        return key

    return "text", {"text": _AT.sub(named, text)}, mentions


def _check_post(content: Json) -> None:
    for language, post in content.items():
        rows = post.get("content") if isinstance(post, dict) else None
        if language not in ("zh_cn", "en_us", "ja_jp") or not isinstance(rows, list):
            raise invalid("a post is {language: {title, content: [[element]]}}")
        if not all(isinstance(row, list) and all("tag" in each for each in row) for row in rows):
            raise invalid("the content of a post is a list of rows of elements")
    if not content:
        raise invalid("a post needs a language")


def _uuid(call: Call) -> str:
    uuid = call.field("uuid", needed=False) or ""
    if len(uuid) > UUID_LETTERS:
        raise invalid(f"uuid has at most {UUID_LETTERS} characters")
    return str(uuid)


def _chat(call: Call, value: str) -> Chat:
    chat = call.feishu.chats.get(value)
    if chat is None:
        raise Refused(230034, "The receive_id is invalid.")
    if chat.kind == "p2p":
        _reachable(call.feishu.users[chat.members[0]], unasked=True)
    return call.inside(chat)


def _direct(call: Call, kind: str, value: str) -> Chat:
    if kind == "email":
        person = next((each for each in call.feishu.users.values() if each.email == value), None)
    else:
        person = call.person(kind, value)
    if person is None:
        raise Refused(230034, "The receive_id is invalid.")
    _reachable(person, unasked=True)
    return call.feishu.direct(person)


def _reachable(person: User, unasked: bool) -> None:
    if person.resigned:
        raise Refused(230029, "User has resigned.")
    if not person.available:
        raise Refused(230013, "Bot has NO availability to this user.")
    if unasked and person.muted:
        raise Refused(230053, "The user has stopped the bot from sending messages.")


def _post(feishu: LocalFeishu, chat: Chat, content: tuple[str, Json, list[Json]], uuid: str, **about: Any) -> Json:
    if uuid:
        moment, message = feishu.sent.get(uuid, (0.0, None))
        if message is not None and feishu.now() - moment < UUID_SECONDS:
            return _shown(feishu, message)
    if feishu.paced:
        _keep_sending(feishu, chat)
    kind, found, mentions = content
    message = feishu.put(chat, kind, found, mentions=mentions, uuid=uuid, **about)
    if uuid:
        feishu.sent[uuid] = feishu.now(), message
    return _shown(feishu, message)


def _keep_sending(feishu: LocalFeishu, chat: Chat) -> None:
    for most, seconds in APP_RATES:
        wait = feishu.pace.wait("app", feishu.now(), most, seconds)
        if wait:
            headers = {"x-ogw-ratelimit-limit": str(most), "x-ogw-ratelimit-reset": str(int(wait) + 1)}
            raise Refused(99991400, "request trigger frequency limit", 429, headers)
    _keep(feishu, (("chat", chat.id), *CHAT_RATE), 230020)
    feishu.pace.count("app", feishu.now())


def _keep(feishu: LocalFeishu, rate: tuple[tuple[str, str], int, float], code: int) -> None:
    what, most, seconds = rate
    if feishu.pace.wait(what, feishu.now(), most, seconds):
        raise Refused(code, "This operation triggers the frequency limit.")
    feishu.pace.count(what, feishu.now())


def _mine(call: Call, code: int, why: str) -> Message:
    message = call.message()
    if message.sender:
        raise Refused(code, why)
    return message


def _shown(feishu: LocalFeishu, message: Message) -> Json:
    return message.as_json(feishu.app_id, feishu.tenant_key)
