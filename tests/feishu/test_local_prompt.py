"""The prompt of `python -m tests.feishu` does what is typed and shows what comes of it."""

import pytest

from tests.feishu.__main__ import Prompt
from tests.feishu.cards import button, card, form, markdown, text_input
from tests.feishu.local import Driver, LocalFeishu
from tests.feishu.webhooked import webhooked


def test_a_form_is_filled_in_and_its_answer_shown(feishu: LocalFeishu, capsys: pytest.CaptureFixture[str]) -> None:
    feishu.add_chat("general", [feishu.add_user("李雷")])
    with webhooked(feishu) as app, Driver.over_http(feishu, app.url) as driver:
        prompt = Prompt(feishu, driver)
        prompt.onecmd("@ /变更 登录页")
        fields = form(text_input("summary", "变更内容", required=True))
        feishu.put(feishu.chat("general"), "interactive", card(markdown("**登记**"), button("撤销"), fields))
        prompt.onecmd("send")
        prompt.onecmd("set 变更内容 = 短信")
        app.answer = {"toast": {"type": "success", "content": "存好了"}}
        prompt.onecmd("send")
        prompt.onecmd("press 撤销")
        assert prompt.onecmd("quit")
    said = capsys.readouterr().out
    assert "李雷: @Dossier /变更 登录页" in said
    assert "✗ {'summary': '有必填项未填写'}" in said
    assert "(success) 存好了" in said
    assert [each["event"].get("action", {}).get("form_value") for each in app.heard] == [
        None,
        {"summary": "短信"},
        None,
    ]
