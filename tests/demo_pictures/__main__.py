"""Writes docs/demo.png and docs/health-report.png: `python -m tests.demo_pictures`."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from playwright.sync_api import Page, sync_playwright

from bot.clock import DEMO_CLOCK
from tests.conftest import CHROMIUM_FLAGS, find_chromium
from tests.demoing import demo
from tests.team import ZONE

DOCS = Path(__file__).parents[2] / "docs"
FRIDAY = datetime(2026, 11, 27, 15, 40, tzinfo=ZONE)
"""When the pictures are taken: before the weekly report comes, at the same moment whenever they are made."""
SAID = (
    "/change 登录页加短信验证 | 原因: 近一个月有三次盗号 | 影响: 3 天",
    "/档案 状态",
)


def _say(page: Page, line: str) -> None:
    """Type a line and wait for what comes of it."""
    before = page.locator("article").count()
    box = page.get_by_role("combobox").first
    box.fill(line)
    box.press("Escape")
    box.press("Enter")
    page.wait_for_function("before => document.querySelectorAll('article').length > before", arg=before)
    page.wait_for_load_state("networkidle")


def _draw(page: Page, url: str) -> None:
    page.goto(url)
    page.locator(".personas summary").click()
    page.locator(".personas").get_by_role("link", name="李雷").click()
    for line in SAID:
        _say(page, line)
    page.screenshot(path=DOCS / "demo.png")
    to = {"to": FRIDAY.replace(hour=16, minute=0, second=5).isoformat()}
    httpx.post(f"{url}/demo/clock", json=to, headers={"Origin": url}, trust_env=False).raise_for_status()
    report = page.locator("article").filter(has_text="客户档案健康度报告").last
    report.wait_for()
    page.set_viewport_size({"width": 1000, "height": 1400})
    report.screenshot(path=DOCS / "health-report.png")


def main() -> None:
    """Write both."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "demo").mkdir()
        (folder / "demo" / DEMO_CLOCK).write_text(str((FRIDAY - datetime.now(UTC)).total_seconds()))
        with demo(folder, {}) as (url, _), sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
            _draw(chromium.new_page(viewport={"width": 1280, "height": 1100}), url)
            chromium.close()


if __name__ == "__main__":
    main()
