"""The list of what I owe, what I stand in for, and what is owed to me: all of it, with what can be done about each."""

from datetime import timedelta

from chat.messages import Button, Message
from chat.replies import Rendered
from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.phases import Phase
from dossier.tiers import Tier
from storage.meeting_duties import minutes_kind
from storage.store import Store
from tests.moving import move
from tests.team import Team, button_in, buttons_in, form_in, said


def owe(team: Team, *topics: str, who: str = "ann") -> None:
    """Have somebody owe the minutes of some meetings."""
    owner = PersonRef(id=team.actor(who).uid, name=who)

    def unit(store: Store) -> None:
        for topic in topics:
            store.duties.raise_for(team.dossier, Trigger.MEETING_ENDED, minutes_kind(), topic, owner)

    team.write("lilei", unit)


def join(team: Team, who: str, name: str) -> None:
    """Make somebody a member of the dossier."""
    colleague = PersonRef(id=team.actor(who).uid, name=name)
    team.write("lilei", lambda store: store.dossiers.set_member(team.dossier, colleague, Tier.MEMBER))


def to_do(team: Team, who: str) -> Rendered:
    return team.say(who, "/档案 待办")


def actions(shown: Rendered | Message) -> list[str]:
    return [each.action for each in buttons_in(shown)]


def test_who_stands_in_finds_what_they_are_reminded_of(team: Team) -> None:
    join(team, "zhaomin", "赵敏")
    owe(team, "需求评审", "站会")
    assert "站会" not in said(to_do(team, "zhaomin"))
    team.say("ann", "/dossier leave today to Friday @赵敏")
    listed = to_do(team, "zhaomin")
    for word in ("代别人", "需求评审", "站会", "Ann"):
        assert word in said(listed)
    assert actions(listed) == ["enter", "snooze", "waive"] * 2


def test_without_a_delegate_the_owner_of_the_dossier_stands_in_and_sees_it_once(team: Team) -> None:
    owe(team, "需求评审")
    team.say("ann", "/dossier leave today to Friday")
    listed = said(to_do(team, "lilei"))
    assert "代别人" in listed
    assert listed.count("需求评审") == 1


def test_management_finds_what_it_stands_in_for_when_the_owner_is_away_too(team: Team) -> None:
    owe(team, "需求评审")
    owe(team, "复盘", who="lilei")
    assert "需求评审" not in said(to_do(team, "wangfang"))
    team.say("lilei", "/档案 请假 今天到周五")
    listed = said(to_do(team, "wangfang"))
    for word in ("复盘", "李雷", "需求评审", "Ann"):
        assert word in listed


def test_the_owner_s_delegate_sees_what_others_owe_in_the_dossier(team: Team) -> None:
    join(team, "zhaomin", "赵敏")
    owe(team, "需求评审")
    team.say("lilei", "/档案 请假 今天到周五 @赵敏")
    assert "需求评审" in said(to_do(team, "zhaomin"))


def test_what_who_was_removed_owed_is_the_owner_s_to_do(team: Team) -> None:
    owe(team, "需求评审")
    team.say("lilei", "/档案 成员 @Ann 移除")
    assert "需求评审" in said(to_do(team, "lilei"))
    assert "需求评审" not in said(team.say("ann", "/dossier todo"))


def test_nobody_sees_what_is_owed_elsewhere(team: Team) -> None:
    owe(team, "需求评审")
    team.say("ann", "/dossier leave today to Friday @李雷")
    for who in ("zhaomin", "carla", "unknown"):
        assert "需求评审" not in said(to_do(team, who))


def test_every_page_has_its_buttons_and_says_how_much_there_is(team: Team) -> None:
    owe(team, *(f"会议{number:02}" for number in range(1, 11)))
    owe(team, "站会", who="lilei")
    first = team.say("ann", "/dossier todo")
    assert "1–8 of 10" in said(first)
    assert actions(first) == [*["enter", "snooze", "waive"] * 8, "todo"]
    second = team.press(button_in(first, "todo"), "ann")
    assert "9–10 of 10" in said(second)
    assert "会议10" in said(second)
    assert actions(second) == ["enter", "snooze", "waive"] * 2


def test_the_owner_puts_off_and_waives_what_others_owe_from_the_list(team: Team) -> None:
    owe(team, *(f"会议{number:02}" for number in range(1, 11)))
    listed = to_do(team, "lilei")
    assert "共 10 项" in said(listed)
    last = team.press(button_in(listed, "todo"), "lilei")
    team.submit(form_in(team.press(buttons_in(last)[-1], "lilei")), "lilei", reason="没有开成")
    assert "共 9 项" in said(team.press(button_in(listed, "todo"), "lilei"))
    assert len(team.read("ann", lambda store: store.duties.owed_by_me())) == 9


def test_a_page_that_is_no_more_or_never_was_shows_the_last_there_is(team: Team) -> None:
    owe(team, "站会")
    for page in ("7", "-1", "x", "99999999999"):
        assert "站会" in said(team.press(Button("", "todo", {"page": page}), "ann"))


def test_nothing_is_left_out_however_much_is_owed(team: Team) -> None:
    owe(team, *(f"会议{number:03}" for number in range(1, 206)))

    assert "1–8 of 205" in said(to_do(team, "ann"))
    last = team.press(Button("", "todo", {"page": "25"}), "ann")
    assert "201–205 of 205" in said(last)
    assert "会议205" in said(last)
    assert "共 205 项" in said(to_do(team, "lilei"))
    assert "待更新: 205" in said(team.say("lilei", "/档案 状态"))
    owing = said(team.say("lilei", "谁还没交纪要？"))
    assert owing.count("会议0") == 20
    assert "还有 185 项" in owing
    assert "还有 200 项" in said(team.say("lilei", "ABC还缺什么？"))


def test_who_owes_how_much_is_counted_whole_in_the_report(team: Team) -> None:
    owe(team, *(f"会议{number:03}" for number in range(1, 206)))
    team.clock.advance(timedelta(hours=25))

    report = said(team.say("lilei", "/档案 健康度"))
    assert "205" in report


def test_the_word_in_the_morning_says_what_it_leaves_out(team: Team) -> None:
    team.write("wangfang", lambda store: store.rules.keep(team.dossier, {"steps": "300"}))
    owe(team, *(f"会议{number:02}" for number in range(1, 24)), who="lilei")
    team.wait(hours=23)
    (word,) = team.told("lilei")
    assert "23 项" in word.text
    assert "还有 3 项" in word.text


def test_what_is_owed_in_a_sealed_dossier_waits_until_it_is_opened(team: Team) -> None:
    team.say("lilei", "/duty @Ann 会议纪要 明天 17:00")
    team.say("lilei", "/变更 短信登录 | 原因: 安全 | 影响: 三天")
    team.say("lilei", "/档案 提交 #1")
    lists = (("ann", "/档案 待办"), ("lilei", "/档案 待办"), ("ann", "who owes what?"), ("wangfang", "/档案 审核"))
    there = [said(team.say(who, words)) for who, words in lists]
    assert ["会议纪要" in told or "Minutes" in told or "短信登录" in told for told in there] == [True] * 4
    move(team, Phase.SEALED)
    for who, words in lists:
        told = said(team.say(who, words))
        assert "会议纪要" not in told
        assert "Minutes" not in told
        assert "短信登录" not in told
    move(team, Phase.TEST)
    assert [said(team.say(who, words)) for who, words in lists] == there
