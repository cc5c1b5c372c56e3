"""The web chat over a small product, served to real connections."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from bot.web.platform import WebPlatform
from storage.database import Database
from tests.unit.bot.web.product import Post, Product, Stage, Upload, fill, serving


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """Give the server all tests share."""
    with serving() as stage:
        yield stage


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """Give the product over a database with the personas 李雷, Ann and 韩梅梅 in `w1` and Bob in `w2`."""
    db = Database(f"sqlite:///{tmp_path / 'web.db'}")
    fill(db)
    yield Product(db)
    db.close()


@pytest.fixture
def platform(product: Product) -> WebPlatform:
    """Give the platform the product speaks through."""
    return WebPlatform(product.db, product.clock, product.uploads)


@pytest.fixture
def client(stage: Stage, product: Product, platform: WebPlatform) -> Iterator[httpx.Client]:
    """Give a browser without scripts, at the web chat."""
    with stage.showing(product, platform) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.fixture
def post(client: httpx.Client) -> Post:
    """Give what posts a form with the session's token and a new event."""
    page = client.get("/w/w1/lilei/dm").text
    client.headers["x-csrf-token"] = re.search(r'data-csrf="([^"]+)"', page)[1]  # type: ignore[index]

    def send(url: str, upload: Upload = (), **fields: str) -> httpx.Response:
        parts = [(name, (None, value)) for name, value in {"event": str(uuid4()), **fields}.items()]
        return client.post(url, files=[*parts, *upload])

    return send
