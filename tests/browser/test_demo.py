"""The main job, by hand: `dossier demo` as its users start it, and a day's work of three personas in the browser."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.test_accessibility import check

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a demo over a new sample."""
    data = tmp_path_factory.mktemp("demo")
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", "0", "--data", str(data)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None, "the demo did not start"
        yield found[0]
        process.terminate()


def become(page: Page, name: str) -> None:
    """Switch to another persona in the same conversation."""
    page.locator(".personas summary").click()
    page.locator(".personas").get_by_role("link", name=re.compile(name)).first.click()
    expect(page.locator(".personas summary .who")).to_have_text(name)


def write(page: Page, text: str) -> None:
    """Send a text."""
    box = page.get_by_role("combobox").first
    box.fill(text)
    box.press("Escape")
    box.press("Enter")
    expect(box).to_have_value("")


def card(page: Page, text: str) -> Locator:
    """Give the latest message that everybody sees and that says a text."""
    return page.locator("article:not(.note)").filter(has_text=text).last


def test_what_somebody_said_becomes_an_issue_and_is_found_back(page: Page, demo: str) -> None:
    page.goto(demo)
    page.goto(f"{demo}{page.url.removeprefix(demo).rpartition('/c/')[0]}/c/abc-shop")
    become(page, "李雷")
    write(page, "短信验证码收不到，换了通道就好了")
    message = page.locator("article:not(.bot)").filter(has_text="短信验证码收不到")
    expect(message).to_be_visible()
    message.hover()
    message.get_by_role("button", name="存入档案").click()
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("短信验证码收不到")
    form.get_by_label("存为").select_option("issue")
    form.get_by_role("button", name="下一步").click()

    expect(form.get_by_label("问题")).to_have_value("短信验证码收不到，换了通道就好了")
    expect(form.get_by_label("解决办法")).to_have_count(0)
    form.get_by_label("状态").select_option("fixed")
    form.get_by_label("解决办法").fill("换了短信通道")
    check(page)
    form.locator("[type=submit]").click()

    kept = page.locator("article.bot").filter(has_text="换了短信通道").last
    expect(kept).to_contain_text("已修复")
    kept.get_by_role("link", name="原消息").click()
    expect(message).to_be_focused()
    check(page)
    other = page.context.new_page()
    other.goto(page.url.partition("?")[0].partition("#")[0])
    become(other, "Ann")
    other.locator("article.bot").filter(has_text="换了短信通道").last.get_by_role("link").first.click()
    expect(other.locator("article:target")).to_contain_text("短信验证码收不到")


