"""The rules of reminding, working days and leave, as people set them."""

from datetime import timedelta

import pytest

from chat.replies import Errors
from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.phases import Phase
from storage.meeting_duties import minutes_kind
from storage.store import Store
from tests.team import START, Team, button_in, form_in, said


def owe(team: Team, topic: str = "需求评审", who: str = "ann") -> timedelta:
    """Have somebody owe the minutes of a meeting; give after how long they are due."""
    owner = PersonRef(id=team.actor(who).uid, name=who)
    duty = team.write(
        "lilei",
        lambda store: store.duties.raise_for(team.dossier, Trigger.MEETING_ENDED, minutes_kind(), topic, owner),
    )
    return duty.due_at - duty.raised_at


def test_the_owner_of_a_dossier_sets_its_rule(team: Team) -> None:
    form = form_in(team.say("lilei", "/档案 规则"))
    assert {field.name: field.value for field in form.fields} == {
        "due_hours": "24",
        "due_by": "wall",
        "quiet": "21:00-08:30",
        "steps": "20 24 48 72",
        "names": "on",
    }
    assert "商城" in said(team.submit(form, "lilei", due_hours="48", steps="24, 48"))
    assert owe(team) == timedelta(hours=48)
    assert form_in(team.say("lilei", "/dossier rule")).fields[3].value == "24 48"


def test_what_a_dossier_has_not_changed_follows_the_organisation(team: Team) -> None:
    team.submit(form_in(team.say("lilei", "/dossier rule")), "lilei", steps="10 20")
    team.submit(form_in(team.say("wangfang", "/dossier rule organisation")), "wangfang", due_hours="12", steps="5")
    assert owe(team) == timedelta(hours=12)
    assert team.read("lilei", lambda store: store.rules.of(team.dossier.id).steps.hours) == (10, 20)


def test_what_a_dossier_has_like_the_organisation_again_follows_it_again(team: Team) -> None:
    team.submit(form_in(team.say("lilei", "/dossier rule")), "lilei", quiet="22:00-7:00", steps="10 20")
    differing = form_in(team.say("lilei", "/dossier rule")).note
    assert "与组织不同：免打扰时段（组织：21:00-08:30）、提醒步骤（小时）（组织：20 24 48 72）" in differing

    team.submit(form_in(team.say("lilei", "/dossier rule")), "lilei", quiet="21:00-8:30")
    team.submit(form_in(team.say("wangfang", "/dossier rule organisation")), "wangfang", quiet="20:00-9:00")

    form = form_in(team.say("lilei", "/dossier rule"))
    held = {field.name: field.value for field in form.fields}
    assert (held["quiet"], held["steps"]) == ("20:00-09:00", "10 20")
    assert "免打扰" not in form.note


def test_what_the_organisation_changes_while_a_dossiers_form_is_open_does_not_become_the_dossiers_own(
    team: Team,
) -> None:
    opened = form_in(team.say("lilei", "/dossier rule"))
    team.submit(form_in(team.say("wangfang", "/dossier rule organisation")), "wangfang", due_hours="12")

    team.submit(opened, "lilei", quiet="22:00-7:00")

    assert team.read("lilei", lambda store: store.rules.of(team.dossier.id).work.hours) == 12


def test_whom_each_step_speaks_to_is_set_in_words(team: Team) -> None:
    team.submit(form_in(team.say("lilei", "/dossier rule")), "lilei", steps="20 负责人")
    assert form_in(team.say("lilei", "/dossier rule")).fields[3].value == "20 负责人"
    owe(team)
    team.wait(hours=23)
    assert team.told("ann") == []
    assert "也许可以帮 Ann 一把" in team.told("lilei")[0].text


