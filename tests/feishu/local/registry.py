"""What belongs to the app: its tokens, later updates of cards, slash commands, and the way to the long connection."""

import re

from tests.feishu.local.calls import Call, Refused, route
from tests.feishu.local.sending import checked_card, replace_card
from tests.feishu.local.world import Json, SlashCommand

MOST_COMMANDS = 100
VISIBLE_SECONDS = 5 * 60.0
_COMMAND = re.compile(r"[\w-]{1,32}")
_COMMANDS = "/application/v7/app_slash_commands"
_READ, _WRITE = "application:app_slash_command:read", "application:app_slash_command:write"
_INVALID = 40000001


@route("token", "POST", "/auth/v3/tenant_access_token/internal", bare=True, message="ok")
def token(call: Call) -> Json:
    """Give the tenant token; a wrong secret is told with HTTP status 200, as this call does."""
    if call.body.get("app_id") != call.feishu.app_id:
        raise Refused(10003, "invalid param", 200)
    if call.body.get("app_secret") != call.feishu.app_secret:
        raise Refused(10014, "app secret invalid", 200)
    found = call.feishu.token()
    return {"tenant_access_token": found.value, "expire": int(found.expires - call.feishu.now())}


@route(
    "card.update",
    "POST",
    "/interactive/v1/card/update",
    "im:message",
    "im:message:send_as_bot",
    "im:message:update",
    bare=True,
    message="ok",
)
def update_card(call: Call) -> Json:
    """Update a card after its callback was answered, twice within thirty minutes; refusals have HTTP status 200."""
    feishu, value = call.feishu, str(call.body.get("token"))
    found = feishu.card_tokens.get(value)
    if not value.startswith("c-"):
        raise Refused(300020, "token format error", 200)
    if found is None or not found.answered or feishu.now() > found.expires:
        raise Refused(300030, "token is invalid", 200)
    if not found.uses_left:
        raise Refused(300040, "token exceeds the limit of use", 200)
    message, card = feishu.messages[found.message], call.body.get("card")
    if message.deleted:
        raise Refused(200000, "the message is recalled", 200)
    if not isinstance(card, dict):
        raise Refused(10002, "card must be an object", 200)
    if "open_ids" in card:
        raise Refused(200320, "open_ids are those of cards of structure 1.0", 200)
    try:
        checked = checked_card(feishu, card)
    except Refused as refused:
        raise Refused(11311, str(refused), 200) from None
    found.uses_left -= 1
    replace_card(feishu, message, checked)
    return {}


@route("scope.list", "GET", "/application/v6/scopes")
def scopes(call: Call) -> Json:
    """Give the permissions the app has (https://open.feishu.cn/document/server-docs/application-v6/scope/list)."""
    granted = sorted(call.feishu.scopes)
    return {"scopes": [{"scope_name": name, "grant_status": 1, "scope_type": "tenant"} for name in granted]}


@route("slash.create", "POST", _COMMANDS, _WRITE)
def add_command(call: Call) -> Json:
    """Register a slash command, named without its slash; clients show it about five minutes later."""
    feishu = call.feishu
    name = call.field("command", code=_INVALID)
    if not _COMMAND.fullmatch(name):
        raise Refused(_INVALID, f"command {name!r} is invalid")
    if any(each.command == name for each in feishu.commands.values()):
        raise Refused(40000021, "command already exists")
    if len(feishu.commands) >= MOST_COMMANDS:
        raise Refused(40000022, f"at most {MOST_COMMANDS} commands")
    moment = int(feishu.now())
    identity, visible = feishu.new_id("", 19), feishu.now() + VISIBLE_SECONDS
    command = SlashCommand(identity, name, _description(call), _icon(call), moment, moment, visible)
    feishu.commands[identity] = command
    return command.as_json()


@route("slash.list", "GET", _COMMANDS, _READ)
def commands(call: Call) -> Json:
    """Give the registered commands, in pages."""
    items, more = call.page(list(call.feishu.commands.values()), 100, 100, _INVALID)
    return {"items": [each.as_json() for each in items], **more}


@route("slash.patch", "PATCH", _COMMANDS + "/{command_id}", _WRITE)
def change_command(call: Call) -> Json:
    """Change a command's description or icon."""
    command = _command(call)
    if "description" in call.body:
        command.description = _description(call)
    if "icon" in call.body:
        command.icon = _icon(call)
    command.updated = int(call.feishu.now())
    return command.as_json()


@route("slash.delete", "DELETE", _COMMANDS + "/{command_id}", _WRITE)
def remove_command(call: Call) -> Json:
    """Take a command away."""
    del call.feishu.commands[_command(call).id]
    return {}


def _command(call: Call) -> SlashCommand:
    found = call.feishu.commands.get(call.path["command_id"])
    if found is None:
        raise Refused(40000020, "command does not exist", 404)
    return found


def _description(call: Call) -> Json:
    found: Json = call.field("description", dict, code=_INVALID)
    texts = [found.get("default_value"), *found.get("i18n", {}).values()]
    if set(found) - {"default_value", "i18n"} or not all(isinstance(each, str) and each for each in texts):
        raise Refused(_INVALID, "description is {default_value, i18n: {language: text}}")
    return found


def _icon(call: Call) -> Json:
    found: Json = call.field("icon", dict, needed=False, code=_INVALID) or {"icon_key": "skill_outlined"}
    if not str(found.get("icon_key", "")).endswith(("_outlined", "_filled", "_colorful")):
        raise Refused(40000031, "icon_key is invalid")
    return found
