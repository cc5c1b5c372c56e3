"""How Feishu seals what it pushes: AES-256-CBC under the Encrypt Key, and a signature over the raw body."""

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

_BLOCK = 16


def encrypted(text: str, key: str) -> str:
    """Give a text as base64(iv + AES-256-CBC of it), the key being sha256 of the Encrypt Key."""
    iv, padder = os.urandom(_BLOCK), PKCS7(8 * _BLOCK).padder()
    sealing = Cipher(algorithms.AES256(hashlib.sha256(key.encode()).digest()), modes.CBC(iv)).encryptor()
    padded = padder.update(text.encode()) + padder.finalize()
    return base64.b64encode(iv + sealing.update(padded) + sealing.finalize()).decode()


def signature(stamp: str, nonce: str, key: str, body: bytes) -> str:
    """Give the hex digest that stands in X-Lark-Signature."""
    return hashlib.sha256((stamp + nonce + key).encode() + body).hexdigest()
