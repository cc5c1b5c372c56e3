"""The web chat in a real Chromium, over the small product of the adapter's own tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.web.platform import WebPlatform
from storage.database import Database
from tests.unit.bot.web.product import Product, Stage, fill, serving


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
def address(stage: Stage, product: Product, platform: WebPlatform) -> Iterator[str]:
    """Give the address the web chat is served at."""
    with stage.showing(product, platform) as address:
        yield address
