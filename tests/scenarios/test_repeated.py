"""A delivery that is repeated gets the answer of the first, also where that shows what may not be kept."""

from sqlalchemy import func, select

from storage.tables import audit, drafts, inbox
from tests.team import Team, button_in, form_in, said


def test_a_repeated_reveal_shows_the_hidden_fields_again_and_is_audited_again(team: Team) -> None:
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234")
    reveal = button_in(team.say("lilei", "/档案 查看 #1"), "reveal")

    first, second = (team.press(reveal, "lilei", event="e1") for _ in range(2))

    assert "138 0000 1234" in said(first)
    assert second == first
    looked = select(func.count()).where(audit.c.action == "record.reveal")
    assert team.database.read(lambda connection: connection.execute(looked).scalar_one()) == 2


def test_what_is_hidden_is_not_kept_for_the_repetition(team: Team) -> None:
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234")
    team.press(button_in(team.say("lilei", "/档案 查看 #1"), "reveal"), "lilei", event="e1")

    kept = team.database.read(lambda connection: list(connection.execute(select(inbox.c.answer)).scalars()))
    assert not [answer for answer in kept if "138" in answer]


def test_a_repetition_shows_nothing_to_whoever_may_no_longer_see_it(team: Team) -> None:
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234")
    team.say("wangfang", "/档案 成员 @赵敏 高级")
    reveal = button_in(team.say("zhaomin", "/档案 查看 #1"), "reveal")
    assert "138 0000" in said(team.press(reveal, "zhaomin", event="e1"))
    team.say("wangfang", "/档案 成员 @赵敏 成员")

    assert "138 0000" not in said(team.press(reveal, "zhaomin", event="e1"))


def test_a_repeated_resolution_offers_the_same_issues_with_the_same_draft(team: Team) -> None:
    for title in ("微信支付失败", "支付页面错位"):
        team.say("lilei", f"/问题 {title}")

    first, second = (team.say("lilei", "/解决 支付 | 解决办法: 重启", event="e1") for _ in range(2))

    assert second == first
    assert team.database.read(lambda c: c.execute(select(func.count()).select_from(drafts)).scalar_one()) == 1
    form = form_in(team.press(button_in(second, "resolve"), "lilei"))
    assert next(field.value for field in form.fields if field.name == "resolution") == "重启"
