"""Writes docs/slack-cards.png and docs/slack-modals.png: `python -m tests.slack_pictures`."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from bot.slack import blocks, modals
from chat.messages import Message
from chat.replies import Show
from chat.voice import Voice
from dossier.language import Language
from tests.conftest import CHROMIUM_FLAGS, find_chromium
from tests.slack_pictures import look
from tests.team import START, ZONE, Team, form_in, said

DOCS = Path(__file__).parents[2] / "docs"
VOICE = Voice(Language.ZH, ZONE, START)
MINUTES = {
    "topic": "需求评审",
    "held_at": "今天 9:00",
    "attendees": "@李雷, @Ann, 王总",
    "discussion": "登录页要加短信验证；支付对接延后一周，等银行的接口文档。",
    "decisions": "短信验证进入第一期\n支付放到第二期，12月18日前给出排期",
    "actions": "发接口文档 @李雷 周五\n确认短信供应商 @Ann 下周二",
}


def _drawn(message: Message, at: str) -> str:
    (page, *_) = blocks.pages(message, lambda _: "v", lambda _: None)
    return look.message(page.blocks, at)


def _shown(answer: object) -> Message:
    assert isinstance(answer, Show), said(answer)  # type: ignore[arg-type]
    return answer.message


def cards(team: Team) -> str:
    """Draw the card of a new record, the status of a dossier, and the history of a record."""
    for texts in (("支付失败 | 严重程度: 高", "短信收不到"), ("首页打开慢",), ("发票抬头错", "导出乱码", "登录超时")):
        for text in texts:
            team.say("lilei", f"/issue {text}")
        team.clock.advance(timedelta(days=7))
    team.submit(form_in(team.say("lilei", "/纪要")), "lilei", **MINUTES)
    minutes = team.posted("abc")[-1]
    change = {
        "decisions": "短信验证进入第一期\n支付放到第二期，12月25日前给出排期",
        "reason_for_change": "银行又晚了一周",
    }
    team.submit(form_in(team.say("lilei", "/档案 修改 #7")), "lilei", **change)
    status = _shown(team.say("lilei", "/档案 状态"))
    history = _shown(team.say("lilei", "/档案 历史 #7"))
    left = _drawn(minutes, "10:05") + _drawn(history, "10:31")
    return f"<div>{left}</div><div>{_drawn(status, '10:32')}</div>"


def forms(team: Team) -> str:
    """Draw the form of minutes with what was said in one line, and the one that changes an issue."""
    minutes = form_in(team.say("lilei", "/纪要 需求评审 | 参会人: @李雷, @Ann, 王总 | 会议时间: 昨晚吧"))
    team.say("lilei", "/issue 支付失败 | 严重程度: 高 | 负责人: @Ann | 根本原因: 银行接口超时，重试后成功")
    issue = form_in(team.say("lilei", "/档案 修改 #8"))
    return "".join(look.modal(modals.view(form, 0, "m", VOICE.say, drafted=True)) for form in (minutes, issue))


def _write(pictures: Iterable[tuple[str, int, str]]) -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        for name, width, html in pictures:
            page = chromium.new_page(viewport={"width": width, "height": 400}, device_scale_factor=1.5)
            page.set_content(f"<!doctype html><meta charset=utf-8><style>{look.STYLE}</style>{html}")
            page.screenshot(path=DOCS / name, full_page=True)
        chromium.close()


def main() -> None:
    """Write both."""
    with TemporaryDirectory() as folder, Team.on(f"sqlite:///{folder}/pictures.db") as team:
        drawn = [("slack-cards.png", 1324, cards(team)), ("slack-modals.png", 1124, forms(team))]
    _write(drawn)


if __name__ == "__main__":
    main()
