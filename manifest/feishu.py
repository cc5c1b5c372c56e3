"""What the Feishu or Lark app asks for and hears, and its slash commands, made from ours.

Feishu takes no manifest as a whole. `scopes` is what its console imports in bulk (Permissions & Scopes → Batch
import/export); events and callbacks are chosen in the console by their names, slash commands are registered by
`dossier manifest feishu --apply`.
"""

from collections.abc import Iterator
from typing import Any

import handlers  # noqa: F401  (declares the commands)
from chat.router import Command, router

SCOPES = {
    "application:app_slash_command:read": "compare the registered slash commands with ours",
    "application:app_slash_command:write": "register slash commands: dossier manifest feishu --apply",
    "contact:contact.base:readonly": "look somebody up who acts or is named",
    "contact:user.base:readonly": "people's names",
    "contact:user.email:readonly": "know the same person in Slack; only a keyed digest is kept",
    "contact:user.employee:readonly": "know who has left the company",
    "im:chat:readonly": "know a group's name and who is in it, and hear when that changes",
    "im:message": "fetch files that are attached to a record",
    "im:message.group_at_msg:readonly": "hear what mentions the bot in its groups",
    "im:message.p2p_msg:readonly": "hear what people write to the bot",
    "im:message:send_as_bot": "post cards, answers and reminders",
    "im:message:update": "change a card when its record changes",
    "im:resource": "send somebody the attached file they want to open; show the organisation chart as a picture",
    "minutes:minutes.basic:read": "know what generated minutes are about",
    "tenant:tenant:readonly": "know which company the app belongs to",
    "vc:meeting.all_meeting:readonly": "hear that a meeting ended, and who was there",
}
"""What the app asks for, and what it needs each for (https://open.feishu.cn/document/server-docs/application-scope)."""

OPTIONAL = {
    "im:message.group_msg": "take commands in groups without a mention of the bot; suggest to its author alone"
    " that what looks like minutes, a change or a fix be logged (can be switched off); a company has to approve it",
}
"""What the app does without, and what it would be good for."""

EVENTS = {
    "application.bot.menu_v6": "entries of the bot's menu",
    "contact.user.updated_v3": "somebody's name, address or employment changed",
    "im.chat.access_event.bot_p2p_chat_entered_v1": "somebody opened the chat with the bot: it says hello once",
    "im.chat.disbanded_v1": "a group was dissolved: nothing is sent there any more",
    "im.chat.member.bot.added_v1": "the bot was added to a group: it says hello",
    "im.chat.member.bot.deleted_v1": "the bot was removed from a group",
    "im.chat.member.user.added_v1": "who joins a project's group joins its dossier",
    "im.chat.member.user.deleted_v1": "who is taken out of it leaves the dossier",
    "im.chat.member.user.withdrawn_v1": "an invitation was taken back",
    "im.chat.updated_v1": "a group was renamed",
    "im.message.receive_v1": "commands, questions and attachments",
    "im.message.recalled_v1": "a message that became a record was recalled: whoever keeps the record is told",
    "minutes.minute.generated_v1": "minutes were made: those of the meeting are owed",
    "vc.meeting.all_meeting_ended_v1": "a meeting ended: its minutes are owed",
}
"""What the app hears of, and what for (https://open.feishu.cn/document/server-docs/event-subscription-guide/event-list)."""

CALLBACKS = {"card.action.trigger": "buttons and forms in cards"}

# The entries of the bot's menu: a command's name, with a colon before what follows.
_MENU = ("dossier:status", "dossier:todo", "dossier:help")


def manifest() -> dict[str, Any]:
    """Give what is to be set up, in the order of the console."""
    return {
        "scopes": {"tenant": sorted(SCOPES), "user": []},
        "scopes_for": SCOPES,
        "scopes_if_wanted": OPTIONAL,
        "events": EVENTS,
        "callbacks": CALLBACKS,
        "bot_menu": list(_menu()),
        "slash_commands": list(slash_commands()),
    }


def slash_commands() -> Iterator[dict[str, Any]]:
    """Give every top command under its Chinese and its English name, as the registry takes it
    (`/open-apis/application/v7/app_slash_commands`)."""
    for each in router.under(None):
        for name in (each.zh, each.name):
            yield {"command": name, "description": _described(each)}


def _described(each: Command) -> dict[str, Any]:
    about = {language: text[:100] for language, text in (("zh_cn", each.about.zh), ("en_us", each.about.en))}
    return {"default_value": about["zh_cn"], "i18n": about}


def _menu() -> Iterator[dict[str, Any]]:
    for key in _MENU:
        parent, _, name = key.partition(":")
        found = router.named(name, parent)
        if found is None:
            raise LookupError(f"the menu names {key}, which is no command")
        yield {"event_key": key, "name": {"zh_cn": found.zh, "en_us": found.name.capitalize()}}
