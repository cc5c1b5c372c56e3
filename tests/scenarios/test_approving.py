"""Approval: submitted, approved or returned with a comment, told to those it concerns, needed again after a change."""

from typing import Any

import pytest
from sqlalchemy import select

from chat.messages import Button
from dossier.deciding import ApprovalState
from dossier.phases import Phase
from dossier.tiers import Tier
from dossier.views import Saved
from storage.tables import approvals, audit
from tests.moving import move
from tests.team import ELSEWHERE, Team, button_in, buttons_in, form_in, said


@pytest.fixture(autouse=True)
def a_change(team: Team) -> None:
    """Keep a change request of Ann's, #1."""
    team.say("ann", "/change SMS code | reason: fraud | impact: 3 days")


def saved(team: Team, number: int = 1) -> Saved:
    return team.read("wangfang", lambda store: store.records.by_number(team.dossier, number))


def submit(team: Team, who: str = "ann") -> Button:
    """Submit the change and give the manager's button to approve it."""
    team.say(who, "/dossier submit #1")
    return button_in(team.told("wangfang")[-1], "approve")


def offered(team: Team, who: str) -> set[str]:
    return {each.action for each in buttons_in(team.say(who, "/dossier show #1"))}


def wrong_status(team: Team, who: str, status: str) -> str:
    """Give what the form that a line opens says of its status."""
    form = form_in(team.say(who, f"/变更 改颜色 | 原因: 好看 | 影响: 无 | 状态: {status}"))
    return next(field.error for field in form.fields if field.name == "status")


def edit(team: Team, who: str = "ann", **values: Any) -> str:
    return said(team.submit(form_in(team.say(who, "/dossier edit #1")), who, **values))


def test_what_is_submitted_waits_is_approved_and_says_so_on_card_and_history(team: Team) -> None:
    answer = team.press(button_in(team.say("ann", "/dossier show #1"), "submit"), "ann")
    assert "Submitted #1 “SMS code” to 王芳" in said(answer)
    assert "待审核，由 Ann 提交" in team.posted("abc")[-1].text
    asked = team.told("wangfang")[-1]
    assert "Ann 请你审核" in asked.text

    assert "已批准 #1" in said(team.press(button_in(asked, "approve"), "wangfang"))

    assert saved(team).approved
    assert "approved by 王芳" in said(team.say("ann", "/dossier show #1"))
    assert "approved by 王芳" in said(team.say("ann", "/dossier history #1"))
    assert "已由 王芳 批准" in team.posted("abc")[-1].text
    assert "approved by 王芳" in team.told("ann")[-1].text
    assert [each.action for each in buttons_in(team.told("wangfang")[-1])] == ["show"]


def test_approving_a_change_gives_it_the_status_approved(team: Team) -> None:
    team.press(submit(team), "wangfang")

    assert saved(team).line.status == "approved"
    assert saved(team).approved


def test_nobody_below_the_tier_gives_that_status_by_hand(team: Team) -> None:
    assert "status: This status comes with approval" in edit(team, status="approved")
    assert "状态由审核给出" in wrong_status(team, "lilei", "已批准")
    assert saved(team).line.status == "proposed"

    assert "已保存" in edit(team, "wangfang", status="approved")


@pytest.mark.parametrize(
    ("status", "zh"), [("approved", "已批准"), ("declined", "已驳回"), ("done", "已完成")], ids=lambda each: each
)
def test_no_status_that_comes_with_approval_or_after_it_is_given_below_the_tier(
    team: Team, status: str, zh: str
) -> None:
    assert "status: This status comes with approval" in edit(team, status=status)
    submit(team)
    assert "status: This status comes with approval" in edit(team, status=status)
    for who in ("ann", "lilei"):
        answer = wrong_status(team, who, zh)
        assert "comes with approval" in answer or "状态由审核给出" in answer
    assert saved(team).line.status == "proposed"
    assert "没有找到" in said(team.say("wangfang", "/档案 列表 改颜色"))

    assert "已保存" in edit(team, "wangfang", status=status)


