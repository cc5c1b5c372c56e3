"""The day of a team in Slack, over HTTP and over Socket Mode: what is logged, found, changed, taken back and asked."""

import re
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from dossier.language import Language
from tests.slack.local import User
from tests.slack.seen import buttons, errors, typed, words
from tests.slack.serving_dossier import Day, Team, open_server


@pytest.mark.parametrize("way", ["http", "socket"])
def test_dossier_serve_is_claimed_greets_starts_a_dossier_and_logs_in_one_line(tmp_path: Path, way: str) -> None:
    with open_server(tmp_path, way) as served:
        slack, driver = served.slack, served.driver
        lilei = slack.add_user("李雷", locale="zh-CN")
        abc = slack.add_channel("abc-支付", [lilei], bot=False)
        assert "李雷" in words(served.told(lilei, lambda: driver.command("/档案", f"认领 {served.code}", lilei, abc)))
        driver.join(driver.bot_user, abc, lilei)
        slack.wait_for(lambda: len(slack.posted(abc)) == 1)
        hello = slack.posted(abc)[0]
        form = served.opened(lilei, lambda: driver.press(hello, "新建档案", lilei))
        served.send(form, {"客户全称": "ABC有限公司", "客户简称": "ABC", "项目名称": "商城"})
        slack.wait_for(lambda: len(slack.posted(abc)) == 2)
        assert driver.command("/纪要", "需求评审 | 决定: 周五前定原型", lilei, abc).ok
        slack.wait_for(lambda: len(slack.posted(abc)) == 3)
        assert "ABC_需求评审_" in words(slack.posted(abc)[2])
        assert slack.troubles == []


def test_the_bot_says_hello_once_and_binds_the_channel_of_the_dossier_it_starts(team: Team) -> None:
    driver = team.day.driver
    driver.leave(driver.bot_user, team.abc)
    driver.join(driver.bot_user, team.abc, team.lilei)

    hello, started = team.day.posted(team.abc)

    assert "/纪要 需求评审" in words(hello)
    assert buttons(hello) == ["新建档案", "绑定到已有档案", "能做什么"]
    assert "ABC · 商城" in words(started)
    assert "李雷 建立了档案" in words(started)
    (told,) = [each for each in team.day.slack.told(team.lilei) if "档案已建立" in words(each)]
    assert buttons(told) == ["查看状态"]


def test_a_channel_the_bot_was_in_before_is_bound_by_the_button_of_the_offer(team: Team) -> None:
    old = team.day.slack.add_channel("old", [team.lilei])
    offer = team.day.told(team.lilei, lambda: team.command("/档案 绑定", team.lilei, old))

    bound = team.day.told(team.lilei, lambda: team.press(offer, "ABC · 商城", team.lilei))

    assert "#old 已绑定到 ABC · 商城" in words(bound)
    assert any("本频道已绑定到 ABC · 商城" in words(each) for each in team.day.posted(old))


def test_minutes_by_form_say_what_is_wrong_on_its_field_and_become_a_card(team: Team) -> None:
    form = team.day.opened(team.lilei, lambda: team.command("/纪要", team.lilei))
    shown = typed(form)
    assert list(shown)[:3] == ["会议主题", "会议时间", "参会人"]
    assert (shown["会议主题"], shown["会议时间"]) == ("", "2026-11-18 10:05")

    values = {"会议主题": "需求评审", "会议时间": "火星日", "参会人": ["李雷", "Ann"], "决定": "短信验证一周后上线"}
    team.day.driver.submit(form, values)
    assert "火星日" in errors(form)["会议时间"]
    assert typed(form)["决定"] == "短信验证一周后上线"
    assert team.cards() == []

    team.day.send(form, {"会议时间": "今天 10:00", "行动项": "发接口文档 @Ann 周五"})
    (card,) = team.cards()
    seen = words(card)
    for part in ("需求评审", "ABC_需求评审_20261118_v1", "短信验证一周后上线", "发接口文档", "11月20日"):
        assert part in seen, part
    assert buttons(card) == ["修改", "历史", "撤销"]


