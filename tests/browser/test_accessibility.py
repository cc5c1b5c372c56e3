"""axe-core finds nothing wrong with the pages, light and dark, narrow and wide."""

from datetime import timedelta
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from bot.web.platform import WebPlatform
from chat import messages as m
from chat.platform import Target
from tests.unit.bot.web.product import START

pytestmark = pytest.mark.browser

WIDTHS = (390, 1440)
EVERY_BLOCK = m.Message(
    (
        m.Heading("ABC_需求评审_20261118_v1", "📝"),
        m.Facts((("参会人", "李雷、Ann"), ("会议时间", "11月18日 09:00"))),
        m.Paragraph(
            (
                "短信验证，",
                m.Strong("影响 3 天"),
                m.Mention("p", "Ann"),
                m.When(START + timedelta(days=1), "明天"),
                m.Hyperlink("https://example.com", "文档"),
            )
        ),
        m.Bullets((("发接口文档",), ("确认供应商",))),
        m.Table("各项目状态", ("项目", "阶段", "得分"), (("ABC", "开发", "78"), ("XYZ", "测试", "64"))),
        m.Chart(
            m.ChartType.BAR, "每周问题", "本周 6 个。", ("W46", "W47"), (m.Series("新", (2, 6)), m.Series("旧", (1, 2)))
        ),
        m.Chart(m.ChartType.LINE, "健康分", "升到 78。", ("W46", "W47"), (m.Series("得分", (74, 78)),)),
        m.Diff("影响", ((m.Mark.SAME, "工期 "), (m.Mark.REMOVED, "3 天"), (m.Mark.ADDED, "5 天"))),
        m.Tree(
            ("⭐ 王总\n└─ 周倩",), (m.Box("⭐", "王总", "决策人", (m.Box("", "周倩", ""), m.Box("", "孙工", "IT"))),)
        ),
        m.Note(("由 李雷 记录",)),
        m.Buttons((m.Button("编辑", "edit", style=m.Style.PRIMARY), m.Button("撤销", "undo", style=m.Style.DANGER))),
    )
)


def check(page: Page) -> None:
    """Fail with what axe-core finds on the page as it stands."""
    found = Axe().run(page).response["violations"]
    serious = [
        f"{each['id']} ({each['impact']}): {node['html'][:200]} — {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
        if each["impact"] in ("serious", "critical", "moderate")
    ]
    assert not serious, "\n\n".join(serious)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_state_of_the_page(
    browser: Browser, address: str, platform: WebPlatform, width: int, scheme: Literal["light", "dark"]
) -> None:
    platform.send(Target("w1", "abc1"), EVERY_BLOCK, "k1")
    platform.send(Target("w1", "abc1", thread="1"), m.say("收到"), "k2")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}/w/w1/lilei/c/abc1")
    check(page)
    page.get_by_role("combobox").press_sequentially("/")
    check(page)
    page.get_by_role("combobox").fill("/echo hello")
    page.get_by_role("combobox").press("Enter")
    page.get_by_text("echo: hello").wait_for()
    check(page)
    page.get_by_role("combobox").fill("/form")
    page.get_by_role("combobox").press("Enter")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Needed here.").wait_for()
    check(page)
    page.keyboard.press("Escape")
    page.locator(".personas summary").click()
    check(page)
    page.goto(f"{address}/w/w1/ann/c/abc1?thread=1")
    page.locator(".clock summary").click()
    check(page)
    context.close()
