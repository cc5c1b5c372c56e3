"""Links that are followed: what is there, what is not, and where nothing is asked for."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.links import Nowhere, Private, follow

_STATUSES = {"/fine": 200, "/login": 401, "/forbidden": 403, "/busy": 429, "/gone": 404, "/ended": 410, "/broken": 503}
_FURTHER = {"/moved": "/fine", "/moved-away": "/gone", "/circle": "/circle", "/file": "file:///etc/passwd"}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in _FURTHER:
            self.send_response(302)
            self.send_header("Location", _FURTHER[self.path])
        elif self.path == "/nonsense":
            self.wfile.write(b"nonsense\r\n\r\n")
            return
        else:
            self.send_response(_STATUSES.get(self.path, 200 if self.path == "/%E6%96%87?%E9%A1%B5=1" else 500))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Give the address of a site on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/fine", "/moved", "/login", "/forbidden", "/busy", "/文?页=1"])
def test_what_is_there_or_asks_who_one_is_is_there(site: str, path: str) -> None:
    follow(site + path, private=True)


@pytest.mark.parametrize("path", ["/gone", "/ended", "/moved-away"])
def test_what_says_that_it_is_not_there_is_gone_for_certain(site: str, path: str) -> None:
    with pytest.raises(Nowhere) as gone:
        follow(site + path, private=True)
    assert gone.value.certain


@pytest.mark.parametrize("path", ["/broken", "/circle", "/nonsense"])
def test_what_does_not_answer_well_may_yet(site: str, path: str) -> None:
    with pytest.raises(Nowhere) as lost:
        follow(site + path, private=True)
    assert not lost.value.certain


@pytest.mark.parametrize(
    "url", ["ftp://x/y", "https://", "http://a b/", "http://x:99999/", "http://[::1", "http://\udcff/"]
)
def test_what_is_no_web_address_leads_nowhere(url: str) -> None:
    with pytest.raises(Nowhere):
        follow(url, private=True)


def test_a_site_leads_to_the_web_alone(site: str) -> None:
    with pytest.raises(Nowhere):
        follow(f"{site}/file", private=True)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "0x7f.1",
        "2130706433",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::]",
        "[fe80::1]",
        "[fd00::1]",
        "224.0.0.1",
        "100.64.0.1",
    ],
)
def test_nothing_is_asked_for_in_a_network_that_is_not_for_everybody(host: str) -> None:
    with pytest.raises(Private):
        follow(f"http://{host}:1/", private=False)
