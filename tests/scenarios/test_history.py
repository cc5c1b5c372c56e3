"""The history of a record says what changed so that it can be read: texts by words, rows and names one by one."""

from chat.messages import Diff, Mark
from chat.replies import Show
from tests.team import Team, form_in


def changed(team: Team, label: str) -> str:
    """Give how a field changed in the last version: [gone], {come}."""
    shown = team.say("lilei", "/档案 历史 #1")
    assert isinstance(shown, Show)
    (pieces,) = [each.pieces for each in shown.message.blocks if isinstance(each, Diff) and each.label == label][:1]
    signs = {Mark.SAME: "{}", Mark.REMOVED: "[{}]", Mark.ADDED: "{{{}}}"}
    return "".join(signs[mark].format(text) for mark, text in pieces)


def test_rows_are_compared_one_by_one_and_a_date_as_a_whole(team: Team) -> None:
    team.say("lilei", "/纪要 评审 | 行动项: 发接口 @韩梅梅 12月25日\n写测试 @李雷 12月3日")
    form = form_in(team.say("lilei", "/档案 修改 #1"))
    team.submit(form, "lilei", actions="发接口 @韩梅梅 12月28日\n写测试 @李雷 12月3日\n发说明 @Ann")
    assert changed(team, "行动项") == (
        "发接口 · @韩梅梅 · [12月25日] → {12月28日}\n写测试 · @李雷 · 12月3日\n{发说明 · @Ann · —}"
    )

    form = form_in(team.say("lilei", "/档案 修改 #1"))
    team.submit(form, "lilei", actions="send spec @韩梅梅 12月28日\n写测试 @Ann 12月3日")
    assert changed(team, "行动项") == (
        "[发接口 · @韩梅梅 · 12月28日]\n{send spec · @韩梅梅 · 12月28日}\n"
        "写测试 · [@李雷] → {@Ann} · 12月3日\n[发说明 · @Ann · —]"
    )


def test_people_are_compared_name_by_name(team: Team) -> None:
    team.say("lilei", "/纪要 评审 | 决定: 好 | 参会人: @李雷, @韩梅梅")
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", attendees="@李雷, @Ann")
    assert changed(team, "参会人") == "@李雷 [@韩梅梅] {@Ann}"


def test_a_day_a_choice_and_a_person_are_told_whole(team: Team) -> None:
    team.say("lilei", "/问题 支付失败 | 负责人: @李雷 | 发现日期: 2026-11-10")
    form = form_in(team.say("lilei", "/档案 修改 #1"))
    team.submit(form, "lilei", owner="@韩梅梅", severity="high", found_on="2026-11-12")
    assert changed(team, "负责人") == "[@李雷] → {@韩梅梅}"
    assert changed(team, "严重程度") == "[中] → {高}"
    assert changed(team, "发现日期") == "[11月10日(周二)] → {11月12日(周四)}"


def test_a_text_is_compared_by_words(team: Team) -> None:
    team.say("lilei", "/变更 登录页 | 原因: 客户要求三天内上线 | 影响: 2 days")
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", impact="5 days", reason="客户要求五天内上线")
    assert changed(team, "影响") == "[2]{5} days"
    assert changed(team, "原因") == "客户要求[三]{五}天内上线"
