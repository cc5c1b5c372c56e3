"""The web chat as a platform: what the outbox asks of it."""

import os
import re
import tracemalloc
from pathlib import Path

import httpx
import pytest

from bot.web.platform import WebPlatform
from chat.messages import Button, Chart, ChartType, Heading, Hyperlink, Message, Paragraph, Series, Table, say
from chat.platform import ChannelProfile, Failed, Platform, Target, Unsure
from storage import webchat
from storage.blobs import Blobs
from storage.spool import spooled
from storage.uploads import WebUploads
from storage.vault import Vault
from tests.unit.bot.web.product import START, Product

HERE = Target("w1", "abc1")


def test_it_is_a_platform(platform: WebPlatform) -> None:
    port: Platform = platform
    assert (port.name, port.unsure) == ("web", Unsure.LOOK_UP)


def test_what_was_sent_under_a_key_is_found_and_not_sent_again(platform: WebPlatform) -> None:
    assert platform.find(HERE, "k") is None
    ref = platform.send(HERE, say("hello"), "k")
    assert platform.find(HERE, "k") == ref
    assert platform.send(HERE, say("hello"), "k") == ref


def test_a_direct_message_reaches_its_account_alone(platform: WebPlatform, client: httpx.Client) -> None:
    platform.send(Target("w1", account="lilei"), say("for you"), "k")
    assert "for you" in client.get("/w/w1/lilei/dm").text
    assert "for you" not in client.get("/w/w1/ann/dm").text


@pytest.mark.parametrize(
    "target",
    [Target("w1", "none"), Target("w1", "abc2"), Target("w1", account="bob"), Target("w9", "abc1"), Target("w1")],
)
def test_sending_nowhere_fails_for_good(platform: WebPlatform, target: Target) -> None:
    with pytest.raises(Failed):
        platform.send(target, say("x"), "k")


@pytest.mark.parametrize("ref", ["7", "x", "9" * 30])
def test_editing_what_is_not_there_fails_for_good(platform: WebPlatform, ref: str) -> None:
    with pytest.raises(Failed):
        platform.edit(HERE, ref, say("x"))


def test_accounts_and_channels_are_looked_up(platform: WebPlatform) -> None:
    profile = platform.look_up("w1", "lilei")
    assert profile is not None
    assert profile.name == "李雷"
    assert platform.look_up("w1", "bob") is None
    assert platform.open_channel("w1", "abc1") == ChannelProfile("abc-1")
    assert platform.open_channel("w1", "abc2") is None


def test_an_upload_is_read_in_pieces_and_kept_once(platform: WebPlatform, product: Product) -> None:
    content = bytes(range(256)) * 8000
    with spooled((content,), len(content)) as spool:
        first = product.uploads.save("w1", "a.bin", "application/octet-stream", spool, START)
        assert product.uploads.save("w1", "a.bin", "application/octet-stream", spool, START) == first
    pieces = list(platform.fetch("w1", first.id))
    assert len(pieces) > 1
    assert b"".join(pieces) == content
    with pytest.raises(Failed):
        platform.fetch("w2", first.id)


def test_links_lead_to_web_pages_alone(platform: WebPlatform, client: httpx.Client) -> None:
    links = (Hyperlink("javascript:alert(1)", "bad"), Hyperlink("https://example.com", "good"))
    platform.send(HERE, Message((Paragraph(links),)), "k")
    page = client.get("/w/w1/lilei/c/abc1").text
    assert 'href="javascript:' not in page
    assert 'href="https://example.com" rel="noopener nofollow"' in page


def test_users_text_is_never_markup(platform: WebPlatform, client: httpx.Client) -> None:
    evil = '"><img src=x onerror=alert(1)>'
    blocks = (
        Heading(evil, evil),
        Table(evil, (evil,), ((evil,),)),
        Chart(ChartType.BAR, evil, evil, (evil,), (Series(evil, (1,)), Series(evil, (-2.5, 7)))),
        *say(evil, Button(evil, "x", {"a": evil}, confirm=evil)).blocks,
    )
    platform.send(HERE, Message(blocks), "k")
    assert "<img" not in client.get("/w/w1/lilei/c/abc1").text


@pytest.mark.parametrize("chart", ChartType)
@pytest.mark.parametrize("values", [(), (0,), (float("nan"), 3), (1e12, -1e12), (0.001,)])
def test_any_numbers_make_a_chart(
    platform: WebPlatform, client: httpx.Client, chart: ChartType, values: tuple[float, ...]
) -> None:
    block = Chart(chart, "t", "it says so", tuple("ab"[: len(values)]), (Series("s", values),))
    platform.send(HERE, Message((block,)), "k")
    page = client.get("/w/w1/lilei/c/abc1")
    assert page.status_code == 200
    assert "it says so" in page.text
    assert "nan" not in page.text


def test_older_messages_come_by_the_page(platform: WebPlatform, client: httpx.Client) -> None:
    for number in range(webchat.PAGE + 10):
        platform.send(HERE, say(f"number {number}."), f"k{number}")
    page = client.get("/w/w1/lilei/c/abc1").text
    assert "number 9." not in page
    assert "number 10." in page
    older = client.get("/w/w1/lilei/c/abc1/older?before=11").text
    assert "number 9." in older
    assert "older?before" not in older


def test_a_file_is_sent_once_and_can_be_downloaded_under_its_name(platform: WebPlatform, client: httpx.Client) -> None:
    where = Target("w1", account="lilei")
    ref = platform.send_file(where, "ABC_需求评审_20250815_v1.docx", b"PK word", "job-1")
    assert platform.send_file(where, "ABC_需求评审_20250815_v1.docx", b"PK word", "job-1") == ref

    page = client.get("/w/w1/lilei/dm").text
    assert page.count(">ABC_需求评审_20250815_v1.docx</a>") == 1
    address = re.search(r'href="(/w/w1/lilei/files/[^"]+)"', page)
    assert address is not None
    got = client.get(address[1])
    assert got.content == b"PK word"
    assert "attachment" in got.headers["content-disposition"]
    # It was sent to one person alone, whoever knows its id.
    for other in ("w1/ann", "w2/bob"):
        assert client.get(address[1].replace("w1/lilei", other)).status_code == 404


def test_a_large_file_is_kept_piece_by_piece(product: Product, tmp_path: Path) -> None:
    large = 48 * 1024 * 1024
    file = tmp_path / "export.zip"
    file.write_bytes(os.urandom(large))
    platform = WebPlatform(product.db, product.clock, WebUploads(product.db, Vault(Blobs(str(tmp_path))), b"u" * 32))

    tracemalloc.start()
    platform.send_file(Target("w1", account="lilei"), "export.zip", file, "job-1")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < large * 2 / 3
