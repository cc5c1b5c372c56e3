"""Feishu's slash commands are kept in step with ours, and what somebody picks arrives as if it had been typed."""

import pytest

from bot.feishu.api import plain_request
from bot.feishu.slash_commands import apply, steps
from chat.platform import Failed
from manifest.feishu import slash_commands
from tests.feishu.local import LocalFeishu
from tests.feishu.local.registry import MOST_COMMANDS
from tests.feishu.office import api_on

OURS = [each["command"] for each in slash_commands()]


def registered(feishu: LocalFeishu) -> set[str]:
    return {each.command for each in feishu.commands.values()}


def test_all_of_ours_are_registered_in_both_languages(feishu: LocalFeishu) -> None:
    done = apply(api_on(feishu))

    assert registered(feishu) == set(OURS) >= {"纪要", "minutes", "档案", "dossier"}
    assert done.lines == [f"+ /{name}" for name in OURS]
    (minutes,) = (each for each in feishu.commands.values() if each.command == "minutes")
    assert set(minutes.description["i18n"]) == {"zh_cn", "en_us"}


def test_a_second_time_there_is_nothing_to_do(feishu: LocalFeishu) -> None:
    apply(api_on(feishu))
    calls = len(feishu.calls)

    assert apply(api_on(feishu)).lines == []
    assert {each.name for each in feishu.calls[calls:]} <= {"token", "slash.list"}


def test_what_is_left_of_an_earlier_version_goes_and_what_reads_differently_is_changed(feishu: LocalFeishu) -> None:
    api = api_on(feishu)
    apply(api)
    with feishu.changing():
        one, other = list(feishu.commands.values())[:2]
        one.description = {"default_value": "以前的说明"}
        renamed, other.command = other.command, "once"

    done = apply(api)

    assert done.lines == [f"+ /{renamed}", f"~ /{one.command}", "- /once"]
    assert registered(feishu) == set(OURS)
    assert steps(api).lines == []


def test_a_full_registry_is_made_room_in_first(feishu: LocalFeishu) -> None:
    api = api_on(feishu)
    for number in range(MOST_COMMANDS):
        body = {"command": f"left-{number}", "description": {"default_value": "以前的命令"}}
        api.call(plain_request("POST", "/open-apis/application/v7/app_slash_commands", body))

    assert len(apply(api).removed) == MOST_COMMANDS
    assert registered(feishu) == set(OURS)


def test_without_the_permission_it_says_which_one_is_missing(feishu: LocalFeishu) -> None:
    feishu.scopes.discard("application:app_slash_command:write")

    with pytest.raises(Failed, match="application:app_slash_command:write"):
        apply(api_on(feishu))