def test_when_the_organisation_works_is_set_by_a_manager_for_all_dossiers(team: Team) -> None:
    form = form_in(team.say("wangfang", "/dossier rule organisation"))
    shown = {field.name: field.value for field in form.fields}
    assert (shown["country"], shown["hours"], shown["weekdays"]) == (
        "CN",
        "09:00-18:00",
        "周一、周二、周三、周四、周五",
    )
    team.submit(
        form, "wangfang", country="de", hours="8:00-12:00", weekdays="周一到周四", due_hours="8", due_by="working"
    )
    # From Wednesday 10:05: to noon, and on Thursday; Friday is off; then Monday from 8:00.
    assert owe(team, who="lilei") == timedelta(days=5, hours=0)


def test_an_organisation_has_the_holidays_of_where_it_is_until_it_says_otherwise(team: Team) -> None:
    def be_in_berlin(store: Store) -> None:
        store.preferences.keep("organisation", store.actor.organisation, "zone", "Europe/Berlin")

    team.write("wangfang", be_in_berlin)
    form = form_in(team.say("wangfang", "/dossier rule organisation"))
    assert {field.name: field.value for field in form.fields}["country"] == "DE"
    team.submit(form, "wangfang", country="AT")
    shown = form_in(team.say("wangfang", "/dossier rule organisation"))
    assert {field.name: field.value for field in shown.fields}["country"] == "AT"


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [("country", "XX", "节假日"), ("hours", "25:00-26:00", "上班时间"), ("weekdays", "每天", "周一到周五")],
)
def test_working_days_that_cannot_be_are_refused_on_their_field(team: Team, field: str, value: str, word: str) -> None:
    form = form_in(team.say("wangfang", "/dossier rule organisation"))
    refused = team.submit(form, "wangfang", **{field: value})
    assert isinstance(refused, Errors)
    assert word in refused.sentences[field]


