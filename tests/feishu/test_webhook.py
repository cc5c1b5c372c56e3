"""The product's webhook behind a real server: what Feishu sealed is taken, whatever else comes is refused."""

import base64
import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from bot.feishu.sealing import Seal
from bot.feishu.taking import Taker
from bot.feishu.webhook import Webhook
from bot.server import listen
from tests.feishu.cards import button, card
from tests.feishu.connecting import Product
from tests.feishu.local import Driver, LocalFeishu, User
from tests.feishu.local.sealing import encrypted, signature


class _Server(uvicorn.Server):
    def __init__(self, app: Starlette) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", access_log=False))
        self.ready = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def served(seal: Seal, taker: Taker) -> Iterator[str]:
    with listen("127.0.0.1", 0) as opened:
        server = _Server(Starlette(routes=Webhook(seal, taker).routes()))
        thread = threading.Thread(target=server.run, args=([opened],), name="webhook")
        thread.start()
        try:
            assert server.ready.wait(10)
            yield f"http://127.0.0.1:{opened.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
            taker.close()


@pytest.fixture(scope="module")
def house() -> Iterator[tuple[LocalFeishu, Product, str]]:
    feishu, product = LocalFeishu(), Product()
    seal = Seal(feishu.encrypt_key, feishu.verification_token)
    with served(seal, Taker(product.take, seconds=1)) as url:
        yield feishu, product, url


@pytest.fixture
def product(house: tuple[LocalFeishu, Product, str]) -> Product:
    """Give the product as if nothing had come in yet."""
    product = house[1]
    product.taken, product.threads, product.answer, product.failing = [], [], {}, False
    product.open.set()
    return product


@pytest.fixture
def driver(house: tuple[LocalFeishu, Product, str], product: Product) -> Iterator[Driver]:
    feishu, _, url = house
    feishu.toasts.clear()
    with Driver.over_http(feishu, url) as driver:
        yield driver


@pytest.fixture
def ann(driver: Driver) -> User:
    return driver.feishu.add_user("Ann")


def payload(driver: Driver, **header: Any) -> bytes:
    about = {"token": driver.feishu.verification_token, "event_type": "x", **header}
    return driver.http.sealed({"schema": "2.0", "header": about, "event": {}})


def test_an_event_is_taken_in_a_worker_thread(driver: Driver, product: Product, ann: User) -> None:
    ack = driver.direct("/纪要", ann)
    assert (ack.status, ack.json) == (200, {})
    assert product.taken[0]["event"]["message"]["content"] == '{"text": "/纪要"}'
    assert product.threads[0].startswith("feishu")


def test_a_callback_is_answered_with_what_the_product_gives(driver: Driver, product: Product, ann: User) -> None:
    message = driver.feishu.put(driver.feishu.direct(ann), "interactive", card(button("go")))
    product.answer = {"toast": {"type": "info", "content": "好了"}}
    assert driver.press(message, "go").trouble == ""
    assert [each.text for each in driver.feishu.told(ann)] == ["好了"]


@pytest.mark.parametrize("cards", [False, True])
def test_a_challenge_is_answered_and_taken_by_nobody(driver: Driver, product: Product, cards: bool) -> None:
    assert driver.challenge("挑战", cards=cards).trouble == ""
    assert product.taken == []


def test_a_challenge_may_come_unsigned_or_in_plain_text(driver: Driver) -> None:
    asked = {"challenge": "c", "token": driver.feishu.verification_token, "type": "url_verification"}
    for body in (driver.http.sealed(asked), json.dumps(asked).encode()):
        ack = driver.http.raw(body, signed=False)
        assert (ack.status, ack.json) == (200, {"challenge": "c"})


def test_a_challenge_of_another_app_is_refused(driver: Driver) -> None:
    for wrong in (
        {"challenge": "c", "token": "guessed", "type": "url_verification"},
        {"challenge": "c", "type": "url_verification"},
        {"challenge": 7, "token": driver.feishu.verification_token, "type": "url_verification"},
        {"challenge": "c" * 5000, "token": driver.feishu.verification_token, "type": "url_verification"},
    ):
        assert driver.http.raw(json.dumps(wrong).encode(), signed=False).status == 401
        assert driver.http.raw(driver.http.sealed(wrong)).status == 401


