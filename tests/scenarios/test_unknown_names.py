"""Names with an @ that are nobody's of ours: kept as typed, and whoever typed them is told."""

from chat.replies import Nothing
from tests.team import Team, button_in, form_in, said


def test_an_unknown_name_with_an_at_sign_is_kept_and_said(team: Team) -> None:
    lines = (
        ("/issue 支付失败 | 负责人: @李磊", "@李磊"),
        ("/minutes 评审 | 决定: 上线 | 参会人: @李雷 @Xaver，王总 | 行动项: @Max 写文档 明天", "@Xaver @Max"),
    )
    for line, names in lines:
        answer = team.say("lilei", line)
        assert f"没有（或不止一个）{names}，" in said(answer)
        opened = form_in(team.press(button_in(answer, "edit"), "lilei"))
        assert any(names.lstrip("@").split(" ")[0] in str(field.value) for field in opened.fields)
    listed = said(team.say("lilei", "/dossier list"))
    assert "支付失败" in listed
    assert "评审" in listed
    assert "called @Xaver" in said(team.say("ann", "/issue WeChat Pay fails | owner: ＠Xaver"))


def test_of_people_who_are_known_or_outside_nothing_is_said(team: Team) -> None:
    assert isinstance(team.say("lilei", "/issue 支付失败 | 负责人: @Ann"), Nothing)
    assert isinstance(team.say("lilei", "/minutes 评审 | 决定: 上线 | 参会人: 李雷、客户王总"), Nothing)


def test_a_name_that_is_changed_to_nobodys_is_said_too(team: Team) -> None:
    team.say("lilei", "/issue 支付失败 | 负责人: @Ann")
    form = form_in(team.say("lilei", "/dossier edit #1"))

    assert "@Xaver" in said(team.submit(form, "lilei", owner="@Xaver"))