def test_a_day_of_three_personas(page: Page, demo: str) -> None:
    page.goto(demo)
    become(page, "王芳")
    page.get_by_role("button", name="新建频道").click()
    page.get_by_label("频道名称").fill("远山-门户")
    page.get_by_role("button", name="创建").click()
    page.get_by_role("article").get_by_role("button", name="新建档案").first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("客户").first.fill("远山集团")
    form.locator('[name="f.short_name"]').fill("远山")
    form.locator('[name="f.project"]').fill("门户")
    form.locator("[type=submit]").click()
    expect(form).to_have_count(0)

    write(page, "/纪要")
    form.get_by_label("会议主题").fill("需求评审")
    form.locator("[type=submit]").click()
    expect(form.get_by_label("讨论内容")).to_have_attribute("aria-invalid", "true")
    form.get_by_label("决定").fill("登录页加短信验证")
    form.get_by_label("行动项").fill("发接口文档 @李雷 周五")
    form.locator("[type=submit]").click()
    expect(card(page, "需求评审")).to_contain_text("发接口文档")
    check(page)

    page.goto(f"{demo}{page.url.removeprefix(demo).rpartition('/c/')[0]}/c/abc-shop")
    become(page, "李雷")
    write(page, "/change 登录页加图形验证 | 原因: 防刷 | impact: 3 days | 期望日期: 下周五")
    expect(card(page, "登录页加图形验证")).to_contain_text("防刷")
    write(page, "/issue 发票抬头丢失")
    expect(card(page, "发票抬头丢失")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    become(other, "Ann")
    expect(card(other, "发票抬头丢失")).to_be_visible()

    write(page, "/resolve 发票抬头 | 解决办法: 升级开票接口 | 根本原因: 旧接口截断")
    expect(card(other, "升级开票接口")).to_be_visible()

    write(page, "/dossier search 发票")
    found = page.get_by_role("article").filter(has_text="仅你可见").last
    expect(found).to_contain_text("发票抬头丢失")

    card(page, "登录页加图形验证").get_by_role("button", name="修改").click()
    form.get_by_label("影响").fill("5 天")
    form.locator("[type=submit]").click()
    expect(card(page, "登录页加图形验证")).to_contain_text("5 天")
    card(page, "登录页加图形验证").get_by_role("button", name="历史").click()
    expect(page.locator("ins").last).to_be_visible()
    check(page)

    write(other, "/issue Printer jams | severity: high")
    expect(card(other, "Printer jams")).to_be_visible()
    card(other, "Printer jams").get_by_role("button", name="撤销").click()
    expect(other.get_by_text("Taken back: Printer jams")).to_be_visible()
    expect(card(other, "撤销了")).to_contain_text("Printer jams")

    write(other, "@Dossier status")
    expect(other.get_by_role("article").filter(has_text="Only visible to you").last).to_contain_text("Open issues")
    check(other)


def test_two_who_change_the_same_record_lose_nothing_of_each_other(page: Page, demo: str) -> None:
    page.goto(demo)
    page.goto(f"{demo}{page.url.removeprefix(demo).rpartition('/c/')[0]}/c/abc-shop")
    become(page, "李雷")
    write(page, "/issue 地图打不开 | details: 白屏")
    other = page.context.new_page()
    other.goto(page.url)
    become(other, "Ann")
    for each in (page, other):
        card(each, "地图打不开").get_by_role("button", name="修改").click()
    form, theirs = page.get_by_role("dialog"), other.get_by_role("dialog")
    form.get_by_label("问题").fill("地图页打不开")
    form.get_by_label("现象").fill("白屏，仅安卓")
    form.locator("input[type=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"one"})
    form.locator("[type=submit]").click()
    expect(form).to_be_hidden()

    theirs.get_by_label("Issue").fill("Map does not open")
    theirs.locator("input[type=file]").set_input_files({"name": "b.txt", "mimeType": "text/plain", "buffer": b"two"})
    theirs.locator("[type=submit]").click()

    expect(theirs.get_by_label("Issue")).to_have_attribute("aria-invalid", "true")
    expect(theirs).to_contain_text("“地图页打不开”")
    expect(theirs.get_by_label("Issue")).to_have_value("Map does not open")
    expect(theirs.get_by_label("Details")).to_have_value("白屏，仅安卓")
    expect(theirs.locator(".form-note")).to_contain_text("Details")
    check(other)
    theirs.locator("[type=submit]").click()
    expect(theirs).to_be_hidden()
    for said in ("白屏，仅安卓", "a.txt", "b.txt"):
        expect(card(other, "Map does not open")).to_contain_text(said)


def test_a_file_that_is_unticked_is_gone_though_no_other_is_chosen(page: Page, demo: str) -> None:
    page.goto(demo)
    page.goto(f"{demo}{page.url.removeprefix(demo).rpartition('/c/')[0]}/c/abc-shop")
    become(page, "李雷")
    write(page, "/档案 手册")
    form = page.get_by_role("dialog")
    form.get_by_label("名称").fill("退货操作手册")
    files: list[FilePayload] = [
        {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": name.encode()} for name in ("甲", "乙")
    ]
    form.locator("[type=file]").set_input_files(files)
    form.locator("[type=submit]").click()
    saved = card(page, "退货操作手册")
    expect(saved).to_contain_text("乙.txt")
    number = re.search(r"#\d+", saved.inner_text())
    assert number is not None
    write(page, f"/档案 修改 {number[0]}")
    form.get_by_label("甲.txt").uncheck()
    form.locator("[type=submit]").click()
    expect(form).to_be_hidden()
    expect(card(page, "退货操作手册")).to_contain_text("乙.txt")
    expect(card(page, "退货操作手册")).not_to_contain_text("甲.txt")
