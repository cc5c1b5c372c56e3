"""What is set up at Feishu: fresh, within its limits, and nothing in it that nothing uses."""

import json
from pathlib import Path

import pytest

from bot.feishu import events
from bot.feishu.events import CARD_ACTION
from chat.events import CommandGiven, Source
from chat.router import router
from manifest.feishu import CALLBACKS, EVENTS, OPTIONAL, SCOPES, manifest, slash_commands
from tests.feishu.local.calls import ROUTES
from tests.feishu.local.registry import MOST_COMMANDS
from tests.feishu.local.state import LocalFeishu

ROOT = Path(__file__).parents[2]
FEISHU = ROOT / "bot" / "feishu"

CALLED = {
    "bot.info": "",
    "tenant.query": "tenant:tenant:readonly",
    "token": "",
    "scope.list": "",
    "user.get": "contact:contact.base:readonly contact:user.base:readonly contact:user.email:readonly "
    "contact:user.employee:readonly",
    "chat.get": "im:chat:readonly",
    "chat.members": "im:chat:readonly",
    "message.create": "im:message:send_as_bot",
    "message.reply": "im:message:send_as_bot",
    "message.patch": "im:message:update",
    "message.delete": "im:message:send_as_bot",
    "message.resource": "im:message",
    "image.create": "im:resource",
    "file.create": "im:resource",
    "slash.create": "application:app_slash_command:write",
    "slash.delete": "application:app_slash_command:write",
    "slash.list": "application:app_slash_command:read",
    "slash.patch": "application:app_slash_command:write",
    "meeting.get": "vc:meeting.all_meeting:readonly",
    "minute.get": "minutes:minutes.basic:read",
}
"""The calls that are made, by their names in the local Feishu, and what each needs: of alternatives the narrowest."""

HEARD = {
    "im.message.receive_v1": "im:message.group_at_msg:readonly im:message.p2p_msg:readonly",
    "vc.meeting.all_meeting_ended_v1": "vc:meeting.all_meeting:readonly",
    "minutes.minute.generated_v1": "minutes:minutes.basic:read",
}
"""What events need beside the bot."""


def test_the_file_is_what_the_command_prints() -> None:
    assert json.loads((ROOT / "manifest" / "feishu.json").read_text("utf-8")) == manifest(), "run `make manifest`"


def test_no_permission_is_missing_and_none_is_asked_for_that_nothing_uses() -> None:
    used = {scope for scopes in (*CALLED.values(), *HEARD.values()) for scope in scopes.split()}
    assert used == SCOPES.keys()
    assert not SCOPES.keys() & OPTIONAL.keys()


def test_the_permissions_suffice_for_every_call_that_is_made() -> None:
    known = {each.name: each for each in ROUTES}
    for name in CALLED.keys() & known.keys():
        assert not known[name].scopes or set(known[name].scopes) & SCOPES.keys(), name


def test_every_event_is_heard_that_is_read_and_no_other() -> None:
    assert EVENTS.keys() == set(events.EVENTS)
    assert CALLBACKS.keys() == {CARD_ACTION}


def test_no_more_commands_are_registered_than_feishu_takes() -> None:
    names = [each["command"] for each in slash_commands()]
    assert len(names) == len(set(names)) <= MOST_COMMANDS
    assert all(name and not any(char.isspace() for char in name) and len(name) <= 32 for name in names)
    assert {f"{each.name}" for each in router.under(None)} <= set(names)


@pytest.mark.parametrize("entry", manifest()["bot_menu"], ids=lambda entry: entry["event_key"])
def test_every_entry_of_the_menu_is_a_command_somebody_answers(entry: dict[str, str]) -> None:
    name, _, text = entry["event_key"].partition(":")
    assert router.find(CommandGiven(Source("1", "feishu", "t", "ou"), f"{name} {text}".strip(), "")) is not None


def test_the_local_feishu_gives_what_is_asked_for_and_what_is_not_needed_besides() -> None:
    assert SCOPES.keys() - {"tenant:tenant:readonly", "contact:user.employee:readonly"} - LocalFeishu().scopes <= {
        "im:message:send_as_bot",
        "im:message:update",
    }
