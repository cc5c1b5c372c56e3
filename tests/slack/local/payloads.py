"""What Slack sends to an app, in its documented shapes (docs.slack.dev/reference/interaction-payloads and /events)."""

import re
from typing import Any

from tests.slack.local.state import LocalSlack
from tests.slack.local.world import Channel, Ephemeral, File, Json, Message, Team, User, View

_KINDS = {"public": "channel", "shared": "channel", "private": "group", "im": "im"}
Place = Message | Ephemeral | View


def typed(slack: LocalSlack, text: str, names: bool = False) -> str:
    """Give a text as Slack passes it on after somebody typed it: & < > escaped, @name and #channel as references.

    `names` writes them behind the ids, as slash commands that escape do.
    """
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, written)
    known = [("@", each.name, each.id) for each in slack.users.values()]
    known += [("#", each.name, each.id) for each in slack.channels.values() if each.name]
    for sign, name, key in sorted(known, key=lambda each: -len(each[1])):
        reference = f"<{sign}{key}|{name}>" if names else f"<{sign}{key}>"
        text = re.sub(rf"(?<!\S){sign}{re.escape(name)}(?!\w)", reference.replace("\\", r"\\"), text)
    return text


def home_of(slack: LocalSlack, user: User, channel: Channel | None = None) -> Team:
    """Give the workspace whose installation hears of what a user does in a channel."""
    return slack.teams[channel.team if channel else user.team]


def slash_command(slack: LocalSlack, command: str, text: str, user: User, channel: Channel) -> Json:
    """Give the form fields of a slash command."""
    team = home_of(slack, user, channel)
    names = {"im": "directmessage", "private": "privategroup"}
    return {
        "token": slack.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": names.get(channel.kind, channel.name),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": slack.app_id,
        "is_enterprise_install": "false",
        "response_url": slack.new_response_url(channel.id, user.id, team.id),
        "trigger_id": slack.new_trigger(user.id, team.id),
    }


def interaction(slack: LocalSlack, kind: str, user: User, team: Team, view: str | None = None) -> Json:
    """Give what every interaction carries; its trigger may push a view over `view`."""
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "api_app_id": slack.app_id,
        "token": slack.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": slack.new_trigger(user.id, team.id, view),
    }


def global_shortcut(slack: LocalSlack, callback: str, user: User) -> Json:
    """Give a shortcut that was started from anywhere."""
    found = interaction(slack, "shortcut", user, home_of(slack, user))
    return found | {"callback_id": callback, "action_ts": slack.timestamp()}


def message_shortcut(slack: LocalSlack, callback: str, message: Message, user: User) -> Json:
    """Give a shortcut that was started on a message."""
    channel = slack.channels[message.channel]
    team = home_of(slack, user, channel)
    found = interaction(slack, "message_action", user, team)
    return found | {
        "callback_id": callback,
        "action_ts": slack.timestamp(),
        "message_ts": message.ts,
        "channel": _named(channel),
        "message": message.as_json(),
        "response_url": slack.new_response_url(channel.id, user.id, team.id, message),
    }


def block_actions(slack: LocalSlack, place: Place, action: Json, user: User, values: dict[str, Json]) -> Json:
    """Give what happens when somebody acts on an element of a message, of an ephemeral one, a modal or a Home."""
    if isinstance(place, View):
        found = interaction(slack, "block_actions", user, slack.teams[place.team], place.id)
        found |= {"container": {"type": "view", "view_id": place.id}, "view": place.as_json()}
    else:
        channel = slack.channels[place.channel]
        team = home_of(slack, user, channel)
        found = interaction(slack, "block_actions", user, team)
        container: Json = {"type": "message", "message_ts": place.ts, "channel_id": channel.id}
        container["is_ephemeral"] = isinstance(place, Ephemeral)
        if place.thread_ts:
            container["thread_ts"] = place.thread_ts
        found |= {"container": container, "channel": _named(channel), "state": {"values": values}}
        if isinstance(place, Message):  # What one user alone was shown does not travel back.
            found["message"] = place.as_json()
        found["response_url"] = slack.new_response_url(channel.id, user.id, team.id, place)
    return found | {"actions": [action | {"action_ts": slack.timestamp()}]}


