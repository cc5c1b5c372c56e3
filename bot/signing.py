"""Values that travel through the browser and come back unforged: HMAC-SHA256 over compact JSON."""

import base64
import binascii
import hashlib
import hmac
import json
from typing import Any


class Forged(ValueError):
    """The text was not signed here, or for another purpose."""


class Signer:
    """Signs JSON values with one key; a value signed for one purpose is refused for any other."""

    def __init__(self, secret: bytes) -> None:
        """Take the key."""
        self._secret = secret

    def sign(self, purpose: str, value: Any) -> str:
        """Give a JSON value as a text that `read` takes for the same purpose."""
        payload = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        return self._signed(purpose, payload)

    def read(self, purpose: str, text: str) -> Any:
        """Give the value that was signed for a purpose. Raises Forged for everything else."""
        try:
            given = text.encode("ascii")
            content = base64.urlsafe_b64decode(given.partition(b".")[0])
        except (UnicodeEncodeError, binascii.Error):
            raise Forged(purpose) from None
        # To the letter: decoding alone would pass over what is no base64.
        if not hmac.compare_digest(given, self._signed(purpose, content).encode()):
            raise Forged(purpose)
        return json.loads(content)

    def _signed(self, purpose: str, payload: bytes) -> str:
        return f"{_text(payload)}.{_text(self._digest(purpose, payload))}"

    def _digest(self, purpose: str, payload: bytes) -> bytes:
        return hmac.digest(self._secret, purpose.encode() + b"\0" + payload, hashlib.sha256)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii")
