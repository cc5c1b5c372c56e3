"""What is drawn of a customer: who decides there, and how content they are."""

from bot import codec
from chat.messages import Box, Chart, ChartType, Tree
from chat.replies import Rendered, Show
from tests.team import ELSEWHERE, Team, button_in, buttons_in, form_in, said


def charts(answer: Rendered) -> list[Chart]:
    assert isinstance(answer, Show)
    return [block for block in answer.message.blocks if isinstance(block, Chart)]


def survey(team: Team, score: int, on: str, wishes: str = "") -> None:
    form = form_in(team.say("lilei", "/档案 满意度"))
    team.submit(form, "lilei", topic="满意度", score=str(score), on=on, wishes=wishes)


def test_the_organisation_chart_shows_who_decides_and_who_reports_to_whom(team: Team) -> None:
    team.say("lilei", "/联系人 王总 | 职位: 副总经理 | 角色: 决策人")
    team.say("lilei", "/联系人 周倩 | 职位: 电商运营经理 | 角色: 影响者 | 汇报给: 王总")
    team.say("lilei", "/contact Sun | reports to: 周倩 | phone: +86 138 0000 1203")

    answer = team.say("lilei", "/档案 组织架构")

    assert said(answer) == (
        "🏛️ ABC有限公司 组织架构\n"
        "⭐ 王总 · 副总经理 · 决策人\n"
        "└─ 💬 周倩 · 电商运营经理 · 影响者\n"
        "\u3000\u3000└─ ▫️ Sun\n"
        "决策人：王总"
    )
    (tree,) = [block for block in answer.message.blocks if isinstance(block, Tree)]  # type: ignore[union-attr]
    below = Box("💬", "周倩", "电商运营经理 · 影响者", (Box("▫️", "Sun", ""),))
    assert tree.boxes == (Box("⭐", "王总", "副总经理 · 决策人", (below,), strong=True),)
    assert codec.decode(codec.encode(answer.message)) == answer.message  # type: ignore[union-attr]
    assert form_in(team.press(button_in(answer, "new"), "lilei")).ref["kind"] == "contact"
    in_english = team.say("ann", "/dossier orgchart ABC", None)
    assert "Decides: 王总" in said(in_english)
    assert buttons_in(in_english) == [], "a member logs no contacts"


def test_without_contacts_it_says_how_it_comes_to_be(team: Team) -> None:
    assert "还没有联系人" in said(team.say("lilei", "/档案 组织架构"))


def test_it_is_drawn_of_what_the_reader_may_read(team: Team) -> None:
    team.say("lilei", "/联系人 王总 | 角色: 决策人")
    team.say("lilei", "/联系人 周倩 | 汇报给: 王总")
    for who in ("carla", "zhaomin", "unknown"):
        assert "周倩" not in said(team.say(who, "/dossier orgchart"))
    assert "周倩" not in said(team.say("bob", "/dossier orgchart", "xyz", workspace=ELSEWHERE))
    team.say("lilei", "/档案 共享 #1")
    assert "王总" in said(team.say("carla", "/dossier orgchart"))
    assert "周倩" not in said(team.say("carla", "/dossier orgchart"))


def test_surveys_are_listed_with_the_trend_of_their_scores(team: Team) -> None:
    survey(team, 6, "2026-10-10")
    assert charts(team.say("lilei", "/档案 列表 满意度调查")) == [], "one point is no trend"
    survey(team, 9, "2026-11-10")
    survey(team, 7, "2026-11-01")

    (chart,) = charts(team.say("lilei", "/档案 列表 满意度调查"))

    assert (chart.type, chart.labels, chart.series[0].values) == (
        ChartType.LINE,
        ("10/10", "11/1", "11/10"),
        (6.0, 7.0, 9.0),
    )
    assert chart.title == "满意度调查 · 评分"
    assert chart.takeaway == "最近一次 9 分，比上次高 2 分。"
    (in_english,) = charts(team.say("ann", "/dossier list satisfaction surveys"))
    assert in_english.takeaway == "Last score 9, 2 more than before."


def test_the_score_stands_in_every_list_and_the_last_one_with_its_fall_in_the_profile(team: Team) -> None:
    survey(team, 0, "2026-10-01")
    survey(team, 9, "2026-10-10")
    assert "满意度 · 0/10" in said(team.say("lilei", "/档案 列表 满意度调查"))
    assert "满意度调查: 9 分（10月10日）" in said(team.say("lilei", "/档案 查看")).replace("：", ": ")
    survey(team, 7, "2026-11-01")
    survey(team, 4, "2026-11-10")

    assert "9 分（10月10日）" not in said(team.say("lilei", "/档案 查看"))
    assert "4 分（11月10日(周二)） · 📉 之前 9 分" in said(team.say("lilei", "/档案 查看"))
    assert "4 of 10 (Tue, Nov 10) · 📉 9 before" in said(team.say("ann", "/dossier show"))
    assert "📉" not in said(team.say("carla", "/dossier show"))


def test_a_fall_is_warned_of_in_health_and_in_the_weekly_report_with_its_cause(team: Team) -> None:
    survey(team, 9, "2026-10-10")
    survey(team, 8, "2026-11-01", "报表慢")
    assert "📉" not in said(team.say("lilei", "/档案 健康度")), "a point is nothing to worry about"
    survey(team, 4, "2026-11-10", "发布两次延期\n报表仍然很慢")

    warned = "📉 满意度调查从 9 分降到 4 分（#3，11月10日(周二)）：发布两次延期"
    assert warned in said(team.say("lilei", "/档案 健康度"))
    assert "📉 Satisfaction survey: from 9 down to 4 of 10 (#3, " in said(team.say("ann", "/dossier health"))
    team.app.reports.run()
    team.wait(days=2, hours=6)
    team.app.reports.run()
    assert [warned in each.text for each in team.posted("abc") if each.text.startswith("🩺")] == [True]


def test_what_a_guest_may_not_read_is_not_drawn_for_them(team: Team) -> None:
    for score, on in ((6, "2026-10-10"), (9, "2026-11-10")):
        survey(team, score, on)
    team.say("lilei", "/档案 共享 #1")
    assert charts(team.say("carla", "/dossier list satisfaction surveys")) == []


def test_a_line_about_the_one_sheet_opens_it_with_what_is_wrong_and_replaces_nothing_by_words_without_a_place(
    team: Team,
) -> None:
    team.say("lilei", "/客户 海风 | 历史: 2023 年做过官网 | 合同金额: 50万")

    form = form_in(team.say("lilei", "/客户 海风科技 | 规模: 约500 | 阶段: 转型 | 天气: 晴"))

    fields = {each.name: each for each in form.fields}
    assert fields["company"].value == "海风科技"
    assert "约500" in fields["employees"].error
    assert fields["stage"].value == "transition"
    assert fields["budget"].value == ""
    assert fields["history"].value == "2023 年做过官网\n天气: 晴"
    assert "“天气”" in fields["history"].error