def test_who_approves_by_the_status_is_named_as_who_did(team: Team) -> None:
    assert "已保存" in edit(team, "wangfang", status="approved")
    approval = saved(team).approval
    assert approval is not None
    assert (approval.state, approval.decider, saved(team).approved) == (ApprovalState.APPROVED, "王芳", True)
    assert "submit" not in offered(team, "wangfang")
    assert "王芳 · 批准" in said(team.say("wangfang", "/档案 审计"))


def test_who_approves_what_waits_by_the_status_ends_the_wait(team: Team) -> None:
    submit(team)
    edit(team, "wangfang", status="approved")
    assert [each.state for each in team.read("wangfang", lambda s: s.approvals.of(saved(team)))] == ["approved"]
    assert "审核" not in said(team.say("wangfang", "/档案 待办"))


def test_nobody_gives_that_status_to_their_own_where_somebody_else_could_approve_it(team: Team) -> None:
    assert said(team.say("wangfang", "/变更 我的 | 原因: 好看 | 影响: 无 | 状态: 已批准")) == ""
    team.write("wangfang", lambda s: s.people.add("赵总", Tier.MANAGER))
    assert "赵总 可以审核" in wrong_status(team, "wangfang", "已批准")


def test_a_line_with_such_a_status_opens_the_form_with_what_is_wrong_and_all_that_was_typed(team: Team) -> None:
    form = form_in(team.say("lilei", "/变更 改登录页 | 原因: 防刷 | 影响: 3 天 | 状态: 已批准"))
    fields = {field.name: field for field in form.fields}
    assert (fields["summary"].value, fields["reason"].value) == ("改登录页", "防刷")
    assert fields["status"].error.startswith("这个状态由审核给出")


def test_what_is_approved_is_done_by_whoever_may_change_it_and_stays_approved(team: Team) -> None:
    team.press(submit(team), "wangfang")

    assert "needs approval again" not in edit(team, status="done")

    assert saved(team).line.status == "done"
    assert saved(team).approved
    assert "approved by 王芳" in said(team.say("ann", "/dossier show #1"))


def test_what_is_done_with_other_words_than_were_approved_needs_approval_again(team: Team) -> None:
    team.press(submit(team), "wangfang")

    assert "needs approval again" in edit(team, status="done", impact="30 days")
    assert not saved(team).approved


def test_what_was_approved_is_not_declined_below_the_tier_nor_done_while_it_waits_again(team: Team) -> None:
    team.press(submit(team), "wangfang")

    assert "status: This status comes with approval" in edit(team, status="declined")
    edit(team, impact="30 days")
    submit(team)
    assert "status: This status comes with approval" in edit(team, status="done")
    assert saved(team).line.status == "approved"


def test_a_status_that_comes_with_approval_is_not_brought_back_from_the_history(team: Team) -> None:
    team.press(submit(team), "wangfang")
    edit(team, "wangfang", status="declined")
    args = {"record": saved(team).line.uid, "revision": "2"}

    assert "This status comes with approval" in said(team.press(Button("", "restore", args), "ann"))
    assert saved(team).line.status == "declined"

    edit(team, status="proposed")
    team.say("ann", "/dossier undo #1")
    assert saved(team).line.status == "proposed"
    team.press(Button("", "restore", args), "wangfang")
    assert saved(team).line.status == "approved"


def test_it_is_returned_with_a_comment_which_is_required(team: Team) -> None:
    submit(team)
    form = form_in(team.press(button_in(team.told("wangfang")[-1], "return"), "wangfang"))
    assert said(team.submit(form, "wangfang", comment="  ")).startswith("comment: ")
    assert said(team.submit(form, "wangfang", comment="字" * 20_001)).startswith("comment: ")

    assert "已退回 #1" in said(team.submit(form, "wangfang", comment="影响写得太少"))

    assert "returned by 王芳: 影响写得太少" in team.told("ann")[-1].text
    card = team.say("ann", "/dossier show #1")
    assert "returned by 王芳: 影响写得太少" in said(card)
    edit(team, impact="5 days")
    assert "Submitted #1" in said(team.press(button_in(card, "submit"), "ann"))
    assert saved(team).waits


