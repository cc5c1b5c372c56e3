"""Hash chains: each link covers the one before it, so that nothing in between can be changed unseen."""

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

GENESIS = bytes(32)


def new_salt() -> str:
    """Give a fresh salt for a revision, as hex; it is kept sealed beside what it salts."""
    return os.urandom(16).hex()


canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""Give JSON that is the same for the same values: sorted keys, no spaces."""


def link(previous: bytes, *parts: object) -> bytes:
    """Give the hash of an entry (SHA-256): of the previous hash and every part, each preceded by its length."""
    digest = hashlib.sha256(previous)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


def content_hash(salt: str, content: Mapping[str, Any]) -> bytes:
    """Give the hash of a revision's whole content, hidden fields included, so salted that it cannot be guessed."""
    return hashlib.sha256(salt.encode() + canonical(content).encode()).digest()