@pytest.mark.parametrize("age", [-290, 0, 290])
def test_a_clock_may_be_off_by_five_minutes(driver: Driver, ann: User, age: float) -> None:
    driver.http.age = age
    assert driver.direct("hi", ann).ok


@pytest.mark.parametrize("age", [-310, 310, 86_400, 365 * 86_400])
def test_what_is_older_or_from_further_ahead_is_refused(
    driver: Driver, product: Product, ann: User, age: float
) -> None:
    driver.http.age = age
    assert driver.direct("hi", ann).status == 401
    assert product.taken == []


def test_another_key_or_token_is_refused(driver: Driver, product: Product, ann: User) -> None:
    driver.http.key = "guessed"
    assert driver.direct("hi", ann).status == 401
    driver.http.key = ""
    assert driver.direct("hi", ann).status == 401
    driver.http.key, driver.http.token = driver.feishu.encrypt_key, "guessed"
    assert driver.direct("hi", ann).status == 401
    assert product.taken == []


def test_the_signature_is_that_of_these_very_bytes_and_this_nonce(driver: Driver, product: Product) -> None:
    body = payload(driver)
    signed = driver.http.signed(body)
    for other in (body + b" ", body.replace(b'"encrypt"', b'"encrypt" '), b"", b"{}"):
        assert driver.http.raw(other, signed, signed=False).status == 401
    assert driver.http.raw(body, {**signed, "X-Lark-Request-Nonce": "another"}, signed=False).status == 401
    stamp = str(int(signed["X-Lark-Request-Timestamp"]) + 1)
    assert driver.http.raw(body, {**signed, "X-Lark-Request-Timestamp": stamp}, signed=False).status == 401
    assert product.taken == []
    assert driver.http.raw(body, signed, signed=False).ok


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Lark-Signature": ""},
        {"X-Lark-Signature": "0" * 64},
        {"X-Lark-Request-Timestamp": "soon"},
        {"X-Lark-Request-Timestamp": "-1"},
        {"X-Lark-Request-Timestamp": "1e9"},
        {"X-Lark-Request-Timestamp": "9" * 5000},
        {"X-Lark-Request-Timestamp": "١٧٠٠٠٠٠٠٠٠".encode()},
        {"X-Lark-Signature": "签名".encode()},
        {"X-Lark-Signature": b"\xff\xfe"},
    ],
)
def test_a_signature_that_is_none_is_refused(driver: Driver, headers: dict[str, Any]) -> None:
    body = payload(driver)
    sent = {**driver.http.signed(body), **headers} if headers else {}
    assert driver.http.raw(body, sent, signed=False).status == 401


def test_a_nonce_may_be_any_bytes(driver: Driver) -> None:
    body, stamp, nonce = payload(driver), str(int(time.time())), b"n\xe4chste"
    digest = hashlib.sha256(stamp.encode() + nonce + driver.feishu.encrypt_key.encode() + body).hexdigest()
    headers: dict[str, Any] = {"X-Lark-Request-Timestamp": stamp, "X-Lark-Request-Nonce": nonce}
    assert driver.http.raw(body, {**headers, "X-Lark-Signature": digest}, signed=False).ok


def garbage(key: str) -> Iterator[bytes]:
    """Give bodies that hold nothing, under the right key or none."""
    yield from (b"", b"null", b"[]", b'"x"', b"7", b"{", b"\xff", b"[" * 100_000, b"9" * 5000, b"{}")
    sealed: Any
    for sealed in (None, 7, [], "", "签名", "%%%", "AAAA", base64.b64encode(b"x" * 16).decode()):
        yield json.dumps({"encrypt": sealed}).encode()
    for size in (17, 31, 32, 48, 1600):
        yield json.dumps({"encrypt": base64.b64encode(os.urandom(size)).decode()}).encode()
    deep, loose = "[" * 100_000, '{"schema": "2.0"}'
    for text in (
        "",
        "null",
        "[]",
        "7",
        "{",
        deep,
        '{"header": 7}',
        '{"header": {"token": ["x"]}}',
        '{"token": "\\ud800"}',
    ):
        yield json.dumps({"encrypt": encrypted(text, key)}).encode()
    yield loose.encode()


