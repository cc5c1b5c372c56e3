"""chat.*, reactions.* and what comes through a response_url."""

import json
from typing import Any

from tests.slack.local.block_rules import MESSAGE_CHARACTERS, message_characters, message_problems
from tests.slack.local.calls import Call, Refused, invalid, method
from tests.slack.local.state import LocalSlack
from tests.slack.local.world import Channel, Ephemeral, Json, Message

TEXT_CHARACTERS = 40_000
# Said to be characters, and in truth bytes of UTF-8.
UPDATE_BYTES = 4_000
METADATA_BYTES = 16_000


def checked_blocks(slack: LocalSlack, blocks: Any) -> list[Json]:
    """Give blocks as Slack keeps them, with the ids that were missing. Raises Refused for what it would not take."""
    if blocks is None:
        return []
    problems = message_problems(blocks)
    charts = isinstance(blocks, list) and any(
        isinstance(each, dict) and each.get("type") == "data_visualization" for each in blocks
    )
    if charts and not slack.native_charts:
        problems.append("[ERROR] unsupported type: data_visualization [json-pointer:/blocks]")
    problems += _missing_files(slack, blocks)
    if problems:
        raise invalid("invalid_blocks", problems)
    if message_characters(blocks) > MESSAGE_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    return named(slack, blocks)


def named(slack: LocalSlack, blocks: list[Json]) -> list[Json]:
    """Give blocks with a block_id and action_ids where their author gave none."""
    found = []
    for block in blocks:
        block = {**block, "block_id": block.get("block_id") or slack.random("block")[:5]}
        if block["type"] == "actions":
            block["elements"] = [_acting(slack, each) for each in block["elements"]]
        for name in ("accessory", "element"):
            if block.get(name) and block[name]["type"] != "image":
                block[name] = _acting(slack, block[name])
        found.append(block)
    return found


def _acting(slack: LocalSlack, element: Json) -> Json:
    return {**element, "action_id": element.get("action_id") or slack.random("action")[:5]}


def _missing_files(slack: LocalSlack, blocks: Any) -> list[str]:
    inside = [each for each in blocks if isinstance(each, dict)] if isinstance(blocks, list) else []
    wanted = [each["slack_file"].get("id") for each in inside if isinstance(each.get("slack_file"), dict)]
    found = {each.id for each in slack.files.values() if each.complete and not each.deleted}
    return [f"[ERROR] invalid slack file: {each} [json-pointer:/blocks]" for each in wanted if each not in found]


def _content(call: Call, longest: int) -> tuple[str, list[Json]]:
    blocks = checked_blocks(call.slack, call.parsed("blocks", "invalid_blocks_format"))
    text = call.text("text")
    if not text and not blocks:
        raise Refused("no_text")
    if len(text) > longest:
        raise Refused("msg_too_long")
    return text, blocks


def _metadata(call: Call) -> Json | None:
    metadata = call.parsed("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return metadata


def _place(call: Call) -> Channel:
    wanted = call.need("channel")
    slack = call.slack
    # A user's id stands for the direct conversation.
    channel = slack.direct(call.user("channel"), call.team.id) if wanted in slack.users else call.channel()
    if channel.archived:
        raise Refused("is_archived")
    if call.team.bot_user not in channel.members:
        raise Refused("not_in_channel")
    if channel.user and slack.users[channel.user].deleted:
        raise Refused("channel_not_found" if wanted in slack.users else "is_inactive")
    return channel


def _root(call: Call, channel: Channel) -> str | None:
    if not call.text("thread_ts"):
        return None
    parent = channel.message(call.text("thread_ts"))
    if parent is None:
        raise Refused("thread_not_found")
    return parent.thread_ts or parent.ts


@method("chat.postMessage", "chat:write")
def post_message(call: Call) -> Json:
    """Post a message; `channel` is a conversation or a user."""
    slack, channel = call.slack, _place(call)
    if slack.paced and slack.now() - slack.posted_at.get(channel.id, float("-inf")) < 1:
        raise Refused("ratelimited", 429, {"Retry-After": "1"})
    metadata = _metadata(call)
    text, blocks = _content(call, TEXT_CHARACTERS)
    thread = _root(call, channel)
    slack.posted_at[channel.id] = slack.now()
    message = Message(channel.id, slack.timestamp(), call.team.bot_user, call.team.id, text, blocks, thread)
    message.bot, message.app, message.metadata = call.team.bot, slack.app_id, metadata
    root = channel.message(thread) if thread else None
    if root:
        root.thread_ts = root.ts
    channel.messages.append(message)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(metadata=True)}


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = call.message(channel)
    if message.bot != call.team.bot:
        raise Refused(error)
    return message


