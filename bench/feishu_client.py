"""Feishu's side of `bench.feishu`: messages as it seals and signs them."""

import base64
import hashlib
import json
import os
import time

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.feishu import EVENTS_PATH
from chat.events import CommandGiven

BLOCK = 16
Headers = dict[str, str]


def delivered(event: CommandGiven, bot: str, key: str, token: str) -> bytes:
    """Give a command, typed in a group behind a mention of the bot, as a whole HTTP request of Feishu's."""
    headers, body = sealed(event, bot, key, token)
    lines = [f"POST {EVENTS_PATH} HTTP/1.1", "host: dossier", "content-type: application/json; charset=utf-8"]
    lines += [f"{name}: {value}" for name, value in headers.items()] + [f"content-length: {len(body)}"]
    return "\r\n".join((*lines, "", "")).encode() + body


def sealed(event: CommandGiven, bot: str, key: str, token: str) -> tuple[Headers, bytes]:
    """Give headers (lower-case) and body of im.message.receive_v1, encrypted and signed
    (https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case)."""
    plain = json.dumps(_payload(event, bot, token), ensure_ascii=False).encode()
    padder = padding.PKCS7(BLOCK * 8).padder()
    start = os.urandom(BLOCK)
    encryptor = Cipher(algorithms.AES256(hashlib.sha256(key.encode()).digest()), modes.CBC(start)).encryptor()
    hidden = start + encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    body = json.dumps({"encrypt": base64.b64encode(hidden).decode()}).encode()
    stamp, nonce = str(int(time.time())), os.urandom(8).hex()
    signature = hashlib.sha256(f"{stamp}{nonce}{key}".encode() + body).hexdigest()
    names = ("x-lark-request-timestamp", "x-lark-request-nonce", "x-lark-signature")
    return dict(zip(names, (stamp, nonce, signature), strict=True)), body


def _payload(event: CommandGiven, bot: str, token: str) -> dict[str, object]:
    source, moment = event.source, str(int(time.time() * 1000))
    ids = {"open_id": source.account, "union_id": f"on_{source.account}", "user_id": source.account}
    mention = {"key": "@_user_1", "id": {"open_id": bot}, "name": "Dossier", "tenant_key": source.workspace}
    message = {
        "message_id": f"om_{source.id}",
        "create_time": moment,
        "chat_id": source.channel,
        "chat_type": "group",
        "message_type": "text",
        "content": json.dumps({"text": f"@_user_1 /变更 {event.text}"}, ensure_ascii=False),
        "mentions": [mention],
    }
    header = {"event_id": source.id, "event_type": "im.message.receive_v1", "create_time": moment, "token": token}
    header |= {"app_id": "cli_a", "tenant_key": source.workspace}
    sender = {"sender_id": ids, "sender_type": "user", "tenant_key": source.workspace}
    return {"schema": "2.0", "header": header, "event": {"sender": sender, "message": message}}
