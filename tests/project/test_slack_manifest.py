"""What is registered at Slack: fresh, within Slack's limits, and nothing in it that nothing uses."""

import ast
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from slack_sdk import WebClient

from bot.slack import events
from chat.events import ButtonPressed, Source
from chat.router import router
from manifest.__main__ import made
from manifest.slack import EVENTS, SCOPES, manifest

ROOT = Path(__file__).parents[2]
SLACK = ROOT / "bot" / "slack"
SCHEMA = json.loads((ROOT / "tests/unit/bot/slack-manifest.schema.json").read_text("utf-8"))
URL = "https://dossier.example.com"
ALL = {"socket": manifest(), "http": manifest(URL), "oauth": manifest(f"{URL}/", oauth=True)}

METHODS = {
    "api.test": "",
    "apps.connections.open": "",
    "auth.test": "",
    "chat.delete": "chat:write",
    "chat.getPermalink": "",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "channels:history groups:history im:history",
    "conversations.info": "channels:read groups:read",
    "conversations.members": "channels:read groups:read",
    "conversations.open": "im:write",
    "conversations.replies": "channels:history groups:history im:history",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "oauth.v2.access": "",
    "users.info": "users:read users:read.email",
    "views.open": "",
    "views.publish": "",
    "views.push": "",
    "views.update": "",
}
"""The bot scopes each method needs here (https://docs.slack.dev/reference/methods, May 2026).

Of the conversations' alternatives those of channels and private channels, and for what is posted also of direct
messages; the bot is in no group conversation (mpim). `users:read.email` adds the address to a user.
"""

HEARD = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "channel_archive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_left": "channels:read",
    "channel_rename": "channels:read",
    "channel_shared": "channels:read groups:read",
    "channel_unarchive": "channels:read",
    "channel_unshared": "channels:read groups:read",
    "group_archive": "groups:read",
    "group_deleted": "groups:read",
    "group_left": "groups:read",
    "group_rename": "groups:read",
    "group_unarchive": "groups:read",
    "member_joined_channel": "channels:read groups:read",
    "member_left_channel": "channels:read groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "tokens_revoked": "",
    "user_change": "users:read",
}
"""The scopes each event needs (https://docs.slack.dev/reference/events)."""


def parsed() -> Iterator[ast.AST]:
    for path in sorted(SLACK.glob("*.py")):
        yield from ast.walk(ast.parse(path.read_text("utf-8")))


def called() -> set[str]:
    """Give the methods of the Web API whose Python names stand in the adapter."""
    names = {node.attr for node in parsed() if isinstance(node, ast.Attribute)}
    api = {name for name, _ in inspect.getmembers(WebClient, inspect.isfunction) if "_" in name.strip("_")}
    dotted = {method.replace(".", "_"): method for method in METHODS}
    return {dotted.get(name, name) for name in names & api - {"api_call"}}


def handled() -> set[str]:
    """Give the types of events that are read, or looked at before."""
    (early,) = (node for node in parsed() if isinstance(node, ast.FunctionDef) and node.name == "_event")
    compared = (each for node in ast.walk(early) if isinstance(node, ast.Compare) for each in ast.walk(node))
    constants = {node.value for node in compared if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return constants | set(events._EVENTS)


@pytest.mark.parametrize("path", made(), ids=lambda path: path.name)
def test_what_is_made_is_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == made()[path], "run `make manifest`"


def test_the_file_is_what_the_command_prints_below_a_comment() -> None:
    head, _, rest = (ROOT / "manifest" / "slack.yaml").read_text("utf-8").partition("\n")
    assert head.startswith("# ")
    assert json.loads(rest) == manifest()


@pytest.mark.parametrize("way", ALL)
def test_a_manifest_is_of_slacks_schema(way: str) -> None:
    jsonschema.validate(ALL[way], SCHEMA)


def test_no_more_is_registered_than_slack_takes() -> None:
    features = manifest()["features"]
    names = [each["command"] for each in features["slash_commands"]]
    assert len(names) <= 50
    assert len(set(names)) == len(names)
    assert all(name == name.lower() and not any(char.isspace() for char in name) for name in names)
    assert len(features["shortcuts"]) <= 10
    assert all(len(each["name"]) <= 24 for each in features["shortcuts"])


@pytest.mark.parametrize("way", ALL)
def test_addresses_stand_in_it_only_where_slack_sends_to_them(way: str) -> None:
    made: dict[str, Any] = ALL[way]
    written, settings = json.dumps(made), made["settings"]
    assert (URL in written) == (way != "socket")
    assert settings["socket_mode_enabled"] == (way == "socket")
    assert settings["token_rotation_enabled"] == (way == "oauth")
    assert ("redirect_urls" in made["oauth_config"]) == (way == "oauth")
    assert f"{URL}//" not in written


def test_every_global_shortcut_is_a_button_somebody_answers() -> None:
    source = Source("1", "slack", "T1", "U1")
    for each in manifest()["features"]["shortcuts"]:
        if each["type"] == "global":
            assert router.find(ButtonPressed(source, each["callback_id"], {})) is not None


def test_the_scopes_of_every_method_that_is_called_are_known() -> None:
    assert called() == METHODS.keys()


def test_no_scope_is_missing_and_none_is_asked_for_that_nothing_uses() -> None:
    used = {scope for scopes in (*METHODS.values(), *HEARD.values()) for scope in scopes.split()}
    assert used | {"commands"} == SCOPES.keys()


def test_every_event_is_heard_that_is_read_and_no_other() -> None:
    assert {event.partition(".")[0] for event in EVENTS} == handled()


def test_the_scopes_of_every_event_are_known() -> None:
    assert set(EVENTS) == HEARD.keys()


def test_every_command_says_what_is_written_behind_it() -> None:
    hints = {each["command"]: each.get("usage_hint", "") for each in ALL["socket"]["features"]["slash_commands"]}

    assert {name: hint for name, hint in hints.items() if not hint.strip("…. |")} == {}
