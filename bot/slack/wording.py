"""What people wrote in Slack's markup, as plain text (https://docs.slack.dev/messaging/formatting-message-text)."""

import re
from collections.abc import Callable

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
