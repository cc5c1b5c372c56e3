"""Writes docs/feishu-cards.png: `python -m tests.feishu_pictures`."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from bot.feishu import cards, forms
from chat.forms import Form
from chat.messages import Message
from chat.replies import Show
from chat.voice import Voice
from dossier.language import Language
from tests.conftest import CHROMIUM_FLAGS, find_chromium
from tests.feishu_pictures import look
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


def _card(locale: str = "zh_cn", **messages: Message) -> str:
    spoken = {language: messages[language.name] for language in Language if language.name in messages}
    return look.card(cards.card(spoken, lambda _: "v", lambda _: None), locale)


def _form(form: Form) -> str:
    return look.card(forms.form_card(form, "m", VOICE.say, 0, {}))


def _shown(answer: object) -> Message:
    assert isinstance(answer, Show), said(answer)  # type: ignore[arg-type]
    return answer.message


def drawn(team: Team) -> str:
    """Draw a new record, a status as an English reader sees it, a history; the forms of minutes and of an issue."""
    for texts in (("支付失败 | 严重程度: 高", "短信收不到"), ("首页打开慢",), ("发票抬头错", "导出乱码", "登录超时")):
        for text in texts:
            team.say("lilei", f"/issue {text}")
        team.clock.advance(timedelta(days=7))
    team.submit(form_in(team.say("lilei", "/纪要")), "lilei", **MINUTES)
    minutes = _card(ZH=team.posted("abc")[-1])
    change = {
        "decisions": "短信验证进入第一期\n支付放到第二期，12月25日前给出排期",
        "reason_for_change": "银行又晚了一周",
    }
    team.submit(form_in(team.say("lilei", "/档案 修改 #7")), "lilei", **change)
    status = {
        "ZH": _shown(team.say("lilei", "/档案 状态")),
        "EN": _shown(team.say("ann", "/dossier status")),
    }
    history = _card(ZH=_shown(team.say("lilei", "/档案 历史 #7")))
    first = form_in(team.say("lilei", "/纪要 需求评审 | 参会人: @李雷, @Ann, 王总 | 会议时间: 昨晚吧"))
    team.say("lilei", "/issue 支付失败 | 严重程度: 高 | 负责人: @Ann | 根本原因: 银行接口超时，重试后成功")
    issue = form_in(team.say("lilei", "/档案 修改 #8"))
    rows = (minutes + history, _card("en_us", **status) + _form(issue), _form(first))
    return "".join(f'<div class="column-of-cards">{row}</div>' for row in rows)


def main() -> None:
    """Write it."""
    with TemporaryDirectory() as folder, Team.on(f"sqlite:///{folder}/pictures.db") as team:
        html = drawn(team)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        page = chromium.new_page(viewport={"width": 1792, "height": 400}, device_scale_factor=1.25)
        page.set_content(f"<!doctype html><meta charset=utf-8><style>{look.STYLE}</style>{html}")
        page.screenshot(path=DOCS / "feishu-cards.png", full_page=True)
        chromium.close()


if __name__ == "__main__":
    main()