def test_cards_are_in_the_language_of_the_channel_and_answers_in_that_of_the_asker(team: Team) -> None:
    form = team.day.opened(team.lilei, lambda: team.command("/档案 设置", team.lilei))
    team.day.told(team.lilei, lambda: team.day.send(form, {"#abc-支付 的语言": "English"}))
    team.day.speaks(team.abc, Language.EN)

    card = team.minutes("Review")

    assert "Meeting minutes #1 · ABC_会议纪要_20261118_v1" in words(card)
    assert buttons(card) == ["Edit", "History", "Undo"]
    assert "Review #1 的历史" in words(team.day.told(team.lilei, lambda: team.press(card, "History", team.lilei)))
    assert "History of Review #1" in words(team.day.told(team.ann, lambda: team.press(card, "History", team.ann)))


def test_a_change_of_one_line_is_saved_without_a_form(team: Team) -> None:
    line = "/change 登录页加短信验证 | reason: fraud | impact: 3 days | requested by: @李雷"
    assert team.command(line, team.ann).body == ""

    card = team.card()
    for part in ("登录页加短信验证", "fraud", "3 days", "@李雷", "ABC_需求变更_20261118_v1", "Ann 记录于"):
        assert part in words(card), part
    assert team.day.slack.open_view(team.ann) is None


def test_a_line_that_lacks_something_opens_the_form_and_loses_nothing(team: Team) -> None:
    line = "/change SMS code | wanted by: Marsday | requested by: Mr Wang | impact: 3 days"
    form = team.day.opened(team.ann, lambda: team.command(line, team.ann))

    shown = typed(form)
    assert (shown["Change"], shown["Requested by"], shown["Impact"]) == ("SMS code", "Mr Wang", "3 days")
    assert shown["Wanted by"] == "Marsday"
    assert "“Marsday” is not a date I can read" in words(form)
    assert team.cards() == []

    team.day.send(form, {"Reason": "fraud", "Wanted by": "next Friday"})
    assert "Mr Wang" in words(team.card())
    assert "11月27日" in words(team.card())


def test_an_issue_is_chosen_from_those_that_are_open_and_resolved(team: Team) -> None:
    for line in ("/issue 支付失败 | 严重程度: 高", "/issue login is slow"):
        assert team.command(line, team.ann).ok
    assert len(team.cards()) == 2

    asked = team.day.told(team.ann, lambda: team.command("/resolve | cause: no index", team.ann))
    assert buttons(asked) == ["#2 login is slow", "#1 支付失败"]
    form = team.day.opened(team.ann, lambda: team.press(asked, "#2 login is slow", team.ann))
    assert (typed(form)["Cause"], typed(form)["Status"]) == ("no index", "Fixed")
    team.day.told(team.ann, lambda: team.day.send(form, {"Resolution": "an index"}))

    card = team.cards()[1]
    assert "an index" in words(card)
    assert "已修复" in words(card)
    assert card.edited is not None
    assert len(team.cards()) == 2


def test_two_characters_are_enough_to_find_something(team: Team) -> None:
    team.command("/issue 微信支付失败", team.ann)
    team.command("/issue login is slow", team.ann)

    found = team.day.told(team.lilei, lambda: team.command("/档案 搜索 支付", team.lilei))
    assert "微信支付失败" in words(found)
    assert "login" not in words(found)
    shown = team.day.told(team.lilei, lambda: team.press(found, "#1", team.lilei))
    assert "ABC_问题_20261118_v1" in words(shown)


