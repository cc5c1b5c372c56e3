"""What is written behind a record's number goes into the form to change it."""

import pytest

from tests.team import Team, form_in, said


@pytest.mark.parametrize("line", ["/档案 修改 #1 | 影响: 五天", "/档案 修改 #1｜影响：五天", "edit #1 | impact: 五天"])
def test_it_is_in_the_form_and_saved_with_it(team: Team, line: str) -> None:
    team.say("lilei", "/变更 短信登录 | 原因: 安全 | 影响: 三天")

    form = form_in(team.say("lilei", line))

    held = {field.name: field.value for field in form.fields}
    assert (held["reason"], held["impact"]) == ("安全", "五天")
    team.submit(form, "lilei")
    assert "五天" in said(team.say("lilei", "/档案 查看 #1"))


def test_what_no_field_is_called_takes_the_place_of_nothing(team: Team) -> None:
    team.say("lilei", "/变更 短信登录 | 原因: 安全 | 影响: 三天")

    form = form_in(team.say("lilei", "/档案 修改 #1 | 影响: 五天 | 没有的: x"))

    held = {field.name: field.value for field in form.fields}
    assert (held["reason"], held["impact"]) == ("安全", "五天")
    assert "没有叫“没有的”的字段" in form.error


def test_without_more_the_form_is_as_it_was(team: Team) -> None:
    team.say("lilei", "/变更 短信登录 | 原因: 安全 | 影响: 三天")
    plain, empty = (form_in(team.say("lilei", f"/档案 修改 #1{behind}")) for behind in ("", " | "))
    assert [field.value for field in plain.fields] == [field.value for field in empty.fields]
