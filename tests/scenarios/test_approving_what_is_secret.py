"""What is confidential waits for approval without its words reaching anybody who may not read it."""

import pytest

from chat.messages import Button
from tests.scenarios.test_own_kinds import SMALL, upload
from tests.team import Team, button_in, buttons_in, form_in, said

TITLE = "SECRETNOTE"


@pytest.fixture(autouse=True)
def submitted(team: Team) -> None:
    """Submit a record of a kind that seniors read, once they have confirmed, and managers approve."""
    closed = "category: background\n    confidential: true\n    approve: manager"
    assert "检查通过" in upload(team, SMALL.replace("category: implementation", closed, 1))
    team.say("lilei", f"/档案 演示 {TITLE}")
    assert "王芳" in said(team.say("lilei", "/档案 提交 #1"))


def test_who_may_not_read_it_learns_no_more_than_that_something_waits(team: Team) -> None:
    for _ in range(4):
        team.wait(days=1)
        team.deliver()
    for words in ("/dossier missing", "who owes what?", "谁还没更新？", "/dossier todo", "/dossier health"):
        assert TITLE not in said(team.say("ann", words)), words
    assert not [each for each in team.posted("abc") if TITLE in each.text]
    assert [each for each in team.posted("abc") if "“现场演示 #1”" in each.text]
    assert TITLE in said(team.say("wangfang", "/档案 待审核"))


def test_what_becomes_confidential_is_not_shown_in_the_channel_any_more(team: Team) -> None:
    upload(team, SMALL)
    team.say("lilei", "/档案 演示 OPENNOTE")
    assert [each for each in team.posted("abc") if "OPENNOTE" in each.text]
    upload(team, SMALL.replace("category: implementation", "category: background", 1))
    assert not [each for each in team.posted("abc") if "OPENNOTE" in each.text]
    assert [each for each in team.posted("abc") if "#2 已不在此显示" in each.text]


def test_an_approver_who_has_yet_to_confirm_is_told_so_and_finds_it_then(team: Team) -> None:
    form = form_in(team.press(button_in(team.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    team.submit(form, "lilei", text="只用于本项目", days="30")
    team.press(button_in(team.say("lilei", "/档案 保密"), "confirm-pledge"), "lilei")
    team.say("lilei", f"/档案 演示 {TITLE}2")
    team.say("lilei", "/档案 提交 #2")

    told = team.told("wangfang")[-1]
    assert "有一条保密内容等你审核" in told.text
    assert TITLE not in told.text
    listed = team.say("wangfang", "/档案 待审核")
    assert TITLE not in said(listed)
    assert "保密内容没有列出" in said(listed)
    pledge: Button = button_in(listed, "pledge")
    team.press(button_in(team.press(pledge, "wangfang"), "confirm-pledge"), "wangfang")
    assert TITLE in said(team.say("wangfang", "/档案 待审核"))
    assert "pledge" not in [each.action for each in buttons_in(team.say("wangfang", "/档案 待审核"))]
