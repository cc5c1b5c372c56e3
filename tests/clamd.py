"""A small clamd for tests: it speaks INSTREAM and PING, and finds EICAR's test file infected, as a real one does."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# EICAR's test file, in two parts: as one it would have this file itself taken for infected.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # pragma: allowlist secret
MOST = 2 * 1024 * 1024
"""What is larger it does not look at, and hangs up."""


class _Scanning(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM\0":
            self.wfile.write(self._scan())

    def _scan(self) -> bytes:
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > MOST:
                return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(path: str = "") -> Iterator[str]:
    """Give the address of a running one: on a Unix socket where a path is given, else on a free port."""
    server: Any = _Unix(path, _Scanning) if path else _Tcp(("127.0.0.1", 0), _Scanning)
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def nowhere() -> str:
    """Give an address at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{taken.getsockname()[1]}"
