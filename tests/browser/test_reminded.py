"""The story of a duty in the demo: a meeting is announced, the clock is moved, its minutes are asked for and logged."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.test_demo import become, card, demo, pytestmark, write

__all__ = ["demo", "pytestmark"]


def move(page: Page, days: int) -> None:
    """Set the clock to two in the afternoon, so many days from today."""
    day = datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=days)
    before = page.locator("#clock").inner_text()
    to = page.locator("#clock-to")
    if not to.is_visible():
        page.locator(".clock summary").click()
    to.fill(f"{day}T14:00")
    page.locator(".clock form").get_by_role("button").click()
    expect(page.locator("#clock")).not_to_have_text(before)


def test_a_meeting_is_asked_for_its_minutes_until_they_are_logged(page: Page, demo: str) -> None:
    page.goto(demo)
    page.goto(f"{demo}{page.url.removeprefix(demo).rpartition('/c/')[0]}/c/abc-shop")
    become(page, "李雷")
    write(page, "/会议 明天 10:00-11:00 上线评审会 @韩梅梅")
    expect(page.locator("article").filter(has_text="记下了：上线评审会").last).to_be_visible()
    move(page, days=1)
    asked = card(page, "会议结束了")
    expect(asked).to_contain_text("上线评审会")
    expect(asked).to_contain_text("截止")
    move(page, days=2)
    # The step in the channel stands below what it is about.
    asked = card(page, "会议结束了")
    expect(asked.get_by_role("link", name="1 条回复")).to_be_visible()
    asked.get_by_role("button", name=re.compile("记录：")).click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("会议主题")).to_have_value("上线评审会")
    form.get_by_label("决定").fill("按时上线")
    form.get_by_role("button", name="保存").click()
    expect(form).to_be_hidden()
    expect(page.locator("article").filter(has_text="已由 李雷 补上").first).to_be_visible()
