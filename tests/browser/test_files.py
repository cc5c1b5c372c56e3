"""Files in a real Chromium: what is too large is not even sent, texts and pictures are looked at where they stand."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from bot.web.platform import WebPlatform
from chat.messages import Files, Heading, Message
from chat.platform import Target
from dossier.fields import FileRef
from storage.files import StoredFile
from tests.unit.bot.web.product import Product

pytestmark = pytest.mark.browser


def attach(product: Product, platform: WebPlatform, name: str, kind: str, content: bytes) -> None:
    """Show a record with a file in the channel."""
    ref = FileRef(id="f1", name=name, size=len(content), type=kind)
    product.attached = StoredFile(ref, held=content)
    platform.send(Target("w1", "abc1"), Message((Heading("记录"), Files("附件", "r1", (ref,)))), "k")


def test_the_first_lines_of_a_text_come_when_they_are_asked_for(
    page: Page, address: str, product: Product, platform: WebPlatform
) -> None:
    attach(product, platform, "步骤.txt", "text/plain", "第一步\n第二步".encode())
    page.goto(f"{address}/w/w1/lilei/c/abc1")
    expect(page.get_by_text("第二步")).to_have_count(0)
    page.get_by_text("开头几行 · 步骤.txt").click()
    expect(page.get_by_text("第二步")).to_be_visible()


def test_a_picture_stands_in_the_card(page: Page, address: str, product: Product, platform: WebPlatform) -> None:
    written = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(written, "JPEG")
    attach(product, platform, "截图.jpg", "image/jpeg", written.getvalue())
    page.goto(f"{address}/w/w1/lilei/c/abc1")
    picture = page.get_by_role("img", name="截图.jpg")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 480)


def test_what_is_too_large_is_said_to_be_before_it_is_sent(page: Page, address: str, product: Product) -> None:
    page.goto(f"{address}/w/w1/lilei/c/abc1")
    page.evaluate("document.body.dataset.most = '10'")
    page.locator("form.composer [type=file]").set_input_files(
        {"name": "a", "mimeType": "text/plain", "buffer": b"x" * 11}
    )
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("alert")).to_contain_text("附件太大")
    assert product.events == []
