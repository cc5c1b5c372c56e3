"""A small app behind webhooks that decrypts and verifies by hand, and answers as a test tells it to."""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.feishu.local import LocalFeishu
from tests.slack.local.server import running


@dataclass(slots=True)
class HandMade:
    """What came in at either path, opened; `answer` is the body of the next answers, `status` their status."""

    feishu: LocalFeishu
    heard: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[list[str]] = field(default_factory=list)
    answer: Any = field(default_factory=dict)
    status: int = 200
    url: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        """Refuse with 401 what is not sealed under the key; answer a challenge; keep everything else."""
        body, key = await request.read(), self.feishu.encrypt_key
        stamp, nonce = (request.headers.get(f"X-Lark-Request-{name}", "") for name in ("Timestamp", "Nonce"))
        signed = hashlib.sha256(f"{stamp}{nonce}{key}".encode() + body).hexdigest()
        if signed != request.headers.get("X-Lark-Signature"):
            return web.Response(status=401)
        opened = _opened(json.loads(body)["encrypt"], key)
        if opened.get("type") == "url_verification":
            return web.json_response({"challenge": opened["challenge"]})
        self.heard.append(opened)
        self.paths.append(request.path)
        self.headers.append([name.decode() for name, _ in request.raw_headers])
        if isinstance(self.answer, str):
            return web.Response(status=self.status, text=self.answer)
        return web.json_response(self.answer, status=self.status)


@contextmanager
def webhooked(feishu: LocalFeishu) -> Iterator[HandMade]:
    """Run the app for as long as the block lasts."""
    app = HandMade(feishu)

    async def make() -> web.Application:
        server = web.Application()
        server.router.add_post("/feishu/{where}", app.receive)
        return server

    with running(make) as url:
        app.url = url
        yield app


def _opened(sealed: str, key: str) -> dict[str, Any]:
    data = base64.b64decode(sealed)
    opening = Cipher(algorithms.AES256(hashlib.sha256(key.encode()).digest()), modes.CBC(data[:16])).decryptor()
    text = opening.update(data[16:]) + opening.finalize()
    found: dict[str, Any] = json.loads(text[: -text[-1]])
    return found
