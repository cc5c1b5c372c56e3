"""Slack's side of `bench.slack`: signed slash commands."""

import time
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bot.slack import EVENTS_PATH
from chat.events import CommandGiven


def signed(event: CommandGiven, secret: str) -> bytes:
    """Give a command as Slack sends it (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
    source = event.source
    body = urlencode(
        {
            "token": "gone",
            "team_id": source.workspace,
            "team_domain": "galaxy",
            "channel_id": source.channel,
            "channel_name": "abc",
            "user_id": source.account,
            "user_name": "lilei",
            "command": f"/{event.name}",
            "text": event.text,
            "api_app_id": "A0",
            "is_enterprise_install": "false",
            "response_url": "https://hooks.slack.com/commands/T0/1/abc",
            "trigger_id": source.id,
        }
    )
    stamp = str(int(time.time()))
    lines = (
        f"POST {EVENTS_PATH} HTTP/1.1",
        "host: dossier",
        "user-agent: Slackbot 1.0 (+https://api.slack.com/robots)",
        "accept: application/json,*/*",
        "content-type: application/x-www-form-urlencoded",
        f"x-slack-request-timestamp: {stamp}",
        f"x-slack-signature: {SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)}",
        f"content-length: {len(body)}",
    )
    return "\r\n".join((*lines, "", body)).encode()
