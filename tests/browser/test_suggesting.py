"""A suggestion in the demo: a fix is mentioned in passing, its author alone is asked, and it becomes the resolution."""

from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import check
from tests.browser.test_demo import become, demo, pytestmark, write

__all__ = ["demo", "pytestmark"]

FIX = "支付失败的问题已修复，原因是网关超时，已上线"


def test_a_fix_said_in_passing_becomes_the_resolution_of_an_issue(page: Page, demo: str) -> None:
    page.goto(demo)
    page.goto(f"{demo}{page.url.removeprefix(demo).rpartition('/c/')[0]}/c/abc-shop")
    become(page, "李雷")
    write(page, "早，今天谁在")
    write(page, FIX)
    asked = page.locator("article.note").filter(has_text="已经修好")
    expect(asked).to_contain_text(FIX)
    expect(page.locator("article.note")).to_have_count(1)
    check(page)
    other = page.context.new_page()
    other.goto(page.url)
    become(other, "韩梅梅")
    expect(other.locator("article").filter(has_text=FIX)).to_have_count(1)
    expect(other.locator("article.note")).to_have_count(0)

    asked.get_by_role("button", name="记下来").click()
    choice = page.locator("article.note").filter(has_text="解决的是哪个问题")
    choice.get_by_role("button", name="支付失败").first.click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("解决办法")).to_have_value(FIX)
    check(page)
    form.get_by_role("button", name="保存").click()
    expect(form).to_be_hidden()
    resolved = page.locator("article.bot:not(.note)").filter(has_text=FIX)
    expect(resolved).to_contain_text("已修复")
    resolved.get_by_role("link", name="原消息").click()
    expect(page.locator("article:target")).to_contain_text(FIX)

    asked.get_by_role("button", name="记下来").click()
    expect(page.locator("article.note").filter(has_text="已经在档案里了")).to_be_visible()


def test_it_is_switched_off_by_its_button_and_on_in_the_settings(page: Page, demo: str) -> None:
    page.goto(demo)
    page.goto(f"{demo}{page.url.removeprefix(demo).rpartition('/c/')[0]}/c/abc-shop")
    become(page, "王芳")
    write(page, "客户要求登录页加短信验证")
    asked = page.locator("article.note").filter(has_text="像是客户提的变更")
    asked.get_by_role("button", name="这个频道不再提示").click()
    expect(page.locator("article.note").filter(has_text="不再提示。")).to_be_visible()
    expect(asked).to_have_count(0)

    write(page, "/档案 设置")
    form = page.get_by_role("dialog")
    switch = form.get_by_label("在 #abc-商城 提示记录消息")
    expect(switch).to_have_value("off")
    expect(form.get_by_label("在整个组织提示记录消息")).to_have_value("on")
    check(page)
    switch.select_option("on")
    form.get_by_role("button", name="保存").click()
    expect(form).to_be_hidden()


def test_a_document_dropped_into_the_channel_is_offered_its_right_name_and_its_place(page: Page, demo: str) -> None:
    page.goto(demo)
    page.goto(f"{demo}{page.url.removeprefix(demo).rpartition('/c/')[0]}/c/abc-mini")
    become(page, "李雷")
    page.locator("form.composer [type=file]").set_input_files(
        {"name": "需求评审 20261117.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    write(page, "评审稿")
    asked = page.locator("article.note").filter(has_text="这像是项目文件")
    expect(asked).to_contain_text("_需求评审_20261117_v1.pdf")
    check(page)
    asked.get_by_role("button", name="记下来").click()
    expect(page.get_by_role("dialog")).to_contain_text("存入档案")
