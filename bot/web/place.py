"""Where somebody is in the web chat: a persona in a conversation, as its address says."""

from dataclasses import dataclass
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.requests import Request

from bot.web.platform import channel_conversation, direct_conversation
from bot.web.problems import Refusal
from bot.web.services import Services
from bot.web.words import word
from chat.platform import Target
from dossier.language import Language
from storage import webchat
from storage.webchat import Channel, Persona


def path(*parts: str) -> str:
    """Give the address made of parts, each quoted."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


@dataclass(frozen=True, slots=True)
class Place:
    """A persona with their language and zone in a conversation; `channel` is None in the one with the bot."""

    persona: Persona
    language: Language
    zone: ZoneInfo
    channel: Channel | None

    @property
    def home(self) -> str:
        """The address everything of this persona begins with."""
        return path("w", self.persona.workspace, self.persona.account)

    @property
    def url(self) -> str:
        """The address of the conversation."""
        return self.home + (path("c", self.channel.key) if self.channel else "/dm")

    @property
    def conversation(self) -> str:
        """The conversation as messages are stored under it."""
        return channel_conversation(self.channel.key) if self.channel else direct_conversation(self.persona.account)

    @property
    def name(self) -> str:
        """What the conversation is called."""
        return self.channel.name if self.channel else self.say("bot")

    def target(self, thread: int | None) -> Target:
        """Give the conversation as the port names it."""
        account = None if self.channel else self.persona.account
        key = self.channel.key if self.channel else None
        return Target(self.persona.workspace, key, account, str(thread) if thread else None)

    def say(self, key: str, **data: object) -> str:
        """Give words of the interface in the persona's language."""
        return word(key, self.language, **data)


def find_place(services: Services, request: Request) -> Place:
    """Give the place a request's path names. Raises Refusal (404) for an unknown persona or channel."""
    workspace, account = request.path_params["workspace"], request.path_params["account"]
    persona = services.db.read(lambda connection: webchat.persona(connection, workspace, account))
    if persona is None:
        raise Refusal(404, "persona")
    language, zone = services.preferences(workspace, account)
    key = request.path_params.get("channel")
    channel = None
    if key is not None:
        channel = services.db.read(lambda connection: webchat.channel(connection, workspace, key))
        if channel is None:
            raise Refusal(404, "channel")
    return Place(persona, language, zone, channel)


def language_of(services: Services, request: Request) -> Language:
    """Give the language to refuse a request in: the persona's when the path names one, else the browser's."""
    workspace, account = request.path_params.get("workspace"), request.path_params.get("account")
    if workspace and account:
        persona = services.db.read(lambda connection: webchat.persona(connection, workspace, account))
        if persona is not None:
            return services.preferences(workspace, account)[0]
    return Language.of(request.headers.get("accept-language"), Language.EN)


def thread_of(services: Services, place: Place, given: str | None) -> int | None:
    """Give the message a thread hangs on, None when no thread is given. Raises Refusal (404) for an unknown one."""
    if not given:
        return None
    number = int(given) if given.isdecimal() and len(given) <= 18 else 0
    root = services.db.read(lambda connection: webchat.one(connection, place.persona.workspace, number))
    if root is None or root.conversation != place.conversation or root.thread is not None:
        raise Refusal(404, "message")
    return number