def test_a_record_is_edited_by_its_button_and_its_history_shows_the_difference(team: Team) -> None:
    team.command("/变更 登录页加短信验证 | 原因: 防刷 | 影响: 工期 3 天", team.lilei)
    form = team.day.opened(team.lilei, lambda: team.press(team.card(), "修改", team.lilei))
    assert typed(form)["影响"] == "工期 3 天"

    saved = team.day.told(team.lilei, lambda: team.day.send(form, {"影响": "工期 5 天", "修改原因": "测试也要时间"}))

    assert "已保存 #1 的修改" in words(saved)
    assert "工期 5 天" in words(team.card())
    assert "_v2" in words(team.card())
    history = words(team.day.told(team.lilei, lambda: team.press(team.card(), "历史", team.lilei)))
    assert "测试也要时间" in history
    assert "工期 [-3]\u20095 天" in history


def test_two_people_who_change_the_same_field_are_told_and_the_second_decides(team: Team) -> None:
    team.command("/issue login is slow | severity: low", team.ann)
    card = team.card()
    one = team.day.opened(team.lilei, lambda: team.press(card, "修改", team.lilei))
    other = team.day.opened(team.ann, lambda: team.press(card, "修改", team.ann))
    team.day.told(team.lilei, lambda: team.day.send(one, {"严重程度": "高", "问题": "login is very slow"}))

    assert team.day.driver.submit(other, {"Severity": "Critical", "Owner": "Ann"}).ok

    assert team.day.slack.open_view(team.ann) is other
    assert "李雷 has just changed this to “High”" in words(other)
    assert typed(other)["Severity"] == "Critical"
    assert typed(other)["Owner"] == "Ann"
    assert typed(other)["Issue"] == "login is very slow"
    team.day.told(team.ann, lambda: team.day.send(other))
    assert "紧急" in words(team.card())
    assert "@Ann" in words(team.card())
    assert "login is very slow" in words(team.card())


def test_a_save_can_be_undone_for_ten_minutes_and_its_card_says_so(team: Team) -> None:
    card = team.minutes()
    assert "已撤销" in words(team.day.told(team.lilei, lambda: team.press(card, "撤销", team.lilei)))
    assert "撤销了会议纪要 #1“需求评审”" in words(team.card())
    assert buttons(team.card()) == ["恢复此版本", "历史"]
    assert len(team.cards()) == 1

    late = team.minutes("周会")
    team.day.clock.advance(timedelta(minutes=11))
    assert "10 分钟" in words(team.day.told(team.lilei, lambda: team.press(late, "撤销", team.lilei)))
    assert "周会" in words(team.card())


def test_deleting_is_asked_first_and_can_be_taken_back(team: Team) -> None:
    team.minutes()
    asked = team.day.told(team.lilei, lambda: team.command("/档案 删除 #1", team.lilei))
    assert "历史" in words(asked)
    assert "需求评审" in words(team.card())
    gone = team.day.told(team.lilei, lambda: team.press(asked, "删除", team.lilei))
    assert "已删除 #1" in words(gone)
    assert "决定" not in words(team.card())

    history = team.day.told(team.lilei, lambda: team.press(gone, "历史", team.lilei))
    team.day.told(team.lilei, lambda: team.press(history, "恢复此版本", team.lilei))
    assert "短信验证一周后上线" in words(team.card())


@pytest.mark.parametrize(
    ("who", "question", "answer"),
    [
        ("lilei", "ABC公司档案还缺什么?", ["ABC · 商城 还缺什么", "客户基本信息", "启动阶段"]),
        ("ann", "what is ABC's status?", ["ABC · 商城", "owned by 李雷", "Phase"]),
        ("lilei", "搜索 评审", ["需求评审"]),
        ("ann", "who owes an update?", ["Nobody owes an update"]),
    ],
)
def test_questions_are_answered_in_their_language_by_mention_and_in_private(
    team: Team, who: str, question: str, answer: list[str]
) -> None:
    team.minutes()
    user: User = getattr(team, who)
    answers = [
        words(team.day.told(user, lambda: team.day.driver.mention(question, user, team.abc))),
        words(team.day.wrote(user, lambda: team.day.driver.direct(question, user))),
    ]
    for seen in answers:
        for part in answer:
            assert part in seen


