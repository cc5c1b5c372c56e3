"""What tests of Feishu may use: a Feishu on this machine, and its own SDK as a client that knows nothing of it."""

import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import httpx
import pytest

from tests.feishu.local import LocalFeishu, serving


@pytest.fixture
def feishu() -> Iterator[LocalFeishu]:
    """Give a running Feishu with our app in its one tenant, and nobody else in it yet."""
    with serving(LocalFeishu()) as running:
        yield running


@pytest.fixture(scope="session")
def lark() -> Any:
    """Give the SDK, imported once for the whole run: that takes seconds."""
    with warnings.catch_warnings():
        # Its generated code and its pinned websockets use what newer versions of others call deprecated.
        warnings.simplefilter("ignore")
        found = import_module("lark_oapi")
        for each in ("api.contact.v3", "api.im.v1", "ws"):
            import_module(f"lark_oapi.{each}")
    return found


@pytest.fixture
def client(lark: Any, feishu: LocalFeishu) -> Any:
    """Give the SDK's client of the app."""
    builder = lark.Client.builder().app_id(feishu.app_id).app_secret(feishu.app_secret)
    return builder.domain(feishu.base_url).log_level(lark.LogLevel.ERROR).build()


@pytest.fixture
def raw(feishu: LocalFeishu) -> Iterator[httpx.Client]:
    """Give plain HTTP to the API, with the token that counts at the beginning."""
    headers = {"Authorization": f"Bearer {feishu.token().value}"}
    base_url = f"{feishu.base_url}/open-apis"
    with httpx.Client(base_url=base_url, headers=headers, trust_env=False, timeout=5) as client:
        yield client
