"""Two people change the same record at once: different fields are merged, the same field is shown before it is lost."""

import pytest

from chat.forms import Form
from chat.replies import Errors
from dossier.views import Saved
from tests.team import Team, form_in, said


def _record(team: Team) -> Saved:
    return team.read("wangfang", lambda store: store.records.by_number(team.dossier, 1))


@pytest.fixture
def form(team: Team) -> Form:
    """Log a change and give the form in which 李雷 is about to change it."""
    team.say("lilei", "/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3 天")
    return form_in(team.say("lilei", "/dossier edit #1"))


@pytest.fixture
def theirs(team: Team, form: Form) -> Form:
    """Give the form that Ann has open at the same time."""
    return form_in(team.say("ann", "/dossier edit #1"))


def test_changes_of_different_fields_are_merged(team: Team, form: Form, theirs: Form) -> None:
    assert said(team.submit(theirs, "ann", impact="5 天")) == "Saved the change of #1: 登录页加短信验证"
    assert said(team.submit(form, "lilei", reason="防刷和合规")) == "已保存 #1 的修改：登录页加短信验证"

    content = _record(team).content
    assert (content["impact"], content["reason"]) == ("5 天", "防刷和合规")
    assert _record(team).line.revision == 3


def test_a_change_of_the_same_field_is_shown_first_and_overwritten_only_when_saved_again(
    team: Team, form: Form, theirs: Form
) -> None:
    team.submit(theirs, "ann", reason="合规要求")

    shown = team.submit(form, "lilei", reason="防刷单")

    assert isinstance(shown, Errors)
    assert shown.sentences.keys() == {"reason"}
    assert "Ann" in shown.sentences["reason"]
    assert "合规要求" in shown.sentences["reason"]
    assert _record(team).content["reason"] == "合规要求"
    assert "已保存 #1" in said(team.submit(_again(form, shown), "lilei", reason="防刷单"))
    assert _record(team).content["reason"] == "防刷单"


def test_saving_again_keeps_what_the_other_changed_elsewhere(team: Team, form: Form, theirs: Form) -> None:
    team.submit(theirs, "ann", reason="合规要求", impact="5 天")
    shown = team.submit(form, "lilei", reason="防刷单")
    assert isinstance(shown, Errors)

    team.submit(_again(form, shown), "lilei", reason="防刷单")

    content = _record(team).content
    assert (content["reason"], content["impact"]) == ("防刷单", "5 天")


def test_a_third_change_between_being_shown_and_saving_again_is_shown_too(team: Team, form: Form, theirs: Form) -> None:
    team.submit(theirs, "ann", reason="合规要求")
    shown = team.submit(form, "lilei", reason="防刷单")
    assert isinstance(shown, Errors)
    team.submit(form_in(team.say("wangfang", "/dossier edit #1")), "wangfang", reason="监管要求")

    shown = team.submit(_again(form, shown), "lilei", reason="防刷单")

    assert isinstance(shown, Errors)
    assert "王芳" in shown.sentences["reason"]
    assert _record(team).content["reason"] == "监管要求"


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

    shown = team.submit(form, "lilei", phone="137 7777 6666")

    assert isinstance(shown, Errors)
    assert "••••" in shown.sentences["phone"]
    assert "9999" not in shown.sentences["phone"]


def test_lists_with_names_and_dates_in_their_words_survive_an_untouched_form(team: Team) -> None:
    team.say("lilei", "/minutes 评审 | 行动项: 周五发布前联系@Ann 12月1日 @李雷 | 会议时间: 昨天 15:30")
    before = _record(team).content
    form = form_in(team.say("lilei", "/dossier edit #1"))

    team.submit(form, "lilei", topic="第二次评审", actions=str(_value(form, "actions")).replace("\n", "\r\n"))

    assert _record(team).content == {**before, "topic": "第二次评审"}


def _value(form: Form, name: str) -> object:
    return next(field.value for field in form.fields if field.name == name)


def _again(form: Form, shown: Errors) -> Form:
    assert shown.ref is not None
    return Form(form.name, form.title, form.submit, form.fields, shown.ref, form.note)
