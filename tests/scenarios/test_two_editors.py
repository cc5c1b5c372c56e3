"""Two people change the same record at once: different fields are merged, the same field is shown before it is lost."""

from typing import Any

import pytest

from chat.forms import Form
from chat.replies import Errors
from dossier.fields import FileRef
from dossier.views import Saved
from tests.team import Team, button_in, form_in, said


def _record(team: Team) -> Saved:
    return team.read("wangfang", lambda store: store.records.by_number(team.dossier, 1))


@pytest.fixture
def form(team: Team) -> Form:
    """Have Ann log a change, and give the form in which 李雷 is about to change it."""
    team.say("ann", "/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3 天")
    return form_in(team.say("lilei", "/dossier edit #1"))


@pytest.fixture
def theirs(team: Team, form: Form) -> Form:
    """Give the form that Ann has open at the same time."""
    return form_in(team.say("ann", "/dossier edit #1"))


def test_changes_of_different_fields_are_merged(team: Team, form: Form, theirs: Form) -> None:
    assert said(team.submit(theirs, "ann", impact="5 天")) == "Saved your change to #1: 登录页加短信验证"
    merged = said(team.submit(form, "lilei", reason="防刷和合规"))
    assert merged == "已保存 #1 的修改：登录页加短信验证。你修改期间 Ann 也改了影响，两边的修改都已保留"

    content = _record(team).content
    assert (content["impact"], content["reason"]) == ("5 天", "防刷和合规")
    assert _record(team).line.revision == 3


def test_a_change_of_the_same_field_is_shown_first_and_overwritten_only_when_saved_again(
    team: Team, form: Form, theirs: Form
) -> None:
    team.submit(theirs, "ann", reason="合规要求")

    again = form_in(team.submit(form, "lilei", reason="防刷单"))

    assert _problems(again).keys() == {"reason"}
    assert "Ann" in _problems(again)["reason"]
    assert "合规要求" in _problems(again)["reason"]
    assert _record(team).content["reason"] == "合规要求"
    assert "已保存 #1" in said(team.submit(again, "lilei"))
    assert _record(team).content["reason"] == "防刷单"


def test_of_a_long_text_what_the_other_changed_in_it_is_shown(team: Team) -> None:
    lines = [f"第 {number} 行：接口返回超时，需要重试，等待对方确认。" for number in range(1, 15)]
    team.say("ann", "/issue 支付失败 | 现象: " + "；".join(lines))
    mine, theirs = (form_in(team.say(who, "/dossier edit #1")) for who in ("lilei", "ann"))
    team.submit(theirs, "ann", details="；".join([*lines[:-1], "第 14 行：已恢复。"]))

    again = form_in(team.submit(mine, "lilei", details="；".join(["第 1 行：改了。", *lines[1:]])))
    hint = _problems(again)["details"]
    assert "Ann 刚改了其中的" in hint
    assert "已恢复" in hint
    assert "第 5 行" not in hint


def test_the_form_comes_back_with_what_the_other_changed_elsewhere_and_says_so(
    team: Team, form: Form, theirs: Form
) -> None:
    team.submit(theirs, "ann", reason="合规要求", impact="5 天")

    again = form_in(team.submit(form, "lilei", reason="防刷单", reason_for_change="风控提的"))

    assert (_value(again, "reason"), _value(again, "impact")) == ("防刷单", "5 天")
    assert _value(again, "reason_for_change") == "风控提的"
    assert [each.name for each in again.fields if each.fresh] == ["impact"]
    assert "影响" in again.note
    team.submit(again, "lilei")
    content = _record(team).content
    assert (content["reason"], content["impact"]) == ("防刷单", "5 天")


def test_what_is_typed_over_the_others_text_is_typed_knowing_it(team: Team, form: Form, theirs: Form) -> None:
    team.submit(theirs, "ann", reason="合规要求", impact="5 天")
    again = form_in(team.submit(form, "lilei", reason="防刷单"))

    assert "已保存 #1" in said(team.submit(again, "lilei", impact="5 天，另加测试"))

    assert _record(team).content["impact"] == "5 天，另加测试"


def test_a_third_change_between_being_shown_and_saving_again_is_shown_too(team: Team, form: Form, theirs: Form) -> None:
    team.submit(theirs, "ann", reason="合规要求")
    again = form_in(team.submit(form, "lilei", reason="防刷单"))
    late = form_in(team.say("wangfang", "/dossier edit #1"))
    team.submit(late, "wangfang", reason="监管要求", impact="6 天")

    shown = form_in(team.submit(again, "lilei", impact="7 天"))

    assert _problems(shown).keys() == {"reason", "impact"}
    assert "王芳" in _problems(shown)["reason"]
    assert "6 天" in _problems(shown)["impact"]
    assert (_record(team).content["reason"], _record(team).content["impact"]) == ("监管要求", "6 天")


