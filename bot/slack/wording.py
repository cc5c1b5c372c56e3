"""What people wrote in Slack's markup, as plain text (https://docs.slack.dev/messaging/formatting-message-text)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.slack.units import told

_ENTITY = re.compile(r"<(@|#|!|)([^<>|]*)(?:\|([^<>]*))?>")


def plain(text: str, name_of: Callable[[str], str | None], own: str = "") -> str:
    """Give the text with people by name (`@Ann`) and links by address; mentions of `own`, the bot, are cut out."""

    def word(match: re.Match[str]) -> str:
        sign, target, label = match.groups()
        match sign:
            case "@":
                return "" if target == own else f"@{name_of(target) or label or target}"
            case "#":
                return f"#{label or target}"
            case "!":
                return f"@{label.lstrip('@')}" if label else f"@{target.partition('^')[0]}"
            case _:
                return target.removeprefix("mailto:").removeprefix("tel:")

    written = _ENTITY.sub(word, text)
    return written.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def said_in(message: Mapping[str, Any], name_of: Callable[[str], str | None], own: str = "") -> str:
    """Give what a message says as `plain` does; other apps often say it in blocks or attachments alone
    (https://docs.slack.dev/reference/objects/attachment-object)."""
    if text := plain(str(message.get("text") or ""), name_of, own):
        return text
    said = [told(block) for block in message.get("blocks") or ()]
    for each in message.get("attachments") or ():
        parts = [str(each[name]) for name in ("pretext", "title", "text") if each.get(name)]
        said += [plain(part, name_of, own) for part in parts or [str(each.get("fallback") or "")]]
        said += [told(block) for block in each.get("blocks") or ()]
    return "\n".join(filter(None, said))
