"""A Feishu on this machine: Open Platform, long connection, webhooks, and a person who uses it."""

from tests.feishu.local.card_rules import CardRefused, check_card, elements, mentioned
from tests.feishu.local.driver import Driver
from tests.feishu.local.entering import NotEnterable
from tests.feishu.local.events import EventDriver
from tests.feishu.local.server import serving
from tests.feishu.local.state import SCOPES, LocalFeishu
from tests.feishu.local.wires import Ack, HttpWire, SocketWire
from tests.feishu.local.world import Chat, Meeting, Message, Minute, Resource, SlashCommand, Toast, User

__all__ = [
    "SCOPES",
    "Ack",
    "CardRefused",
    "Chat",
    "Driver",
    "EventDriver",
    "HttpWire",
    "LocalFeishu",
    "Meeting",
    "Message",
    "Minute",
    "NotEnterable",
    "Resource",
    "SlashCommand",
    "SocketWire",
    "Toast",
    "User",
    "check_card",
    "elements",
    "mentioned",
    "serving",
]
