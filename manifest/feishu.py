"""What to register for the Feishu app: its slash commands, made from ours."""

from typing import Any

import handlers  # noqa: F401  (declares the commands)
from chat.router import router


def manifest() -> dict[str, Any]:
    """Give the commands with their descriptions in both languages."""
    return {
        "slash_commands": [
            {
                "command": f"/{each.zh}",
                "also": f"/{each.name}",
                "description": {"zh_cn": each.about.zh, "en_us": each.about.en},
            }
            for each in router.under(None)
        ]
    }
