"""What Feishu pushes: the envelopes of events and callbacks, and what stands in each."""

import json
from typing import Any

from tests.feishu.local.state import LocalFeishu
from tests.feishu.local.world import Chat, Json, Meeting, Message, Minute, User

_AGENTS = {"zh_cn": "zh_CN", "en_us": "en_US", "ja_jp": "ja_JP"}


def envelope(feishu: LocalFeishu, kind: str, event: Json) -> Json:
    """Give an event of schema 2.0 with a new event_id."""
    header = {
        "event_id": feishu.new_id(""),
        "event_type": kind,
        "create_time": str(feishu.milliseconds()),
        "token": feishu.verification_token,
        "app_id": feishu.app_id,
        "tenant_key": feishu.tenant_key,
    }
    return {"schema": "2.0", "header": header, "event": event}


def received(feishu: LocalFeishu, message: Message, author: User) -> Json:
    """Give im.message.receive_v1; the author's language is known from the client's user_agent alone."""
    chat = feishu.chats[message.chat]
    content: Json = {
        "message_id": message.id,
        "create_time": str(message.created),
        "update_time": str(message.updated),
        "chat_id": chat.id,
        "chat_type": chat.kind,
        "message_type": message.kind,
        "content": json.dumps(message.content, ensure_ascii=False),
        "user_agent": f"Mozilla/5.0 Lark/7.70.1 LarkLocale/{_AGENTS.get(author.locale, author.locale)} SDK-Version/7.7",
    }
    optional = {"root_id": message.root, "parent_id": message.parent, "thread_id": message.thread}
    content |= {name: value for name, value in optional.items() if value}
    if message.mentions:
        content["mentions"] = message.mentions
    sender = {"sender_id": author.ids, "sender_type": "user", "tenant_key": feishu.tenant_key}
    return {"sender": sender, "message": content}


def about_chat(feishu: LocalFeishu, chat: Chat, operator: User, **more: Any) -> Json:
    """Give what the events of a group have in common."""
    common = {"chat_id": chat.id, "operator_id": operator.ids, "external": chat.external}
    names = {"name": chat.name, "i18n_names": {"zh_cn": "", "en_us": "", "ja_jp": ""}}
    return {**common, "operator_tenant_key": feishu.tenant_key, **names, **more}


def chat_change(feishu: LocalFeishu, chat: Chat) -> Json:
    """Give how a chat is set up, as it stands in before_change and after_change."""
    owner = feishu.users.get(chat.owner)
    about: Json = {"name": chat.name, "description": chat.description, "avatar": ""}
    return about | ({"owner_id": owner.ids} if owner else {})


def meeting_ended(feishu: LocalFeishu, meeting: Meeting) -> Json:
    """Give vc.meeting.all_meeting_ended_v1; who took part is not in it."""
    host = {"id": feishu.users[meeting.host].ids, "user_role": 1, "user_type": 1}
    about: Json = {"id": meeting.id, "topic": meeting.topic, "meeting_no": meeting.number, "meeting_source": 1}
    about |= {"start_time": str(meeting.start), "end_time": str(meeting.end), "host_user": host, "owner": host}
    return {"meeting": about, "operator": host}


def minute_generated(feishu: LocalFeishu, minute: Minute) -> Json:
    """Give minutes.minute.generated_v1."""
    source = {"source_type": "meeting" if minute.meeting else "upload", "source_entity_id": minute.meeting}
    subscribers = [feishu.users[minute.owner].ids]
    return {"minute_token": minute.token, "minute_source": source, "subscriber_ids": subscribers}


def contact(user: User) -> Json:
    """Give a user as contact.user.updated_v3 carries it."""
    status = {"is_frozen": False, "is_resigned": user.resigned, "is_activated": True}
    names = {"name": user.name, "en_name": user.en_name, "nickname": "", "email": user.email}
    return {**user.ids, **names, "status": {**status, "is_exited": False, "is_unjoin": False}}


def card_action(feishu: LocalFeishu, message: Message, user: User, action: Json) -> Json:
    """Give card.action.trigger with a new token for updating the card."""
    token = feishu.new_card_token(message)
    context = {"open_message_id": message.id, "open_chat_id": message.chat}
    operator = {"tenant_key": feishu.tenant_key, **user.ids}
    event = {"operator": operator, "token": token.value, "action": action, "host": "im_message", "context": context}
    return envelope(feishu, "card.action.trigger", event)