@method("chat.update", "chat:write")
def update(call: Call) -> Json:
    """Change a message of our own."""
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    text, blocks = _content(call, UPDATE_BYTES)
    if len(text.encode()) > UPDATE_BYTES:
        raise Refused("msg_too_long")
    metadata = _metadata(call)
    message.text, message.blocks = text, blocks
    if metadata is not None:
        message.metadata = metadata
    message.edited = {"user": call.team.bot_user, "ts": call.slack.timestamp()}
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": message.as_json(metadata=True)}


@method("chat.delete", "chat:write")
def delete(call: Call) -> Json:
    """Take a message of our own away."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    channel.messages.remove(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(call: Call) -> Json:
    """Show something to one member of a channel alone."""
    slack, channel = call.slack, _place(call)
    text, blocks = _content(call, TEXT_CHARACTERS)
    if call.need("user") not in channel.members:
        raise Refused("user_not_in_channel")
    shown = Ephemeral(channel.id, call.text("user"), slack.timestamp(), text, blocks, _root(call, channel))
    slack.ephemerals.append(shown)
    return {"message_ts": shown.ts}


@method("chat.getPermalink")
def get_permalink(call: Call) -> Json:
    """Give the address of a message."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": permalink(call.slack, message)}


def permalink(slack: LocalSlack, message: Message) -> str:
    """Give the address of a message as Slack writes it."""
    link = f"https://{slack.teams[slack.channels[message.channel].team].domain}.slack.com/archives/{message.channel}/p"
    link += message.ts.replace(".", "")
    return f"{link}?thread_ts={message.thread_ts}&cid={message.channel}" if message.thread_ts else link


@method("reactions.add", "reactions:write")
def add_reaction(call: Call) -> Json:
    """React to a message as the bot."""
    message = call.message(call.channel(member=True), "timestamp")
    users = message.reactions.setdefault(call.need("name"), [])
    if call.team.bot_user in users:
        raise Refused("already_reacted")
    users.append(call.team.bot_user)
    return {}


@method("reactions.get", "reactions:read")
def get_reactions(call: Call) -> Json:
    """Give a message with its reactions."""
    channel = call.channel()
    message = call.message(channel, "timestamp")
    return {"type": "message", "channel": channel.id, "message": message.as_json()}


def respond(slack: LocalSlack, key: str, body: Json) -> None:
    """Do what is posted to a response_url. Raises Refused."""
    right = slack.response_urls.get(key)
    if right is None or right.expires_at <= slack.now():
        raise Refused("expired_url", 404)
    if right.uses_left == 0:
        raise Refused("used_url", 404)
    right.uses_left -= 1
    if body.get("delete_original") is True:
        return _take_away(slack, right.source)
    blocks = checked_blocks(slack, body.get("blocks"))
    text = str(body.get("text") or "")
    if not text and not blocks:
        raise Refused("no_text", 400)
    source = right.source
    if body.get("replace_original") is True and source is not None:
        source.text, source.blocks = text, blocks
        return None
    thread = body.get("thread_ts")
    return answer(slack, right.channel, right.user, right.team, {**body, "blocks": blocks, "thread_ts": thread})


def answer(slack: LocalSlack, channel: str, user: str, team: str, body: Json) -> None:
    """Show what an app answers to a command: to all when `response_type` is in_channel, else to the user alone."""
    text, blocks, thread = str(body.get("text") or ""), body.get("blocks") or [], body.get("thread_ts")
    if body.get("response_type") != "in_channel":
        slack.ephemerals.append(Ephemeral(channel, user, slack.timestamp(), text, blocks, thread))
        return
    home = slack.teams[team]
    message = Message(channel, slack.timestamp(), home.bot_user, team, text, blocks, thread)
    message.bot, message.app = home.bot, slack.app_id
    slack.channels[channel].messages.append(message)


def _take_away(slack: LocalSlack, source: Message | Ephemeral | None) -> None:
    if isinstance(source, Ephemeral):
        source.deleted = True
    elif source is not None:
        slack.channels[source.channel].messages.remove(source)
