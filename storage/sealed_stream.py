"""Encryption of files of any length, piece by piece, in the format that Tink calls AES256_GCM_HKDF_1MB.

A key of its own is derived for each stream (HKDF-SHA256 over a random salt), and each segment of it is sealed with
AES-256-GCM under a nonce that holds its place and whether it is the last: none can be left out, moved or cut off
(https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming, after Hoang, Reyhanitabar, Rogaway and
Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015).
"""

import os
import struct
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.secrets import KEY_BYTES, WrongKey

SEGMENT = 1024 * 1024
"""How much of what is stored is sealed at once: so much is in memory at a time."""

_PREFIX, _TAG = 7, 16
_HEADER = 1 + KEY_BYTES + _PREFIX


def seal(key: bytes, pieces: Iterable[bytes], about: str) -> Iterator[bytes]:
    """Encrypt pieces of any length under a key of 32 bytes; `about` says what it is, and has to be said to open it."""
    salt, prefix = os.urandom(KEY_BYTES), os.urandom(_PREFIX)
    cipher = _cipher(key, salt, about)
    yield bytes([_HEADER]) + salt + prefix
    segments = _cut(pieces, SEGMENT - _HEADER - _TAG, SEGMENT - _TAG)
    for number, (segment, last) in enumerate(segments):
        yield cipher.encrypt(_nonce(prefix, number, last=last), segment, None)


def unseal(key: bytes, pieces: Iterable[bytes], about: str) -> Iterator[bytes]:
    """Undo `seal`, a segment at a time, each given once it has proved whole.

    Raises WrongKey when key or `about` differ, or as soon as something was changed, left out or cut off.
    """
    stream = _cut(pieces, _HEADER, SEGMENT - _HEADER, SEGMENT)
    header, ended = next(stream)
    if ended or len(header) != _HEADER or header[0] != _HEADER:
        raise WrongKey(about)
    cipher, prefix = _cipher(key, header[1 : 1 + KEY_BYTES], about), header[1 + KEY_BYTES :]
    try:
        for number, (segment, last) in enumerate(stream):
            yield cipher.decrypt(_nonce(prefix, number, last=last), segment, None)
    except (InvalidTag, ValueError):  # The latter for what is too short to hold a tag.
        raise WrongKey(about) from None


def _cipher(key: bytes, salt: bytes, about: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, about.encode()).derive(key))


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">IB", number, last)


def _cut(pieces: Iterable[bytes], *lengths: int) -> Iterator[tuple[bytes, bool]]:
    """Give pieces of these lengths, all further ones of the last length, and with each whether it is the last.

    There is always one, if only an empty one.
    """
    wanted, rest = iter(lengths), lengths[-1]
    length, held = next(wanted), bytearray()
    for piece in pieces:
        held += piece
        while len(held) > length:
            yield bytes(held[:length]), False
            del held[:length]
            length = next(wanted, rest)
    yield bytes(held), True