def test_a_change_after_approval_says_so_before_and_after_and_needs_approval_again(team: Team) -> None:
    team.press(submit(team), "wangfang")

    form = form_in(team.say("ann", "/dossier edit #1"))
    assert "A change needs approval again" in form.note
    answer = team.submit(form, "ann", impact="9 days")
    assert "needs approval again" in said(answer)
    assert not saved(team).approved
    assert "Changed since: what was approved is v2" in said(team.say("ann", "/dossier show #1"))

    assert "Submitted #1" in said(team.press(button_in(answer, "submit"), "ann"))
    team.press(button_in(team.told("wangfang")[-1], "approve"), "wangfang")
    assert saved(team).approved


def test_what_changed_while_it_waits_is_looked_at_again(team: Team) -> None:
    stale = submit(team)
    edit(team, impact="9 days")

    assert "刚刚改过（现在是 v2）" in said(team.press(stale, "wangfang"))
    assert "刚刚改过（现在是 v2）" in said(team.press(Button("", "return", stale.args), "wangfang"))
    assert saved(team).waits

    team.press(button_in(team.say("wangfang", "/档案 查看 #1"), "approve"), "wangfang")
    assert saved(team).approved


def test_one_of_two_presses_counts_and_the_other_is_told_what_happened(team: Team) -> None:
    approve = submit(team)
    team.press(approve, "wangfang")

    assert "王芳 已经批准了" in said(team.press(approve, "wangfang"))
    assert "王芳 已经批准了" in said(team.press(Button("", "return", approve.args), "wangfang"))
    assert "approved already" in said(team.say("ann", "/dossier submit #1"))
    rows = team.database.read(lambda c: c.execute(select(audit.c.action)).scalars().all())
    assert [row for row in rows if row.startswith("approval.")] == ["approval.submit", "approval.approved"]


def test_a_race_in_the_writer_has_one_effect(team: Team) -> None:
    submit(team)
    waiting, before = saved(team).approval, saved(team)
    assert waiting is not None

    def decide(state: ApprovalState) -> str:
        try:
            team.write("wangfang", lambda store: store.approvals.decide(waiting, before, state, "x"))
        except Exception as error:
            return str(error)
        return "done"

    assert [decide(ApprovalState.RETURNED), decide(ApprovalState.APPROVED)][0] == "done"
    assert saved(team).approval is not None
    states = team.database.read(lambda c: c.execute(select(approvals.c.state)).scalars().all())
    assert list(states) == ["returned"]


def test_submitting_twice_makes_one_submission(team: Team) -> None:
    submit(team)

    assert "waits for approval already, with 王芳" in said(team.say("ann", "/dossier submit #1"))
    assert len(team.database.read(lambda c: c.execute(select(approvals.c.id)).all())) == 1
    assert len(team.told("wangfang")) == 1


def test_nobody_approves_their_own_where_somebody_else_could(team: Team) -> None:
    team.say("wangfang", "/档案 成员 @李雷 管理")
    team.say("lilei", "/变更 改颜色 | 原因: 好看 | 影响: 无")
    team.say("lilei", "/档案 提交审核 #2")

    assert "不能审核自己的内容，可以请 王芳" in said(team.say("lilei", "/档案 批准 #2"))
    assert "approve" not in {each.action for each in buttons_in(team.say("lilei", "/档案 查看 #2"))}
    assert "已批准" in said(team.say("wangfang", "/档案 批准 #2"))


