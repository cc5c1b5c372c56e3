"""The page keeps together at every width: nothing sticks out, and every part can be reached."""

import pytest
from playwright.sync_api import Page, expect

from bot.web.platform import WebPlatform
from chat.messages import Heading, Message, Paragraph, Table, say
from chat.platform import Target

pytestmark = pytest.mark.browser

HERE = Target("w1", "abc1")
WIDE = Message(
    (
        Heading("一个非常长的标题" * 12),
        Paragraph(("averyverylongwordwithoutanyplacetobreak" * 10,)),
        Table("宽表", tuple(f"第 {n} 列的标题" for n in range(14)), (tuple("内容内容" for _ in range(14)),)),
    )
)


@pytest.mark.parametrize("width", [390, 768, 1024, 1440])
def test_nothing_sticks_out_of_the_window(page: Page, address: str, platform: WebPlatform, width: int) -> None:
    platform.send(HERE, WIDE, "k1")
    page.set_viewport_size({"width": width, "height": 800})
    for where in ("", "?thread=1"):
        page.goto(f"{address}/w/w1/lilei/c/abc1{where}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.documentElement.scrollHeight") <= 800
        for log in page.locator(".log").all():
            assert log.evaluate("each => each.scrollWidth <= each.clientWidth")
        expect(page.locator("[data-composer]").last).to_be_in_viewport(ratio=1)


def test_the_drawer_opens_and_closes_on_a_telephone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/w/w1/ann/c/abc1")
    expect(page.get_by_role("link", name="general-1")).to_be_hidden()
    page.get_by_role("button", name="Open sidebar").click()
    expect(page.get_by_role("button", name="Close sidebar")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open sidebar")).to_be_focused()
    page.get_by_role("button", name="Open sidebar").click()
    page.get_by_role("link", name="general-1").click()
    expect(page.get_by_role("heading", name="general-1")).to_be_visible()


def test_a_thread_lies_over_the_conversation_on_a_telephone(page: Page, address: str, platform: WebPlatform) -> None:
    platform.send(HERE, say("start"), "k1")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/w/w1/ann/c/abc1?thread=1")
    box = page.get_by_role("complementary").bounding_box()
    assert box is not None
    assert (box["width"], round(box["y"] + box["height"])) == (390, 844)
    assert box["y"] > 100
    page.get_by_role("link", name="Close").click()
    expect(page.get_by_role("complementary")).to_have_count(0)


def test_colours_can_be_switched_and_stay(page: Page, address: str) -> None:
    page.goto(f"{address}/w/w1/ann/dm")
    dark = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(dark)
    page.get_by_role("button", name="Switch light and dark").click()
    after = page.evaluate(dark)
    assert after != before
    page.reload()
    assert page.evaluate(dark) == after


def test_the_page_asks_no_other_server_for_anything(page: Page, address: str, platform: WebPlatform) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    platform.send(HERE, WIDE, "k1")
    page.goto(f"{address}/w/w1/lilei/c/abc1")
    page.get_by_role("combobox").fill("hello")
    page.get_by_role("combobox").press("Enter")
    expect(page.get_by_text("hello")).to_be_visible()
    assert all(url.startswith((address, "data:")) for url in asked)
    assert complaints == []