def test_members_set_no_rules_and_owners_none_of_the_organisation(team: Team) -> None:
    assert "project’s owner" in said(team.say("ann", "/dossier rule"))
    assert "管理层" in said(team.say("lilei", "/档案 规则 组织"))


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("steps", "", "至少写一步"),
        ("steps", "48 24", "一步比一步晚"),
        ("steps", "1 2 3 4 5 6 7 8 9", "最多 8 步"),
        ("steps", "20 2000", "30 天"),
        ("steps", "20 管理层 24 本人", "一步比一步高"),
        ("steps", "20 老板", "老板"),
        ("due_hours", "0", "小时数"),
        ("due_hours", "soon", "小时数"),
        ("quiet", "25:00-8:00", "免打扰"),
        ("quiet", "00:00-23:59", "最多 16 小时"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_on_its_field(team: Team, field: str, value: str, word: str) -> None:
    refused = team.submit(form_in(team.say("lilei", "/dossier rule")), "lilei", **{field: value})
    assert isinstance(refused, Errors)
    assert word in refused.sentences[field]


def test_a_manager_sets_days_off_and_days_that_are_worked(team: Team) -> None:
    team.submit(form_in(team.say("lilei", "/dossier rule")), "lilei", due_hours="9", due_by="working")
    assert owe(team, who="lilei") == timedelta(hours=24)
    assert said(team.say("wangfang", "/档案 工作日 明天 休息")) == "11月19日(周四) 休息"
    assert owe(team, who="lilei") == timedelta(hours=48)
    listed = said(team.say("wangfang", "/dossier workdays"))
    assert "11月19日" in listed
    team.say("wangfang", "/dossier workdays tomorrow usual")
    assert owe(team, who="lilei") == timedelta(hours=24)


@pytest.mark.parametrize("words", ["休息 11月27日", "off Nov 27", "11月27日 休息"])
def test_what_is_done_on_a_day_may_stand_before_it(team: Team, words: str) -> None:
    assert said(team.say("wangfang", f"/档案 工作日 {words}")) == "11月27日(周五) 休息"


def test_days_that_are_none_are_refused(team: Team) -> None:
    assert "看不懂日期" in said(team.say("wangfang", "/档案 工作日 某天 休息"))
    assert "写法" in said(team.say("wangfang", "/档案 工作日 明天"))
    assert "管理层" in said(team.say("lilei", "/档案 工作日 明天 休息"))


def test_while_somebody_is_away_their_delegate_is_reminded(team: Team) -> None:
    answer = said(team.say("ann", "/dossier leave today to Friday @李雷"))
    assert "李雷" in answer
    owe(team)
    team.clock.set(START + timedelta(hours=23))
    team.app.reminders.run()
    assert team.told("ann") == []
    assert "Ann" in team.told("lilei")[0].text


def test_who_owns_dossiers_is_told_who_hears_of_those_meanwhile(team: Team) -> None:
    assert "你负责的项目发给管理层" in said(team.say("lilei", "/档案 请假 明天"))
    assert "发给 Ann" in said(team.say("lilei", "/档案 请假 明天 @Ann"))
    wangfang = PersonRef(id=team.actor("wangfang").uid, name="王芳")
    team.write("wangfang", lambda store: store.dossiers.start("蓝鲸零售", "蓝鲸", "POS", Phase.DESIGN, wangfang))
    assert "没有别人可以代收" in said(team.say("wangfang", "/档案 请假 明天"))


def leave(team: Team) -> list[tuple[str, str, str]]:
    """Give Ann's days off: from, to, and who stands in."""
    mine = team.read("ann", lambda store: store.absences.mine(START.date()))
    return [(f"{each.first:%d}", f"{each.last:%d}", each.delegate_name) for each in mine]


def test_leave_noted_on_top_of_other_leave_takes_only_its_own_days(team: Team) -> None:
    team.say("ann", "/dossier leave Dec 14 to Dec 18 @李雷")
    answer = said(team.say("ann", "/dossier leave Dec 17 to Dec 22"))
    assert leave(team) == [("14", "16", "李雷"), ("17", "22", "")]
    assert "Dec 14" in answer
    assert "Dec 16" in answer
    assert "李雷" in answer


def test_leave_noted_in_the_middle_of_other_leave_leaves_both_its_ends(team: Team) -> None:
    team.say("ann", "/dossier leave Dec 14 to Dec 18 @李雷")
    team.say("ann", "/dossier leave Dec 16 @王芳")
    assert leave(team) == [("14", "15", "李雷"), ("16", "16", "王芳"), ("17", "18", "李雷")]


def test_leave_noted_again_for_the_same_days_is_there_once(team: Team) -> None:
    team.say("ann", "/dossier leave Dec 14 to Dec 18 @李雷")
    answer = said(team.say("ann", "/dossier leave Dec 14 to Dec 20 @王芳"))
    assert leave(team) == [("14", "20", "王芳")]
    assert "李雷" not in answer


def test_leave_is_cancelled_by_its_button(team: Team) -> None:
    team.say("ann", "/dossier leave today to Friday @李雷")
    listed = team.say("ann", "/dossier leave")
    assert "李雷" in said(listed)
    assert "cancelled" in said(team.press(button_in(listed, "leave-cancel"), "ann"))
    assert "No leave" in said(team.say("ann", "/dossier leave"))
    assert said(team.press(button_in(listed, "leave-cancel"), "ann")) == "There is no such thing here"


@pytest.mark.parametrize("words", ["周五到下周二", "周五到周二", "from Friday to next Tuesday", "Friday to Tuesday"])
def test_leave_and_days_off_over_a_weekend_are_the_next_ones(team: Team, words: str) -> None:
    team.clock.set(START + timedelta(days=5))
    assert "11月27日(周五) – 12月1日(周二)" in said(team.say("lilei", f"/档案 请假 {words}"))
    assert "11月27日(周五) – 12月1日(周二)" in said(team.say("wangfang", f"/档案 工作日 {words} 休息"))


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("tomorrow @Nobody", "Nobody"),
        ("yesterday", "over"),
        ("sometime", "sometime"),
        ("tomorrow @Ann", "yourself"),
        ("2026-12-01 to 2028-12-01", "year"),
    ],
)
def test_leave_that_cannot_be_is_refused(team: Team, words: str, word: str) -> None:
    assert word in said(team.say("ann", f"/dossier leave {words}"))