def test_the_home_shows_where_everything_stands_and_its_buttons_answer_in_modals(team: Team) -> None:
    team.minutes()
    home = team.day.home(team.lilei)

    for part in ("你好，李雷", "都补齐了", "ABC · 商城", "▓", "最近记录", "需求评审"):
        assert part in words(home), part
    status = team.day.opened(team.lilei, lambda: team.press(home, "查看状态", team.lilei))
    assert "完整度" in words(status)
    team.day.driver.close(status)
    form = team.day.opened(team.lilei, lambda: team.press(home, "新建档案", team.lilei))
    saved = {"客户全称": "蓝鲸零售", "客户简称": "蓝鲸", "项目名称": "会员"}
    team.day.driver.submit(form, saved)
    assert "档案已建立：蓝鲸 · 会员" in words(form)
    assert "蓝鲸 · 会员" in words(team.day.home(team.lilei))
    english = words(team.day.home(team.ann))
    assert "Hello, Ann" in english
    assert "蓝鲸" not in english


def test_three_modals_deep_what_follows_takes_the_place_of_the_third(team: Team) -> None:
    team.minutes()
    view = team.day.home(team.lilei)
    for button in ("查看状态", "最近记录", "#1", "修改"):
        view = team.day.opened(team.lilei, partial(team.press, view, button, team.lilei))
    team.day.driver.submit(view, {"会议主题": "需求复审"})
    assert "已保存" in words(view)
    undone = team.day.opened(team.lilei, lambda: team.press(view, "撤销", team.lilei))
    assert "需求评审" in words(undone)
    assert "需求评审" in words(team.card())
    team.day.slack.wait_for(lambda: (home := team.day.slack.home(team.lilei)) and "需求评审" in words(home))


def test_the_bars_on_the_home_are_the_health_that_the_report_names(team: Team) -> None:
    team.minutes()
    report = team.day.told(team.ann, lambda: team.command("/dossier health", team.ann))
    points = re.search(r"(\d+) points", words(report))
    assert points is not None

    home = team.day.home(team.ann)

    assert re.search(rf"Health\s[▓░]{{6}}\s{points[1]}\spoints", words(home))
    assert f"{points[1]} points" in words(team.day.opened(team.ann, lambda: team.press(home, "Health", team.ann)))
    assert re.search(rf"健康度\s[▓░]{{6}}\s{points[1]}\s分", words(team.day.home(team.lilei)))


def test_a_duty_stands_on_the_home_until_it_is_entered_from_there(team: Team) -> None:
    team.command("/issue login is slow | owner: @Ann", team.ann)
    form = team.day.opened(team.ann, lambda: team.press(team.card(), "修改", team.ann))
    team.day.opened(team.ann, lambda: team.day.driver.change(form, "Status", "Fixed"))
    team.day.told(team.ann, lambda: team.day.send(form))
    home = team.day.home(team.ann)
    assert "All caught up" not in words(home)

    form = team.day.opened(team.ann, lambda: team.press(home, "Add resolution: login is slow", team.ann))
    team.day.driver.submit(form, {"Resolution": "an index"})

    team.day.slack.wait_for(lambda: "All caught up" in words(team.day.slack.home(team.ann) or home))
    assert "an index" in words(team.card())


def test_shortcuts_from_anywhere_open_what_they_are_called(team: Team) -> None:
    form = team.day.opened(team.lilei, lambda: team.day.driver.global_shortcut("start", team.lilei))
    assert "新建客户档案" in words(form)
    team.day.driver.close(form)
    assert "What Dossier can do" in words(
        team.day.opened(team.ann, lambda: team.day.driver.global_shortcut("help", team.ann))
    )


def test_a_delivery_that_comes_twice_has_one_effect(day: Day) -> None:
    team = Team.of(day)
    team.command("/issue login is slow", team.ann)
    day.driver.again()
    assert len(team.cards()) == 1
