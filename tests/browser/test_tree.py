"""The page of a dossier's folders in a real Chromium: by keyboard alone, piece by piece, and for whom it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.demo import DemoServices
from bot.web.platform import WebPlatform
from storage.uploads import WebUploads
from tests.browser.test_accessibility import WIDTHS, check
from tests.recording import RecordingPlatform
from tests.team import HOME, Team, form_in, said
from tests.unit.bot.web.product import Stage

pytestmark = pytest.mark.browser


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Give an organisation on the web chat, with 60 issues, a test and what only seniors may read."""
    with Team.on(f"sqlite:///{tmp_path / 'team.db'}", platform=RecordingPlatform("web")) as team:
        for number in range(1, 61):
            team.say("lilei", f"/issue 问题{number:02}")
        form = form_in(team.say("lilei", "/档案 测试用例"))
        team.submit(form, "lilei", title="压测", type="性能测试", steps="1. 试", expected="通过")
        team.submit(form_in(team.say("lilei", "/档案 背景")), "lilei", why="老系统停止维护")
        yield team


@pytest.fixture
def home(stage: Stage, team: Team) -> Iterator[str]:
    """Give the address at which the personas' pages begin."""
    uploads = WebUploads(team.database, team.app.vault, b"u" * 32)
    with stage.showing(DemoServices(team.app, team.clock), WebPlatform(team.database, team.clock, uploads)) as address:
        yield f"{address}/w/{HOME}"


def opened(page: Page, home: str, team: Team, who: str = "lilei") -> None:
    page.goto(f"{home}/{who}/dossiers/{team.dossier.uid}")


def test_folders_are_opened_by_keyboard_and_read_when_they_are_opened(page: Page, home: str, team: Team) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{home}/lilei/c/abc")
    page.get_by_role("link", name="ABC · 商城").click()
    expect(page.get_by_role("heading", name=re.compile("开发 60"))).to_be_visible()
    expect(page.get_by_text("当前阶段")).to_be_visible()
    assert not any("/folders/" in each for each in asked)

    page.locator("summary", has_text="问题").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("问题60", exact=True)).to_be_visible()
    expect(page.locator("summary .document")).to_have_count(50)

    page.get_by_role("button", name="更早的记录").press("Enter")
    expect(page.get_by_text("问题01", exact=True)).to_be_visible()
    expect(page.locator("summary .document")).to_have_count(60)

    page.locator("summary", has_text="问题60").press("Enter")
    expect(page.get_by_text("ABC · 商城 · 李雷 记录于")).to_be_visible()
    assert len([each for each in asked if "/records/" in each]) == 1
    page.locator("summary", has_text="问题60").press("Enter")
    page.locator("summary", has_text="问题60").press("Enter")
    assert len([each for each in asked if "/records/" in each]) == 1, "what is there is not read again"


def test_a_folder_opened_before_the_page_can_read_it_is_read_once_it_can(page: Page, home: str, team: Team) -> None:
    held: list[Route] = []
    page.route("**/htmx.min.js", lambda route: held.append(route))
    page.goto(f"{home}/lilei/dossiers/{team.dossier.uid}", wait_until="commit")
    page.locator("summary", has_text="背景与目标").press("Enter")
    page.locator("summary", has_text="问题").click()
    held[0].continue_()
    expect(page.get_by_text("问题60", exact=True)).to_be_visible()
    expect(page.locator("summary .document")).to_have_count(51)


def test_the_zip_is_made_and_comes_into_the_chat(page: Page, home: str, team: Team) -> None:
    opened(page, home, team)
    page.get_by_role("button", name="下载 ZIP").click()
    page.wait_for_url("**/lilei/dm")
    team.app.jobs.work_due()
    assert [name for _, name, _ in team.platform.sent.values()] == ["ABC_档案_20261118_v1.zip"]


def test_nobody_reads_there_what_they_may_not(page: Page, home: str, team: Team) -> None:
    opened(page, home, team, "ann")
    expect(page.get_by_text("Performance test")).to_be_visible()
    assert page.get_by_text("Background and goals").count() == 0
    assert page.get_by_role("button", name="ZIP").count() == 0

    background = team.read("lilei", lambda store: store.records.by_number(team.dossier, 62))

    def secret(who: str) -> str:
        return f"{home}/{who}/dossiers/{team.dossier.uid}"

    for who in ("ann", "carla", "zhaomin"):
        for path in (f"folders/initiation/{quote('背景与目标')}", f"records/{background.line.uid}"):
            answer = page.request.get(f"{secret(who)}/{path}")
            # What is there is refused; what they see no folder of is not there for them.
            assert answer.status == (403 if who == "zhaomin" or "records" in path else 404)
            assert "老系统" not in answer.text()
    for who, path in (("zhaomin", ""), ("carla", f"/folders/development/{quote('问题')}"), ("nobody", "")):
        answer = page.request.get(f"{secret(who)}{path}")
        assert answer.status == (403 if who == "zhaomin" else 404), who
        assert "问题" not in answer.text()
    other = f"{home}/lilei/dossiers/{team.other.uid}"
    assert page.request.get(other).status == page.request.get(f"{other}x").status == 404
    assert page.request.get(f"{secret('lilei')}/folders/test/{quote('工资')}").status == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(
    browser: Browser, home: str, team: Team, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    opened(page, home, team)
    check(page)
    page.locator("summary", has_text="性能测试").press("Enter")
    page.locator("summary", has_text="压测").press("Enter")
    page.get_by_text("李雷 记录于").wait_for()
    check(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs out of a narrow page"
    context.close()


def test_what_somebody_may_not_see_is_refused_with_what_it_takes_which_is_noted(
    page: Page, home: str, team: Team
) -> None:
    secret = team.read("lilei", lambda store: store.records.by_number(team.dossier, 62)).line.uid
    for who, what, told in (
        ("ann", f"dossiers/{team.dossier.uid}/records/{secret}", "it needs senior member access"),
        ("zhaomin", f"dossiers/{team.dossier.uid}", "需要访客级别"),
    ):
        answer = page.goto(f"{home}/{who}/{what}")
        assert answer is not None
        assert answer.status == 403
        expect(page.get_by_text(told)).to_be_visible()
    log = said(team.say("wangfang", "/档案 审计 被拒"))
    assert "Ann · 被拒绝 · 打开网页 · 需要高级成员级别" in log
    assert "赵敏 · 被拒绝 · 打开网页 · 需要访客级别" in log
