"""What tells that a request is Feishu's own: its signature, its age, its encryption and the app's token.

Source of the rules: https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Json = dict[str, Any]

_BLOCK = 16
_STALE_SECONDS = 300
_STAMP = re.compile(r"[0-9]{1,11}")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")
_HEADERS = ("x-lark-request-timestamp", "x-lark-request-nonce", "x-lark-signature")
_MOST_CHALLENGE = 1000
_NO_KEY = (
    "FEISHU_ENCRYPT_KEY is missing: without an Encrypt Key (Feishu's developer console, Events & Callbacks, Encryption "
    "Strategy) anybody could send events to the webhook; set it, or use the long connection"
)


class Unsealed(ValueError):
    """A request is not one of Feishu's to this app, or not of now."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """Feishu's question whether an address is the app's; it wants the text back."""

    text: str


class Seal:
    """Opens requests. Safe to use from any thread."""

    def __init__(self, encrypt_key: str, verification_token: str) -> None:
        """Take the app's Encrypt Key and Verification Token; where that is "" none is looked for.

        Raises ValueError, with a sentence for whoever runs the product, when there is no Encrypt Key.
        """
        if not encrypt_key.strip():
            raise ValueError(_NO_KEY)
        self._key = encrypt_key.encode()
        self._cipher = algorithms.AES256(hashlib.sha256(self._key).digest())
        self._token = verification_token.encode()

    def open(self, headers: Mapping[str, str], body: bytes) -> Json | Challenge:
        """Give what a raw body holds. `headers` are by lower-case name.

        Raises Unsealed for whatever is not signed and encrypted by Feishu, is more than five minutes off the system's
        clock, or lacks the app's token. Of what is not signed at all, only a challenge is taken.
        """
        stamp, nonce, signature = (headers.get(name, "") for name in _HEADERS)
        is_signed = bool(stamp or nonce or signature)
        if is_signed and not self._is_signed(stamp, nonce, signature, body):
            raise Unsealed("the signature is wrong, or too old")
        sent = _read(body)
        content = _read(self._decrypted(sent["encrypt"])) if "encrypt" in sent else sent
        if not self._has_token(content):
            raise Unsealed("the verification token is wrong")
        if content.get("type") == "url_verification":
            return _challenge(content)
        if not is_signed or content is sent:
            raise Unsealed("it is not signed, or not encrypted")
        return content

    def _is_signed(self, stamp: str, nonce: str, signature: str, body: bytes) -> bool:
        if not (_STAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature)):
            return False
        if abs(time.time() - int(stamp)) > _STALE_SECONDS:
            return False
        # A web server gives headers as Latin-1, which is to become the bytes again that came.
        begun = stamp.encode() + nonce.encode("latin-1", "replace") + self._key
        return hmac.compare_digest(hashlib.sha256(begun + body).hexdigest(), signature)

    def _decrypted(self, sealed: Any) -> bytes:
        try:
            data = base64.b64decode(sealed, validate=True)
        except (TypeError, ValueError, binascii.Error):
            raise Unsealed("it is not encrypted") from None
        if len(data) < 2 * _BLOCK or len(data) % _BLOCK:
            raise Unsealed("it is not encrypted")
        opening = Cipher(self._cipher, modes.CBC(data[:_BLOCK])).decryptor()
        text = opening.update(data[_BLOCK:]) + opening.finalize()
        padding = text[-1]
        if not 1 <= padding <= _BLOCK or text[-padding:] != bytes([padding]) * padding:
            raise Unsealed("it is encrypted with another key")
        return text[:-padding]

    def _has_token(self, content: Json) -> bool:
        if not self._token:
            return True
        header = content.get("header")
        token = header.get("token") if isinstance(header, dict) else content.get("token")
        return isinstance(token, str) and hmac.compare_digest(token.encode("utf-8", "replace"), self._token)


def _challenge(content: Json) -> Challenge:
    text = content.get("challenge")
    if not isinstance(text, str) or len(text) > _MOST_CHALLENGE:
        raise Unsealed("a challenge is a short text")
    return Challenge(text)


def _read(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Unsealed("it is not JSON") from None
    if not isinstance(found, dict):
        raise Unsealed("it is not an object")
    return found
