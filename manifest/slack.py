"""The Slack app manifest (schema v2, https://docs.slack.dev/reference/app-manifest), made from the commands."""

from typing import Any

import handlers  # noqa: F401  (declares the commands)
from chat.router import router

SCOPES = {
    "app_mentions:read": "hear when somebody mentions the bot",
    "channels:history": "look up whether a post arrived; read a message that is to be kept; hear that it was edited;"
    " suggest to its author alone that what looks like minutes, a change or a fix be logged (can be switched off)",
    "channels:read": "know a channel's name and who is in it, and hear when that changes",
    "chat:write": "post cards, answers and reminders",
    "commands": "slash commands and shortcuts",
    "files:read": "fetch files that are attached to a record",
    "files:write": "send exported and attached files to who asks for them; upload pictures of charts",
    "groups:history": "the same as channels:history in private channels the bot was invited to",
    "groups:read": "the same as channels:read in private channels the bot was invited to",
    "im:history": "hear what people write to the bot; look up whether a post arrived",
    "im:write": "write to somebody who owes an update",
    "reactions:read": "hear that a message was marked with 📝",
    "users:read": "people's names, time zones and languages, and whether they are guests",
    "users:read.email": "know the same person in another workspace or on Feishu; only a keyed digest is kept",
}
"""What the bot asks for, and what it needs each for."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "tokens_revoked",
    "user_change",
)

_SHORTCUTS = (
    ("Save to dossier 存入档案", "message", "keep", "Keep this message as minutes, a change, an issue …"),
    ("New dossier 新建档案", "global", "start", "Start the dossier of a project"),
    ("What can Dossier do? 帮助", "global", "help", "What can be done, and how"),
)


def manifest(public_url: str = "", oauth: bool = False) -> dict[str, Any]:
    """Give the manifest as it is pasted into Slack: every top command under its English and its Chinese name.

    With the address people reach the server at, Slack sends its requests there; without one everything comes by Socket
    Mode. `oauth` lets any workspace install the app at that address, and lets tokens rotate: the one token that stands
    in the settings must not, since it could not be renewed.
    """
    url = public_url.rstrip("/")
    settings: dict[str, Any] = {
        "event_subscriptions": {"bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": not url,
        "token_rotation_enabled": oauth,
    }
    asked: dict[str, Any] = {"scopes": {"bot": sorted(SCOPES)}}
    if url:
        events = f"{url}/slack/events"
        settings["event_subscriptions"]["request_url"] = events
        settings["interactivity"] |= {"request_url": events, "message_menu_options_url": events}
    if oauth:
        asked["redirect_urls"] = [f"{url}/slack/oauth_redirect"]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Dossier 客户档案助手",
            "description": "Keeps the customer dossier of every delivery project where the team talks.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Dossier 客户档案助手", "always_online": True},
            "shortcuts": [
                {"name": name, "type": kind, "callback_id": callback, "description": about}
                for name, kind, callback, about in _SHORTCUTS
            ],
            "slash_commands": list(_commands(f"{url}/slack/events" if url else "")),
        },
        "oauth_config": asked,
        "settings": settings,
    }


def _commands(url: str) -> list[dict[str, Any]]:
    return [
        {
            "command": f"/{name}",
            "description": about[:100],
            # People and channels come with their ids: `<@U…|name>`.
            "should_escape": True,
            # Slack takes a hint or none, but not an empty one.
            **({"usage_hint": usage[:100]} if usage else {}),
            **({"url": url} if url else {}),
        }
        for each in router.under(None)
        for name, about, usage in (
            (each.name, each.about.en, each.usage.en),
            (each.zh, each.about.zh, each.usage.zh),
        )
    ]
