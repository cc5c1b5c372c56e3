"""Approving by giving a record the status that says so: who may, and what holds it back."""

import pytest

from chat.messages import Button
from dossier.deciding import ApprovalState
from dossier.tiers import Tier
from tests.approving import a_change, edit, offered, saved, submit, wrong_status
from tests.team import Team, form_in, said

__all__ = ("a_change",)


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
    assert saved(team).line.status == "proposed"


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