def test_who_is_the_only_one_approves_their_own(team: Team) -> None:
    team.say("wangfang", "/变更 改颜色 | 原因: 好看 | 影响: 无")
    answer = team.say("wangfang", "/档案 提交审核 #2")
    assert "没有别人可以审核，由你自己决定" in said(answer)
    assert "提交给 王芳" not in said(answer)
    assert team.told("wangfang") == []

    assert "已批准" in said(team.press(button_in(answer, "approve"), "wangfang"))
    # Whoever decided knows what they decided.
    assert team.told("wangfang") == []


def test_only_those_of_the_tier_decide_not_even_with_the_button(team: Team) -> None:
    approve = submit(team)

    for who in ("ann", "lilei", "carla", "zhaomin", "unknown"):
        for action in ("approve", "return"):
            team.press(Button("", action, approve.args), who)
    team.press(approve, "bob", workspace=ELSEWHERE)
    team.press(Button("", "approve", {**approve.args, "revision": "x"}), "wangfang")
    assert saved(team).waits
    assert offered(team, "ann") & {"approve", "return", "submit"} == set()
    assert {"approve", "return"} <= offered(team, "wangfang")


def test_the_list_shows_what_waits_for_me_and_what_i_wait_for(team: Team) -> None:
    submit(team)

    assert "SMS code" in said(team.say("wangfang", "/档案 待审核"))
    mine = said(team.say("ann", "/dossier approvals"))
    assert "Nothing waits for you" in mine
    assert "Submitted, waiting for others" in mine
    assert "SMS code" in mine
    assert "SMS code" not in said(team.say("carla", "/dossier approvals"))
    team.press(button_in(team.say("wangfang", "/档案 待审核"), "show"), "wangfang")


def test_a_long_list_is_paged(team: Team) -> None:
    for number in range(12):
        team.say("ann", f"/change change {number} | reason: r | impact: i")
        team.say("ann", f"/dossier submit #{number + 2}")

    first = team.say("wangfang", "/档案 待审核")
    assert "change 9" in said(first)
    assert "change 11" not in said(first)
    assert "change 11" in said(team.press(button_in(first, "approvals"), "wangfang"))


def test_what_waits_too_long_is_nudged_like_anything_owed(team: Team) -> None:
    submit(team)
    team.wait(hours=23)

    nudge = team.told("wangfang")[-1]
    assert "等你审核" in nudge.text
    card = team.press(button_in(nudge, "enter"), "wangfang")
    team.press(button_in(card, "approve"), "wangfang")
    assert "王芳" in team.told("wangfang")[-1].text
    team.wait(hours=80)
    assert not any("还在等审核" in message.text for message in (*team.posted("abc"), *team.told("lilei")))


def test_an_edit_of_what_waits_does_not_end_the_wait(team: Team) -> None:
    submit(team)
    edit(team, impact="4 days")
    team.wait(hours=23)

    assert any("等你审核" in message.text for message in (*team.posted("abc"), *team.told("wangfang")))


def test_what_is_deleted_waits_no_more(team: Team) -> None:
    approve = submit(team)
    team.press(button_in(team.say("ann", "/dossier delete #1"), "delete"), "ann")

    assert "不用再审核" in said(team.press(approve, "wangfang"))
    assert "SMS code" not in said(team.say("wangfang", "/档案 待审核"))
    assert "SMS code" not in said(team.say("wangfang", "/档案 待办"))


def test_what_needs_no_approval_is_not_submitted(team: Team) -> None:
    team.say("ann", "/issue Payment fails")

    assert "need no approval" in said(team.say("ann", "/dossier submit #2"))
    assert "submit" not in {each.action for each in buttons_in(team.say("ann", "/dossier show #2"))}
    assert "没有在等审核" in said(team.say("wangfang", "/档案 批准 #1"))


def test_in_a_sealed_dossier_nothing_is_decided(team: Team) -> None:
    approve = submit(team)
    move(team, Phase.SEALED)

    assert "已封存" in said(team.press(approve, "wangfang"))
    assert saved(team).waits
