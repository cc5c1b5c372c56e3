"""Finding things again: lists by kind, person, time in words and text; search to the single character."""

from datetime import timedelta

import pytest

from tests.team import Team, button_in, buttons_in, said


@pytest.fixture(autouse=True)
def two_weeks(team: Team) -> None:
    """Log something last week (Wednesday) and something this week (Wednesday)."""
    team.say("lilei", "/纪要 需求评审 | 决定: 短信验证一周后上线")
    team.say("ann", "/change SMS code | reason: fraud | impact: 3 days")
    team.clock.advance(timedelta(days=7))
    team.say("ann", "/issue 微信支付失败")
    team.say("lilei", "/变更 对账文件改格式 | 原因: 银行要求 | 影响: 两天")


def _titles(team: Team, words: str, who: str = "lilei", channel: str | None = "abc") -> list[str]:
    """Give what is listed, by number."""
    text = said(team.say(who, f"/dossier {words}", channel))
    return sorted(line.split("#")[1].split(" ")[0] for line in text.splitlines() if line.startswith("• "))


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("list", "1234"),
        ("list 上周", "12"),
        ("列表 本周", "34"),
        ("list last week", "12"),
        ("list changes", "24"),
        ("list 变更 上周", "2"),
        ("list @Ann", "23"),
        ("list @Ann 上周 change request", "2"),
        ("list 未结", "3"),
        ("list open issues", "3"),
        ("列表 未解决的问题", "3"),
        ("列表 上周的变更", "2"),
        ("列表 商城的变更", "24"),
        ("list ABC 商城 issue", "3"),
        ("列表 @Ann 的全部记录", "23"),
        ("list all records from last week", "12"),
        ("list 11月20日以后", "34"),
        ("list since November 20", "34"),
        ("list 变更 @李雷", "4"),
        ("list issue", "3"),
        ("列表 问题", "3"),
        ("list minutes", "1"),
        ("list ABC 支付", "3"),
        ("list 短信", "1"),
        ("list 昨天", ""),
        ("list 11月18日", "12"),
        ("list 今天 @Ann", "3"),
        ("list 没有的词", ""),
        ("list Ann", "23"),
        ("列表 李雷的变更", "4"),
        ("list change requests by lilei", "4"),
        ("list 李雷 短信", "1"),
        ("list @Ann 严重程度中", "3"),
        ("list issues of medium severity", "3"),
        ("list medium issues of Ann this week", "3"),
        ("列表 高优先级问题", ""),
        ("list proposed changes", "24"),
        ("列表 待评审的变更 李雷", "4"),
        ("list 中", ""),
        ("list closed issues", ""),
    ],
)
def test_a_list_is_narrowed_by_words(team: Team, words: str, numbers: str) -> None:
    assert _titles(team, words) == list(numbers)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("支付", "3"),
        ("付失", "3"),
        ("支", "3"),
        ("败", "3"),
        ("验证", "1"),
        ("证一", "1"),
        ("短验", ""),
        ("银行 对账", "4"),
        ("银行 支付", ""),
        ("sms", "2"),
        ("ＳＭＳ", "2"),
        ("frau", "2"),
        ("raud", ""),
        ("%", ""),
        ('"支付"', "3"),
        ("支付 OR 短信", ""),
        ("支付*", "3"),
        ("'; DROP TABLE records; --", ""),
    ],
)
def test_search_finds_words_to_the_single_character(team: Team, words: str, numbers: str) -> None:
    assert _titles(team, f"search {words}") == list(numbers)


def test_a_list_of_somebody_unknown_is_refused(team: Team) -> None:
    answer = said(team.say("lilei", "/dossier list @谁"))

    assert "叫“谁”的人" in answer
    assert "• " not in answer


def test_hidden_values_are_found_only_by_who_may_see_them(team: Team) -> None:
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234")

    assert _titles(team, "search 138 0000 1234", "lilei") == ["5"]
    assert _titles(team, "search 138 0000 1234", "ann") == []
    assert _titles(team, "search 王总", "ann") == ["5"]


def test_an_empty_list_says_what_to_try(team: Team) -> None:
    assert "换个词" in said(team.say("lilei", "/dossier search 没有的词"))


def test_everybody_finds_only_what_they_may_see(team: Team) -> None:
    assert _titles(team, "search 支付", "ann") == ["3"]
    for who in ("carla", "zhaomin", "unknown"):
        assert _titles(team, "search 支付", who) == []
        assert _titles(team, "list", who, None) == []


def test_another_organisation_finds_nothing_of_it(team: Team) -> None:
    text = said(team.say("bob", "/dossier search 支付", "xyz", workspace="nordwind"))

    assert "微信" not in text


def test_long_lists_come_in_pages_that_keep_the_filter(team: Team) -> None:
    for number in range(12):
        team.say("ann", f"/issue 支付问题{number:02}")
    first = team.say("lilei", "/dossier list issue 支付")
    assert "共 13 条" in said(first)

    second = team.press(button_in(first, "list", page="1"), "lilei")

    assert said(first).count("• ") == 10
    assert said(second).count("• ") == 3
    assert "微信支付失败" in said(second)
    assert not [button for button in buttons_in(second) if button.action == "list"]


def test_a_record_opens_from_the_list_whole_and_for_the_asker_alone(team: Team) -> None:
    found = team.say("lilei", "/dossier search 短信")
    posted = len(team.posted("abc"))

    shown = team.press(button_in(found, "show"), "lilei")

    assert "短信验证一周后上线" in said(shown)
    assert len(team.posted("abc")) == posted
