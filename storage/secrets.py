"""Encryption of sensitive fields: a key per record, wrapped by the organisation's, wrapped by the master key."""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.compact import compact

KEY_BYTES = 32
_NONCE_BYTES = 12


class WrongKey(Exception):
    """A key does not open what it should: the master key is another one, or the data was tampered with."""


def new_master_key() -> str:
    """Give a fresh master key as it stands in the settings: 32 random bytes, base64."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def decode_master_key(text: str) -> bytes:
    """Give the 32 bytes of a master key. Raises ValueError for anything else."""
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"{len(key)} bytes instead of {KEY_BYTES}")
    return key


def encrypt(key: bytes, plain: bytes, about: str) -> bytes:
    """Encrypt with AES-256-GCM (NIST SP 800-38D); `about` is the associated data, e.g. `org|table|record|field`."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def decrypt(key: bytes, sealed: bytes, about: str) -> bytes:
    """Undo `encrypt`. Raises WrongKey when key, data or `about` differ."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError, TypeError):  # For what is too short to hold a nonce, or is no bytes by now.
        raise WrongKey(about) from None


class Keyring:
    """Opens and makes keys below one master key of 32 bytes; organisations' keys are kept open in memory."""

    def __init__(self, master: bytes) -> None:
        """Take the master key."""
        self._master = master
        self._open: dict[tuple[str, bytes], OrganisationKeys] = {}

    def new_organisation_key(self, organisation: str) -> bytes:
        """Make an organisation's key and give it wrapped."""
        return encrypt(self._master, os.urandom(KEY_BYTES), f"{organisation}|organisations|{organisation}|key")

    def organisation(self, uid: str, wrapped: bytes) -> "OrganisationKeys":
        """Open an organisation's keys. Raises WrongKey when the master key is another one."""
        keys = self._open.get((uid, wrapped))
        if keys is None:
            key = decrypt(self._master, wrapped, f"{uid}|organisations|{uid}|key")
            keys = self._open[uid, wrapped] = OrganisationKeys(uid, key, self)
        return keys

    def upload_key(self) -> bytes:
        """Give the key that protects what was uploaded to the web chat, before an organisation keeps it."""
        return hmac.digest(self._master, b"uploads", hashlib.sha256)

    def signing_key(self) -> bytes:
        """Give the key with which buttons and form references are signed."""
        return hmac.digest(self._master, b"signing", hashlib.sha256)


class OrganisationKeys:
    """The keys of one organisation: wraps records' data keys, seals their contents, digests values for look-up."""

    def __init__(self, uid: str, key: bytes, ring: Keyring) -> None:
        """Take the organisation's id, its open key, and the ring they are on."""
        self.uid = uid
        self._ring = ring
        self._key = key
        self._lookup = hmac.digest(key, b"lookup", hashlib.sha256)

    def other(self, uid: str, wrapped: bytes) -> "OrganisationKeys":
        """Open the keys of another organisation, to which something of this one's is to move."""
        return self._ring.organisation(uid, wrapped)

    def new_data_key(self, record: str) -> tuple[bytes, bytes]:
        """Make a record's data key; give it open and wrapped."""
        key = os.urandom(KEY_BYTES)
        return key, encrypt(self._key, key, self._about("records", record, "key"))

    def data_key(self, record: str, wrapped: bytes) -> bytes:
        """Open a record's data key."""
        return decrypt(self._key, wrapped, self._about("records", record, "key"))

    def seal(self, data_key: bytes, record: str, revision: int, values: Mapping[str, Any]) -> bytes:
        """Encrypt what a revision hides."""
        plain = compact(values).encode()
        return encrypt(data_key, plain, self._about("revisions", f"{record}/{revision}", "sealed"))

    def unseal(self, data_key: bytes, record: str, revision: int, sealed: bytes) -> dict[str, Any]:
        """Decrypt what a revision hides."""
        plain = decrypt(data_key, sealed, self._about("revisions", f"{record}/{revision}", "sealed"))
        values: dict[str, Any] = json.loads(plain)
        return values

    def seal_row(self, table: str, row: str, values: Mapping[str, Any]) -> bytes:
        """Encrypt what a row of a table keeps sealed."""
        plain = compact(values).encode()
        return encrypt(self._key, plain, self._about(table, row, "sealed"))

    def unseal_row(self, table: str, row: str, sealed: bytes) -> dict[str, Any]:
        """Decrypt what a row of a table keeps sealed. Raises WrongKey for what was sealed for another row."""
        values: dict[str, Any] = json.loads(decrypt(self._key, sealed, self._about(table, row, "sealed")))
        return values

    def digest(self, field: str, value: str) -> bytes:
        """Give the keyed digest by which a sensitive value is looked up: case, spaces and punctuation do not count."""
        bare = "".join(char for char in value.casefold() if char.isalnum() or char in "@.+")
        return hmac.digest(self._lookup, f"{field}|{bare}".encode(), hashlib.sha256)

    def file_key(self, file: str) -> bytes:
        """Give the key of a content that earlier versions kept in the database."""
        return hmac.digest(self._key, f"file|{file}".encode(), hashlib.sha256)

    def new_blob_key(self, blob: str) -> tuple[bytes, bytes]:
        """Make the key of a content in the store of files; give it open and wrapped."""
        key = os.urandom(KEY_BYTES)
        return key, encrypt(self._key, key, self._about("blobs", blob, "key"))

    def blob_key(self, blob: str, wrapped: bytes) -> bytes:
        """Open the key of a content in the store of files."""
        return decrypt(self._key, wrapped, self._about("blobs", blob, "key"))

    def address(self, sha256: bytes) -> bytes:
        """Give the keyed digest by which an organisation finds a content it has already."""
        return hmac.digest(self._lookup, b"content|" + sha256, hashlib.sha256)

    def about_blob(self, blob: str) -> str:
        """Give what a content in the store of files is sealed as: it opens as nothing else."""
        return self._about("blobs", blob, "content")

    def _about(self, table: str, record: str, field: str) -> str:
        return f"{self.uid}|{table}|{record}|{field}"
