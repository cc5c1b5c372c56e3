"""The Slack app manifest (schema v2, https://docs.slack.dev/reference/app-manifest), made from the commands."""

from typing import Any

import handlers  # noqa: F401  (declares the commands)
from chat.router import router


def manifest() -> dict[str, Any]:
    """Give the manifest as it is pasted into Slack: every top command under its English and its Chinese name."""
    commands = [
        {
            "command": f"/{name}",
            "description": each.about.en[:100],
            "should_escape": True,
            # Slack takes a hint or none, but not an empty one.
            **({"usage_hint": each.usage.en[:100]} if each.usage.en else {}),
        }
        for each in router.under(None)
        for name in (each.name, each.zh)
    ]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Dossier 客户档案助手",
            "description": "Keeps the customer dossier of every delivery project where the team talks.",
        },
        "features": {
            "bot_user": {"display_name": "Dossier 客户档案助手", "always_online": True},
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
    }