def test_the_same_change_twice_is_no_collision(team: Team, form: Form, theirs: Form) -> None:
    team.submit(theirs, "ann", reason="防刷单")

    shown = team.submit(form, "lilei", reason="防刷单")

    assert isinstance(shown, Errors)
    assert list(shown.sentences) == [""]
    assert _record(team).line.revision == 2


def test_what_is_hidden_stays_hidden_in_a_collision(team: Team) -> None:
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234")
    form = form_in(team.say("lilei", "/dossier edit #1"))
    team.submit(form, "wangfang", phone="139 9999 8888")

    again = form_in(team.submit(form, "lilei", phone="137 7777 6666"))

    assert "••••" in _problems(again)["phone"]
    assert "9999" not in repr(again)
    assert "已保存 #1" in said(team.submit(again, "lilei"))


def test_a_record_deleted_meanwhile_comes_back_only_when_saved_once_more_knowing_it(team: Team, theirs: Form) -> None:
    team.press(button_in(team.say("lilei", "/档案 删除 #1"), "delete"), "lilei")

    again = form_in(team.submit(theirs, "ann", reason="Audit asks for it", reason_for_change="audit"))

    assert _record(team).line.deleted
    assert again.error == ("李雷 has just deleted this record. Save once more to bring it back with what you entered")
    assert (_value(again, "reason"), _value(again, "reason_for_change")) == ("Audit asks for it", "audit")
    assert said(team.submit(again, "ann")) == "Brought back #1 with your change: 登录页加短信验证"
    assert (_record(team).line.deleted, _record(team).content["reason"]) == (False, "Audit asks for it")


def test_what_was_changed_and_then_deleted_is_told_of_both(team: Team, form: Form, theirs: Form) -> None:
    team.submit(form, "lilei", reason="合规要求", impact="5 天")
    team.press(button_in(team.say("lilei", "/档案 删除 #1"), "delete"), "lilei")

    again = form_in(team.submit(theirs, "ann", reason="Audit"))

    assert "deleted" in again.error
    assert "合规要求" in _problems(again)["reason"]
    assert _value(again, "impact") == "5 天"
    team.submit(again, "ann")
    assert (_record(team).content["reason"], _record(team).content["impact"]) == ("Audit", "5 天")


def test_a_record_deleted_again_after_being_shown_is_told_again(team: Team, theirs: Form) -> None:
    def delete() -> None:
        team.press(button_in(team.say("lilei", "/档案 删除 #1"), "delete"), "lilei")

    delete()
    again = form_in(team.submit(theirs, "ann", reason="Audit"))
    shown = _record(team)
    team.press(button_in(team.say("lilei", "/档案 历史 #1"), "restore"), "lilei")
    delete()

    assert "deleted" in form_in(team.submit(again, "ann")).error
    assert _record(team).line.revision > shown.line.revision


def test_nothing_but_the_form_that_says_so_brings_a_deleted_record_back(team: Team) -> None:
    team.say("lilei", "/问题 登录慢")
    team.press(button_in(team.say("lilei", "/档案 删除 #1"), "delete"), "lilei")

    tried = [said(team.say("ann", f"/resolve #1{more}")) for more in ("", " | resolution: restarted the server")]

    assert all("This record is deleted" in each for each in tried)
    assert _record(team).line.deleted


def test_files_that_two_people_add_at_once_both_stay(team: Team) -> None:
    team.say("lilei", "/问题 登录慢", files=(FileRef(id="f1", name="a.pdf", size=3, type="application/pdf"),))
    form, theirs = (form_in(team.say(who, "/dossier edit #1")) for who in ("lilei", "ann"))
    added = [{"id": f"f{each}", "name": f"{each}.pdf", "size": 3, "type": "application/pdf"} for each in "23"]
    mine: dict[str, Any] = {"attachments": added[1:], "attachments.kept": []}
    team.submit(theirs, "ann", attachments=added[:1])

    team.submit(form, "lilei", **mine)

    assert [file["name"] for file in _record(team).content["attachments"]] == ["2.pdf", "3.pdf"]


def test_lists_with_names_and_dates_in_their_words_survive_an_untouched_form(team: Team) -> None:
    team.say("lilei", "/minutes 评审 | 行动项: 周五发布前联系@Ann 12月1日 @李雷 | 会议时间: 昨天 15:30")
    before = _record(team).content
    form = form_in(team.say("lilei", "/dossier edit #1"))

    team.submit(form, "lilei", topic="第二次评审", actions=str(_value(form, "actions")).replace("\n", "\r\n"))

    assert _record(team).content == {**before, "topic": "第二次评审"}


def _value(form: Form, name: str) -> Any:
    return next(field.value for field in form.fields if field.name == name)


def _problems(form: Form) -> dict[str, str]:
    return {field.name: field.error for field in form.fields if field.error}
