"""What waits for approval and is changed or deleted meanwhile: whoever is asked sees it as it is, and can decide."""

from chat.messages import Button
from tests.approving import a_change, edit, saved, submit
from tests.team import Team, button_in, buttons_in, form_in, said

__all__ = ("a_change",)


def test_the_request_moves_on_with_what_changes_while_it_waits_and_its_button_works(team: Team) -> None:
    submit(team)
    team.wait(minutes=5)
    edit(team, impact="9 days")

    (asked,) = team.told("wangfang")
    assert "v2" in asked.text
    assert "提交之后由 Ann 改过" in asked.text
    team.press(button_in(asked, "approve"), "wangfang")
    assert saved(team).approved


def test_a_button_of_before_the_change_brings_those_that_work(team: Team) -> None:
    stale = submit(team)
    edit(team, impact="9 days")

    for action in ("approve", "return"):
        answer = team.press(Button("", action, stale.args), "wangfang")
        assert [each.action for each in buttons_in(answer)] == ["show", "approve", "return"]
    team.press(button_in(answer, "approve"), "wangfang")
    assert saved(team).approved


def test_a_comment_on_what_has_changed_meanwhile_is_not_lost(team: Team) -> None:
    submit(team)
    form = form_in(team.press(button_in(team.told("wangfang")[-1], "return"), "wangfang"))
    edit(team, impact="9 days")

    again = form_in(team.submit(form, "wangfang", comment="影响写得太少"))
    assert again.fields[0].value == "影响写得太少"
    assert "刚刚改过（现在是 v2）" in again.fields[0].error
    assert "已退回 #1" in said(team.submit(again, "wangfang", comment="影响写得太少"))


def test_the_request_for_what_was_deleted_says_so_and_has_no_buttons(team: Team) -> None:
    submit(team)
    team.press(button_in(team.say("ann", "/dossier delete #1"), "delete"), "ann")

    (asked,) = team.told("wangfang")
    assert "不用再审核" in asked.text
    assert not buttons_in(asked)


def approved(team: Team) -> None:
    """Have 王芳 approve what Ann submitted."""
    team.press(submit(team), "wangfang")
    assert saved(team).approved


def test_taking_a_deletion_back_brings_the_approval_back(team: Team) -> None:
    approved(team)
    deleted = team.press(button_in(team.say("wangfang", "/dossier delete #1"), "delete"), "wangfang")
    team.press(button_in(deleted, "undo"), "wangfang")
    assert saved(team).approved


def test_going_back_to_what_was_approved_brings_the_approval_back_and_nothing_else_does(team: Team) -> None:
    approved(team)
    edit(team, impact="9 days")
    assert not saved(team).approved
    edit(team, impact="12 days")
    assert not saved(team).approved
    edit(team, impact="3 days")
    assert saved(team).approved


def test_what_is_approved_is_deleted_knowingly_and_by_those_who_could_approve_it(team: Team) -> None:
    approved(team)
    assert "deleting it needs manager access" in said(team.say("ann", "/dossier delete #1"))
    forged = Button("", "delete", {"record": saved(team).line.uid})
    assert "needs manager access" in said(team.press(forged, "ann"))
    assert not saved(team).line.deleted
    assert "已经审核通过。真的要删除吗" in said(team.say("wangfang", "/档案 删除 #1"))


def test_an_approved_record_cannot_be_undone_by_who_made_it(team: Team) -> None:
    approved(team)
    team.press(Button("", "undo", {"record": saved(team).line.uid}), "ann")
    assert not saved(team).line.deleted


def test_what_is_changed_after_its_approval_is_in_review_again_everywhere(team: Team) -> None:
    approved(team)
    assert saved(team).line.status == "approved"
    edit(team, impact="20 days, 3x the money")

    assert saved(team).line.status == "proposed"
    assert "SMS code" in said(team.say("lilei", "哪些变更还没批准？"))
    assert "SMS code" not in said(team.say("lilei", "/档案 列表 变更 已批准"))


def test_who_approved_what_is_changed_is_told_once_and_it_is_named_where_things_are_missing(team: Team) -> None:
    approved(team)
    assert "重新审核" not in said(team.say("lilei", "/档案 缺什么"))
    before = len(team.told("wangfang"))
    edit(team, impact="20 days")
    edit(team, impact="30 days")

    *earlier, told = team.told("wangfang")
    assert len(earlier) == before
    assert "之后又改过，需要重新审核" in told.text
    assert "Ann 修改于" in told.text
    for asked in ("/档案 缺什么", "/档案 健康度"):
        assert "有 1 项批准后又改过，需要重新审核：#1 SMS code（批准的是 v2）" in said(team.say("lilei", asked))
    whole = team.press(button_in(team.say("lilei", "/档案 交接 @赵敏"), "handover-whole"), "lilei")
    assert "1 项批准后又改过，需要重新审核：#1" in said(whole)
    submit(team)
    assert "批准后又改过" not in said(team.say("lilei", "/档案 缺什么"))


def test_who_changes_what_they_approved_themselves_is_told_nothing(team: Team) -> None:
    approved(team)
    before = len(team.told("wangfang"))
    edit(team, "wangfang", impact="20 days")
    assert len(team.told("wangfang")) == before


def test_taking_the_edit_back_brings_status_and_approval_back(team: Team) -> None:
    approved(team)
    edit(team, impact="9 days")
    team.press(Button("", "undo", {"record": saved(team).line.uid}), "ann")

    assert (saved(team).line.status, saved(team).approved) == ("approved", True)
    (decided,) = team.read("wangfang", lambda store: store.approvals.of(saved(team)))
    assert decided.decider == "王芳"


def test_an_approval_that_is_taken_back_is_none_and_who_submitted_it_is_told(team: Team) -> None:
    approved(team)
    team.press(Button("", "undo", {"record": saved(team).line.uid}), "wangfang")

    assert (saved(team).line.status, saved(team).approval) == ("proposed", None)
    assert "王芳 has taken the approval back" in team.told("ann")[-1].text
    assert "SMS code" not in said(team.say("lilei", "这个月批准了哪些变更？"))
    team.press(submit(team), "wangfang")
    assert saved(team).approved


def test_the_history_and_the_log_say_that_an_approval_was_taken_back_and_an_old_return_stays_past(team: Team) -> None:
    submit(team)
    team.say("wangfang", "/档案 退回 #1 缺预算依据")
    edit(team, impact="9 days")
    approved(team)
    team.press(Button("", "undo", {"record": saved(team).line.uid}), "wangfang")

    history = said(team.say("lilei", "/档案 历史 #1"))
    assert "已由 王芳 批准，后来撤回" in history
    assert history.count("王芳 退回") == 1
    assert "缺预算依据" not in said(team.say("lilei", "/档案 查看 #1"))
    assert "王芳 · 撤回批准 · 需求变更 #1" in said(team.say("wangfang", "/档案 审计"))


def test_a_record_is_returned_in_one_line_with_the_reason(team: Team) -> None:
    submit(team)
    assert "已退回" in said(team.say("wangfang", "/档案 退回 #1 影响写得太少"))
    assert "影响写得太少" in team.told("ann")[-1].text


def test_who_approves_is_told_in_the_list_too_of_what_has_changed_since(team: Team) -> None:
    approved(team)
    edit(team, impact="9 days")
    listed = team.say("wangfang", "/档案 待审核")
    assert "另有 1 条批准后又改过，还没有重新提交" in said(listed)
    assert "#1 " in said(team.press(button_in(listed, "show"), "wangfang"))
    assert "批准后又改过" not in said(team.say("lilei", "/档案 待审核"))
