"""Looks from time to time whether what links lead to is still there; it goes nowhere that is not for everybody."""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import structlog

from chat.messages import Button, Buttons, Message, Note, Paragraph
from chat.shortening import shortened
from chat.voice import Voice
from dossier.views import Saved
from handlers.announce import tell_of_links
from storage import links
from storage.database import Connection, Database
from storage.organisations import product
from storage.secrets import Keyring
from storage.store import Store

_SECONDS = 10.0
_MOST_STEPS = 5
_STEPS = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_SAFE = "/%:@!$&'()*+,;=~-._?"
_NAT64 = ip_network("64:ff9b::/96")
_TLS = ssl.create_default_context()
_log = structlog.get_logger(__name__)


class Where(StrEnum):
    """Which links are looked at: none, those that anybody can follow, or those of the house's own network too."""

    OFF = "off"
    PUBLIC = "public"
    ALL = "all"


class Private(Exception):
    """An address of a network of its own, where nothing is asked for, or a name that nobody can be asked about."""


class Nowhere(Exception):
    """A link leads nowhere, as the message says; `certain` where what answered said so itself."""

    def __init__(self, why: str, *, certain: bool = False) -> None:
        """Take why."""
        super().__init__(why)
        self.certain = certain


class LinkChecks:
    """Looks at the links that are due; several processes share them by leases."""

    def __init__(self, database: Database, keyring: Keyring, now: Callable[[], datetime], where: Where) -> None:
        """Take the database, the keys, the product's clock, and which links are looked at."""
        self._database = database
        self._keyring = keyring
        self._now = now
        self._where = where
        self._lock = threading.Lock()

    def tick(self) -> None:
        """Look at what is due; what goes wrong is logged, and tried again at the next tick."""
        try:
            self.run()
        except Exception:
            _log.exception("links could not be looked at")

    def run(self) -> int:
        """Look at what is due and give how many links that were."""
        if self._where is Where.OFF:
            return 0
        count = 0
        with self._lock:
            while due := self._database.write(partial(links.claim, now=self._now())):
                found = [(each, *self._look(each.url)) for each in due]
                self._database.write(partial(self._settle, found=found))
                count += len(due)
        return count

    def _settle(self, connection: Connection, found: Sequence[tuple[links.DueLink, str | None, bool]]) -> None:
        """Note what was found, and tell where something else was said before; of a dead link its author, once."""
        now = self._now()
        for each in links.settle(connection, found, now):
            keys = self._keyring.organisation(each.house.uid, each.house.key)
            store = Store(connection, product(each.house.organisation), now, keys)
            saved = store.records.by_row(each.record)
            store.outbox.renew_record(saved.line.uid)
            if each.dead:
                _tell(store, saved, each.url)
            else:
                tell_of_links(store, saved)
            store.finish()

    def _look(self, url: str) -> tuple[str | None, bool]:
        try:
            follow(url, private=self._where is Where.ALL)
        except Private:
            # Nothing is known of it, and it is not said to be dead.
            return None, False
        except Nowhere as error:
            return str(error)[:200], error.certain
        return None, False


def dead_link_card(store: Store, voice: Voice, data: Mapping[str, Any]) -> Message:
    """Say which link of whose record leads nowhere, with the button that mends it, or that none does any more."""
    saved = store.records.get(data["record"])
    if str(data["link"]) not in saved.dead_links:
        well = voice.say("card-link-well", number=str(saved.line.number), title=saved.title)
        return Message((Paragraph(("✅ ", well)),))
    called = Paragraph(("⚠️ ", voice.say("card-link-yours", number=str(saved.line.number), title=saved.title)))
    edit = Button(voice.say("button-fix-link", topic=shortened(saved.title)), "edit", {"record": saved.line.uid})
    return Message((called, Note((str(data["link"]),)), Buttons((edit,))))


def _tell(store: Store, saved: Saved, url: str) -> None:
    author = store.people.id_of(saved.line.author.id or "")
    workspace = None if author is None else store.absences.workspace_of(author, None)
    if author is not None and workspace is not None:
        data = {"record": saved.line.uid, "link": url}
        store.outbox.to_person(author, workspace, "link-dead", data, f"link:{saved.line.uid}")


def follow(url: str, *, private: bool) -> None:
    """Follow a link to where it leads; nothing of what is there is read. What asks for a log-in is there.

    Raises Nowhere, and Private for an address that is not for everybody unless `private` allows it.
    """
    for _ in range(_MOST_STEPS):
        status, further = _ask(url, private=private)
        if status in _GONE:
            raise Nowhere(f"HTTP {status}", certain=True)
        if status >= 500:
            raise Nowhere(f"HTTP {status}")
        if status not in _STEPS or not further:
            return
        url = urljoin(url, further)
    raise Nowhere("it leads in a circle")


def _ask(url: str, *, private: bool) -> tuple[int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Nowhere("it is no web address", certain=True)
        address = _address(parts.hostname, port, private=private)
        connection = _connection(parts, address, port)
    except (ValueError, UnicodeError):
        raise Nowhere("it is no web address", certain=True) from None
    try:
        connection.request("GET", _target(parts), headers={"User-Agent": "Dossier-link-check/1.0", "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    except (OSError, HTTPException) as error:
        raise Nowhere(str(error) or type(error).__name__) from None
    finally:
        connection.close()


def _address(host: str, port: int, *, private: bool) -> str:
    """Look a name up once: what is asked then is the very address that was looked at."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        if error.errno == socket.EAI_AGAIN:
            # Nobody can be asked just now, as on a machine without a network: it says nothing of the link.
            raise Private(host) from None
        raise Nowhere(f"{host}: {error.strerror or error}") from None
    addresses = [str(each[4][0]) for each in found]
    if not private and not all(_is_public(each) for each in addresses):
        raise Private(host)
    return addresses[0]


def _is_public(address: str) -> bool:
    parsed = ip_address(address.partition("%")[0])
    # What stands for an address of IPv4 could stand for any.
    if isinstance(parsed, IPv6Address) and (
        parsed.ipv4_mapped or parsed.sixtofour or parsed.teredo or parsed in _NAT64
    ):
        return False
    return parsed.is_global and not parsed.is_multicast


class _Plain(HTTPConnection):
    """A connection to the address that was looked at, whatever the name means by now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=_SECONDS)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _Secure(_Plain):
    """The same by TLS, with the certificate of the name."""

    def connect(self) -> None:
        super().connect()
        self.sock = _TLS.wrap_socket(self.sock, server_hostname=self.host)


def _connection(parts: SplitResult, address: str, port: int) -> HTTPConnection:
    made = _Secure if parts.scheme == "https" else _Plain
    return made(parts.hostname or "", port, address)


def _target(parts: SplitResult) -> str:
    """Give what is asked for, as it may stand in a request."""
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return quote(parts.path or "/", safe=_SAFE) + query
