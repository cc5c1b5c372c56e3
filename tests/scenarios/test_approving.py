"""Approval: submitted, approved or returned with a comment, told to those it concerns, needed again after a change."""

from sqlalchemy import select

from chat.messages import Button
from dossier.deciding import ApprovalState
from dossier.phases import Phase
from storage.tables import approvals, audit
from tests.approving import a_change, edit, offered, saved, submit
from tests.moving import move
from tests.team import ELSEWHERE, Team, button_in, buttons_in, form_in, said

__all__ = ("a_change",)


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


def test_a_long_comment_can_be_read_wherever_it_stands(team: Team) -> None:
    submit(team)
    long = "影响写得太少。" * 1_300
    form = form_in(team.press(button_in(team.told("wangfang")[-1], "return"), "wangfang"))
    assert "已退回 #1" in said(team.submit(form, "wangfang", comment=long))
    for told in (team.told("ann")[-1].text, team.posted("abc")[-1].text):
        assert "影响写得太少" in told
    for words in ("show", "history"):
        assert "影响写得太少" in said(team.say("ann", f"/dossier {words} #1"))


def test_it_is_approved_with_a_comment_by_button_or_in_one_line_which_everybody_reads(team: Team) -> None:
    submit(team)
    form = form_in(team.press(button_in(team.told("wangfang")[-1], "approve-comment"), "wangfang"))
    assert said(team.submit(form, "wangfang", comment="字" * 20_001)).startswith("comment: ")
    assert "已批准 #1" in said(team.submit(form, "wangfang", comment="周五前上线"))
    for told in (team.told("ann")[-1].text, said(team.say("ann", "/dossier show #1")), team.posted("abc")[-1].text):
        assert "王芳: 周五前上线" in told or "王芳 批准：周五前上线" in told

    edit(team, impact="5 days")
    submit(team)
    assert "最多" in said(team.say("wangfang", f"/档案 批准 #1 {'字' * 20_001}"))
    assert "已批准 #1" in said(team.say("wangfang", "/档案 批准 #1，先上灰度"))
    assert "approved by 王芳: 先上灰度" in said(team.say("ann", "/dossier history #1"))


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


def test_what_is_approved_already_says_by_whom(team: Team) -> None:
    team.press(submit(team), "wangfang")
    assert "#1 已经由 王芳 批准" in said(team.say("wangfang", "/档案 批准 #1"))
