"""Whoever is refused a setting of the organisation's can ask its managers for it, and they do it from the message."""

import pytest

from chat.messages import Button
from chat.replies import OpenForm
from tests.team import Team, button_in, buttons_in, form_in, said


@pytest.mark.parametrize("command", ["template", "naming", "folders"])
def test_a_refused_setting_offers_to_ask_a_manager(team: Team, command: str) -> None:
    refused = team.say("lilei", f"/dossier {command}")
    assert "王芳" in said(refused)
    button = button_in(refused, "ask-manager")
    assert button.label == "请管理层来做"
    assert "将告诉 王芳" in (button.confirm or "")

    assert "已告诉 王芳" in said(team.press(button, "lilei"))

    told = team.told("wangfang")[-1]
    assert "李雷 请你来做：" in told.text
    assert isinstance(team.press(button_in(told, "command"), "wangfang", None), OpenForm)


def test_it_is_asked_for_in_the_askers_language_and_told_in_the_managers(team: Team) -> None:
    button = button_in(team.say("ann", "/dossier template"), "ask-manager")

    assert "Word templates of exports" in said(team.press(button, "ann"))
    assert "Ann 请你来做：导出用的 Word 模板" in team.told("wangfang")[-1].text


def test_asked_twice_on_a_day_it_is_one_message(team: Team) -> None:
    button = button_in(team.say("ann", "/dossier template"), "ask-manager")
    team.press(button, "ann")
    before = len(team.told("wangfang"))
    team.press(button, "ann")

    assert len(team.told("wangfang")) == before


def test_the_button_of_the_message_lets_nobody_else_in(team: Team) -> None:
    for who in ("lilei", "ann", "carla", "zhaomin", "unknown"):
        answer = team.press(Button("", "command", {"what": "template"}), who)
        assert not isinstance(answer, OpenForm)
        assert "管理层" in said(answer) or "manager" in said(answer)


@pytest.mark.parametrize("who", ["unknown", "bob"])
def test_a_stranger_is_offered_nothing_and_asks_nobody(team: Team, who: str) -> None:
    assert [each.action for each in buttons_in(team.say(who, "/dossier template"))] == []
    team.press(Button("", "ask-manager", {"what": "template"}), who)

    assert team.told("wangfang") == []


def test_a_manager_is_refused_nothing(team: Team) -> None:
    assert form_in(team.say("wangfang", "/档案 模板")).name == "template"
