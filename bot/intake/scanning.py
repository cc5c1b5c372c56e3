"""The virus scanner: ClamAV's clamd, asked over TCP or a Unix socket while a file passes
(https://docs.clamav.net/manual/Usage/Scanning.html#clamd, INSTREAM)."""

import socket
import struct
from collections.abc import Iterable
from contextlib import closing
from urllib.parse import urlsplit

_SECONDS = 30.0
_MOST_WORDS = 4096
_PORT = 3310


class Unscanned(Exception):
    """The scanner does not say whether a file may be kept; the message says what it said instead."""


def check_address(address: str) -> None:
    """Raise ValueError, saying what it must be, for what is no address of clamd."""
    try:
        parts = urlsplit(address)
        tcp = parts.scheme == "tcp" and parts.hostname and parts.port != 0 and not parts.path.strip("/")
    except ValueError:
        tcp = False
    if not (tcp or (parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc)):
        raise ValueError("must be tcp://host:3310 or unix:///run/clamav/clamd.ctl")


class Scanner:
    """A clamd. Safe to use from any thread: each file has a connection of its own."""

    def __init__(self, address: str) -> None:
        """Take `tcp://host:port` or `unix:///path`. Nothing is asked before the first file."""
        check_address(address)
        self.address = address
        self._parts = urlsplit(address)

    def scan(self, pieces: Iterable[bytes]) -> str:
        """Give the name of the virus in a file, "" when there is none. Raises Unscanned."""
        try:
            with closing(self._connect()) as connection:
                return _verdict(_asked(connection, pieces))
        except OSError as error:
            raise Unscanned(f"the virus scanner does not answer: {error}") from None

    def check(self) -> None:
        """Raise Unscanned unless it is there."""
        try:
            with closing(self._connect()) as connection:
                connection.sendall(b"zPING\0")
                said = _said(connection)
        except OSError as error:
            raise Unscanned(f"it does not answer: {error}") from None
        if said != "PONG":
            raise Unscanned(f"it answers {said[:100]!r}")

    def _connect(self) -> socket.socket:
        if self._parts.scheme == "tcp":
            return socket.create_connection((self._parts.hostname or "", self._parts.port or _PORT), _SECONDS)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(_SECONDS)
            connection.connect(self._parts.path)
        except OSError:
            connection.close()
            raise
        return connection


def _asked(connection: socket.socket, pieces: Iterable[bytes]) -> str:
    connection.sendall(b"zINSTREAM\0")
    try:
        for piece in pieces:
            if piece:
                connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It hangs up on what is larger than it takes, and has said so.
        pass
    return _said(connection)


def _said(connection: socket.socket) -> str:
    words = bytearray()
    while not words.endswith(b"\0") and len(words) < _MOST_WORDS and (more := connection.recv(_MOST_WORDS)):
        words += more
    return words.decode("utf-8", "replace").strip("\0\n ")


def _verdict(said: str) -> str:
    _, _, answer = said.partition(": ")
    if answer == "OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removesuffix(" FOUND").strip()[:100] or "?"
    raise Unscanned(f"the virus scanner answers {said[:100]!r}")
