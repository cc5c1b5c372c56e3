"""What a message of Slack says, wherever in it that stands."""

from typing import Any

import pytest

from bot.slack.wording import said_in

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Disk* full on &lt;db-1&gt;"}}
BUTTONS = {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Ack"}}]}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"text": "hello <@U1>", "blocks": [SECTION]}, "hello @Ann"),
        ({"text": "", "blocks": [SECTION, BUTTONS]}, "*Disk* full on <db-1>"),
        (
            {"attachments": [{"fallback": "x", "title": "Build 7", "text": "failed for <@U1>"}]},
            "Build 7\nfailed for @Ann",
        ),
        ({"attachments": [{"fallback": "[build] failed &amp; stopped"}]}, "[build] failed & stopped"),
        ({"text": " ", "attachments": [{"blocks": [SECTION]}]}, "*Disk* full on <db-1>"),
        ({}, ""),
    ],
)
def test_words_are_those_of_the_text_or_else_of_blocks_and_attachments(message: dict[str, Any], said: str) -> None:
    assert said_in(message, {"U1": "Ann"}.get) == said
