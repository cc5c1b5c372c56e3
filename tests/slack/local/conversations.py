"""conversations.*, users.*, team.info, bots.info, auth.test."""

from tests.slack.local.calls import Call, Refused, method
from tests.slack.local.world import Channel, Json, Message

_IN_LIST = {"public": "public_channel", "shared": "public_channel", "private": "private_channel", "im": "im"}


def _moment(call: Call, name: str, default: float) -> float:
    try:
        return float(call.text(name) or default)
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _moment(call, "oldest", 0), _moment(call, "latest", float("inf"))
    ends = call.flag("inclusive")
    return [
        each for each in messages if oldest < float(each.ts) < latest or (ends and float(each.ts) in (oldest, latest))
    ]


@method("conversations.history")
def history(call: Call) -> Json:
    """Give a page of the messages outside threads, the newest first."""
    channel = call.channel(scope="history", member=True)
    roots = [each for each in channel.messages if each.thread_ts in (None, each.ts)]
    page, more = call.page(_between(call, roots)[::-1], 100, 999)
    metadata = call.flag("include_all_metadata")
    found: Json = {"messages": [_with_replies(channel, each, metadata) for each in page], "pin_count": 0}
    return found | more | {"has_more": bool(more["response_metadata"]["next_cursor"])}


@method("conversations.replies")
def replies(call: Call) -> Json:
    """Give a page of a thread, its root first."""
    channel = call.channel(scope="history", member=True)
    root = call.message(channel, error="thread_not_found")
    thread = root.thread_ts or root.ts
    inside = [each for each in channel.messages if each.thread_ts == thread and each.ts != thread]
    top = [each for each in channel.messages if each.ts == thread]
    page, more = call.page(top + _between(call, inside), 1000)
    metadata = call.flag("include_all_metadata")
    found: Json = {"messages": [_with_replies(channel, each, metadata) for each in page]}
    return found | more | {"has_more": bool(more["response_metadata"]["next_cursor"])}


def _with_replies(channel: Channel, message: Message, metadata: bool) -> Json:
    found = message.as_json(metadata)
    answers = [each for each in channel.messages if each.thread_ts == message.ts and each.ts != message.ts]
    if answers:
        found |= {"reply_count": len(answers), "latest_reply": answers[-1].ts, "is_locked": False, "subscribed": False}
        found["reply_users"] = sorted({each.user for each in answers})
    return found


@method("conversations.info")
def info(call: Call) -> Json:
    """Give a channel."""
    return {"channel": call.channel(scope="read").as_json(call.team.bot_user)}


@method("conversations.members")
def members(call: Call) -> Json:
    """Give a page of a channel's members."""
    page, more = call.page(call.channel(scope="read").members, 100)
    return {"members": page, **more}


@method("conversations.open", "im:write")
def open_direct(call: Call) -> Json:
    """Open the direct conversation with one user."""
    if not call.text("users"):
        raise Refused("users_list_not_supplied")
    if "," in call.text("users"):
        raise Refused("not_enough_users")  # Conversations of several people are not played here.
    user = call.user("users")
    if user.deleted:
        raise Refused("user_disabled")
    known = set(call.slack.channels)
    channel = call.slack.direct(user, call.team.id)
    again = {"no_op": True, "already_open": True} if channel.id in known else {}
    whole = channel.as_json(call.team.bot_user) if call.flag("return_im") else {"id": channel.id}
    return {**again, "channel": whole}


@method("conversations.join", "channels:join")
def join(call: Call) -> Json:
    """Become a member of a public channel."""
    channel = call.channel()
    if channel.kind not in ("public", "shared"):
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    if call.team.bot_user not in channel.members:
        channel.members.append(call.team.bot_user)
    return {"channel": channel.as_json(call.team.bot_user)}


@method("conversations.list")
def list_channels(call: Call) -> Json:
    """Give a page of the channels the bot can see, of the types asked for."""
    types = set((call.text("types") or "public_channel").split(","))
    needed = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}
    for each in sorted(types):
        if each not in needed:
            raise Refused("invalid_types")
        call.require(needed[each])
    bot = call.team.bot_user
    found = [
        each
        for each in call.slack.channels.values()
        if _IN_LIST[each.kind] in types
        and call.team.id in each.teams
        and not each.gone
        and (each.kind in ("public", "shared") or bot in each.members)
        and not (each.archived and call.flag("exclude_archived"))
    ]
    page, more = call.page(found, 100)
    return {"channels": [each.as_json(bot) for each in page], **more}


@method("users.info", "users:read")
def user_info(call: Call) -> Json:
    """Give a user."""
    email = "users:read.email" in call.token.scopes
    return {"user": call.user().as_json(call.flag("include_locale"), email)}


@method("users.list", "users:read")
def list_users(call: Call) -> Json:
    """Give a page of a workspace's users."""
    locale, email = call.flag("include_locale"), "users:read.email" in call.token.scopes
    page, more = call.page([each for each in call.slack.users.values() if each.team == call.team.id], 1000)
    return {"members": [each.as_json(locale, email) for each in page], "cache_ts": int(call.slack.now()), **more}


@method("team.info", "team:read")
def team_info(call: Call) -> Json:
    """Give the workspace."""
    team = call.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": {}}}


@method("bots.info", "users:read")
def bot_info(call: Call) -> Json:
    """Give our bot."""
    if call.text("bot") not in ("", call.team.bot):
        raise Refused("bot_not_found")
    bot = {"id": call.team.bot, "deleted": False, "name": "Dossier", "updated": 1700000000}
    return {"bot": {**bot, "app_id": call.slack.app_id, "user_id": call.team.bot_user, "icons": {}}}


@method("api.test")
def test_api(call: Call) -> Json:
    """Answer whoever asks."""
    return {}


@method("auth.test")
def test_token(call: Call) -> Json:
    """Say whose token it is."""
    team = call.team
    url = f"https://{team.domain}.slack.com/"
    found: Json = {"url": url, "team": team.name, "user": "dossier", "team_id": team.id, "user_id": team.bot_user}
    found |= {"bot_id": team.bot, "is_enterprise_install": False}
    if call.token.expires_at is not None:
        found["expires_in"] = int(call.token.expires_at - call.slack.now())
    return found
