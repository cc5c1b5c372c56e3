"""A Slack on this machine: Web API, Socket Mode, installing, and a person who uses it."""

from tests.slack.local.driver import Driver
from tests.slack.local.entering import NotEnterable
from tests.slack.local.events import EventDriver
from tests.slack.local.oauth import authorize, cancelled
from tests.slack.local.server import running, serving
from tests.slack.local.state import SCOPES, LocalSlack
from tests.slack.local.wires import Ack, HttpWire, SocketWire
from tests.slack.local.world import Channel, Ephemeral, File, Message, Team, Token, User, View

__all__ = [
    "SCOPES",
    "Ack",
    "Channel",
    "Driver",
    "Ephemeral",
    "EventDriver",
    "File",
    "HttpWire",
    "LocalSlack",
    "Message",
    "NotEnterable",
    "SocketWire",
    "Team",
    "Token",
    "User",
    "View",
    "authorize",
    "cancelled",
    "running",
    "serving",
]