def test_garbage_is_refused_even_when_it_is_signed(driver: Driver, product: Product) -> None:
    for body in garbage(driver.feishu.encrypt_key):
        assert driver.http.raw(body).status == 401, body[:80]
        assert driver.http.raw(body, signed=False).status == 401, body[:80]
    assert product.taken == []


def test_what_is_signed_and_not_encrypted_is_refused(driver: Driver, product: Product) -> None:
    header = {"token": driver.feishu.verification_token, "event_type": "x"}
    assert driver.http.raw(json.dumps({"header": header, "event": {}}).encode()).status == 401
    assert product.taken == []


def test_what_is_encrypted_and_not_signed_is_refused(driver: Driver, product: Product) -> None:
    assert driver.http.raw(payload(driver), signed=False).status == 401
    assert product.taken == []


def test_too_much_is_refused_before_it_is_read(driver: Driver) -> None:
    assert driver.http.raw(b"x" * (5 * 1024 * 1024)).status == 413


def test_what_fails_is_delivered_again_with_the_same_ids(driver: Driver, product: Product, ann: User) -> None:
    product.failing = True
    ack = driver.direct("/纪要", ann)
    assert ack.status == 503
    assert "database" not in ack.body
    for seconds in (15, 300):
        driver.feishu.advance(seconds)
        assert [each.status for each in driver.redeliver()] == [503]
    product.failing = False
    driver.feishu.advance(3600)
    assert [each.status for each in driver.redeliver()] == [200]
    assert driver.again().ok
    assert len(product.taken) == 5
    assert len({each["event"]["message"]["message_id"] for each in product.taken}) == 1
    assert driver.undelivered == 0


def test_a_callback_that_fails_is_a_toast(driver: Driver, product: Product, ann: User) -> None:
    message = driver.feishu.put(driver.feishu.direct(ann), "interactive", card(button("go")))
    product.failing = True
    assert driver.press(message, "go").trouble == ""
    assert [each.kind for each in driver.feishu.told(ann)] == ["error"]


def test_feishu_is_answered_before_it_stops_waiting(driver: Driver, product: Product, ann: User) -> None:
    message = driver.feishu.put(driver.feishu.direct(ann), "interactive", card(button("go")))
    product.open.clear()
    assert driver.direct("/纪要", ann).status == 503
    assert driver.press(message, "go").trouble == ""
    product.open.set()
    assert [each.kind for each in driver.feishu.told(ann)] == ["info"]


def test_without_an_encrypt_key_there_is_no_webhook() -> None:
    for key in ("", "  "):
        with pytest.raises(ValueError, match="FEISHU_ENCRYPT_KEY is missing"):
            Seal(key, "token")


def test_without_a_verification_token_the_key_is_enough(product: Product) -> None:
    feishu = LocalFeishu()
    ann = feishu.add_user("Ann")
    with served(Seal(feishu.encrypt_key, ""), Taker(product.take)) as url, Driver.over_http(feishu, url) as driver:
        assert driver.direct("hi", ann).ok
        assert driver.challenge().trouble == ""
        driver.http.key = "guessed"
        assert driver.direct("hi", ann).status == 401


def test_headers_are_read_by_their_lower_case_names() -> None:
    feishu = LocalFeishu()
    text = json.dumps({"header": {"token": feishu.verification_token}, "event": {"text": "正文" * 200}})
    body = json.dumps({"encrypt": encrypted(text, feishu.encrypt_key)}).encode()
    stamp = str(int(time.time()))
    headers = {
        "x-lark-request-timestamp": stamp,
        "x-lark-request-nonce": "n",
        "x-lark-signature": signature(stamp, "n", feishu.encrypt_key, body),
    }
    assert Seal(feishu.encrypt_key, feishu.verification_token).open(headers, body) == json.loads(text)