def block_suggestion(slack: LocalSlack, place: Place, element: Json, query: str, user: User) -> Json:
    """Give the question for the options of an external select."""
    team = slack.teams[place.team] if isinstance(place, View) else home_of(slack, user, slack.channels[place.channel])
    found = interaction(slack, "block_suggestion", user, team)
    del found["trigger_id"]
    found |= {"action_id": element["action_id"], "block_id": element["block_id"], "value": query}
    if isinstance(place, View):
        return found | {"container": {"type": "view", "view_id": place.id}, "view": place.as_json()}
    container = {"type": "message", "message_ts": place.ts, "channel_id": place.channel, "is_ephemeral": False}
    return found | {"container": container, "channel": _named(slack.channels[place.channel])}


def view_submission(slack: LocalSlack, view: View, user: User) -> Json:
    """Give a submitted modal, with what stands in it."""
    found = interaction(slack, "view_submission", user, slack.teams[view.team], view.id)
    return found | {"view": view.as_json(), "response_urls": []}


def view_closed(slack: LocalSlack, view: View, user: User, cleared: bool) -> Json:
    """Give a modal that was closed; `cleared` says that the whole stack was."""
    found = interaction(slack, "view_closed", user, slack.teams[view.team])
    del found["trigger_id"]
    # What stands in it is not told.
    return found | {"view": view.as_json() | {"state": {"values": {}}}, "is_cleared": cleared}


def event_callback(slack: LocalSlack, event: Json, team: Team, shared: bool = False) -> Json:
    """Give the envelope of an event."""
    authorization = {"enterprise_id": None, "team_id": team.id, "user_id": team.bot_user, "is_bot": True}
    return {
        "token": slack.verification_token,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "api_app_id": slack.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": slack.new_id("Ev"),
        "event_time": int(slack.now()),
        "authorizations": [authorization | {"is_enterprise_install": False}],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{slack.random('event')}",
    }


def message_event(slack: LocalSlack, message: Message, kind: str = "message", files: list[File] | None = None) -> Json:
    """Give the event of a message, `kind` message or app_mention."""
    channel = slack.channels[message.channel]
    found: Json = {"type": kind, "user": message.user, "ts": message.ts, "client_msg_id": slack.random("client")}
    found |= {"text": message.text, "team": message.team, "blocks": _typed_blocks(message.text)}
    found |= {"channel": channel.id, "event_ts": message.ts}
    if kind == "message":
        found["channel_type"] = _KINDS[channel.kind]
    if message.thread_ts:
        root = channel.message(message.thread_ts)
        found |= {"thread_ts": message.thread_ts, "parent_user_id": root.user if root else None}
    if files:
        found |= {"files": [each.as_json(slack.base_url, whole=False) for each in files], "upload": False}
        if kind == "message":
            found["subtype"] = "file_share"
    if message.team != channel.team:  # Somebody of another workspace, in a shared channel.
        found |= {"user_team": message.team, "source_team": message.team}
    return found


def edited_event(slack: LocalSlack, message: Message, before: Json) -> Json:
    """Give the event of an edited message."""
    return _hidden(slack, message, "message_changed") | {"message": message.as_json(), "previous_message": before}


def buried_event(slack: LocalSlack, message: Message, before: Json) -> Json:
    """Give the event of a deleted message that others have answered: its thread stays, and a sentence in its place."""
    left = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted."}
    found = {**left, "hidden": True, "ts": message.ts, "thread_ts": message.ts}
    return _hidden(slack, message, "message_changed") | {"message": found, "previous_message": before}


def deleted_event(slack: LocalSlack, message: Message) -> Json:
    """Give the event of a deleted message."""
    return _hidden(slack, message, "message_deleted") | {
        "deleted_ts": message.ts,
        "previous_message": message.as_json(),
    }


def reaction_event(slack: LocalSlack, name: str, message: Message, user: User) -> Json:
    """Give the event of a reaction."""
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    found: Json = {"type": "reaction_added", "user": user.id, "reaction": name, "item": item}
    return found | {"item_user": message.user, "event_ts": slack.timestamp()}


def _hidden(slack: LocalSlack, message: Message, subtype: str) -> Json:
    kind, moment = _KINDS[slack.channels[message.channel].kind], slack.timestamp()
    found: Json = {"type": "message", "subtype": subtype, "hidden": True, "channel": message.channel}
    return found | {"channel_type": kind, "ts": moment, "event_ts": moment}


def _named(channel: Channel) -> Json:
    names = {"im": "directmessage", "private": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


def _typed_blocks(text: str) -> list[Any]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}] if text else []
