"""What the web chat is given from outside: the product's clock, its database and its handlers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from bot.clock import MovableClock
from bot.intake import Intake
from chat.events import Event
from chat.replies import Rendered
from dossier.language import Language
from storage.database import Database
from storage.files import StoredFile
from storage.store import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CommandHint:
    """A command as it is offered while typing: `/minutes` or `/dossier status`, its Chinese name, and what it does."""

    name: str
    also: str
    usage: str
    about: str


class Services(Protocol):
    """The product behind the pages; every method is synchronous and called in worker threads."""

    @property
    def clock(self) -> MovableClock:
        """The product's clock."""

    @property
    def db(self) -> Database:
        """The database."""

    @property
    def secret(self) -> bytes:
        """The key with which button arguments, form references and CSRF tokens are signed."""

    @property
    def intake(self) -> Intake:
        """What files have to pass before they are kept."""

    def handle(self, event: Event) -> Rendered:
        """Let the handlers deal with an event and give what the person is answered."""

    def file(self, workspace: str, account: str, record: str, file: str) -> StoredFile | None:
        """Give a file attached to a record; None when there is none. Raises Refused for one they may not see."""

    def look(self, workspace: str, account: str, query: Callable[[Store], T]) -> T | None:
        """Read as an account does; None for what is not there, and for an account that is nobody's.

        Raises Refused for what it may not read.
        """

    def commands(self, workspace: str, account: str, language: Language) -> Sequence[CommandHint]:
        """Give every command an account has, in the order of help."""

    def preferences(self, workspace: str, account: str) -> tuple[Language, ZoneInfo]:
        """Give an account's own language and zone."""
