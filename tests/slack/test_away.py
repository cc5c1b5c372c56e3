"""A platform that cannot be reached when the server starts: the other one is served, and it joins when it is there."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from storage.secrets import new_master_key
from tests.feishu.local import LocalFeishu
from tests.feishu.local import serving as serving_feishu
from tests.feishu.serving_dossier import driver_of, taken, wait_for
from tests.slack.local import Driver, LocalSlack, serving


class Server:
    """`dossier serve` in a process of its own, and what it says."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        given = {
            "DOSSIER_DATABASE_URL": f"sqlite:///{folder / 'dossier.db'}",
            "DOSSIER_MASTER_KEY": new_master_key(),
            "DOSSIER_PORT": "0",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        ours = ("DOSSIER_", "SLACK_", "FEISHU_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            env={**kept, **given, **settings},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: list[str] = []
        self._heard = threading.Condition()
        self._listening = threading.Thread(target=self._listen)
        self._listening.start()

    def stop(self) -> None:
        """Interrupt it, and wait for its end."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        finally:
            self.process.kill()
            self._listening.join()

    def said(self, words: str) -> str:
        """Wait until it says something, and give the line."""
        with self._heard:
            if not self._heard.wait_for(lambda: any(words in line for line in self._lines), 60):
                raise TimeoutError("".join(self._lines))
            return next(line for line in self._lines if words in line)

    @property
    def log(self) -> str:
        """All it has said."""
        with self._heard:
            return "".join(self._lines)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                with self._heard:
                    self._lines.append(line)
                    self._heard.notify_all()


@contextmanager
def serve(folder: Path, **settings: str) -> Iterator[Server]:
    server = Server(folder, settings)
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def slack_settings(slack: LocalSlack, api_url: str) -> dict[str, str]:
    return {
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


def came_too_early(url: str) -> bool:
    """Tell whether what is posted there is to come again: a platform does so when it is told 503."""
    answer = httpx.post(url, content=b"{}")
    return answer.status_code == 503 and int(answer.headers["retry-after"]) > 0


def test_a_server_starts_while_slack_is_away_and_takes_it_in_when_it_is_back(tmp_path: Path) -> None:
    slack, port = LocalSlack(), free_port()
    with serve(tmp_path, **slack_settings(slack, f"http://127.0.0.1:{port}/api/")) as server:
        assert "Slack" in server.said("a platform cannot be reached: it is tried again")
        address = server.said("Dossier: http").split()[-1]
        assert httpx.get(f"{address}/readyz").json() == {"status": "ok"}
        assert came_too_early(f"{address}/slack/events")
        with serving(slack, port), Driver.over_http(slack, address) as driver:
            server.said("a platform is reached now")
            code = server.said("/dossier claim").split("claim ")[1].split()[0]
            ann = slack.add_user("Ann")
            abc = slack.add_channel("abc", [ann])
            assert driver.command("/dossier", f"claim {code}", ann, abc).ok
            slack.wait_for(lambda: slack.told(ann) or slack.posted(abc))
    assert "Traceback" not in server.log
    assert slack.bot_token not in server.log


def test_what_slack_refuses_once_it_is_back_is_said_and_not_asked_again(tmp_path: Path) -> None:
    slack, port = LocalSlack(), free_port()
    settings = slack_settings(slack, f"http://127.0.0.1:{port}/api/") | {"SLACK_BOT_TOKEN": "xoxb-wrong"}
    with serve(tmp_path, **settings) as server:
        server.said("Dossier: http")
        with serving(slack, port):
            assert "SLACK_BOT_TOKEN is refused by Slack" in server.said("a platform is left out")
    assert "xoxb-wrong" not in server.log


def test_slack_is_served_while_feishu_is_away_and_feishu_joins_when_it_is_back(tmp_path: Path) -> None:
    feishu, port = LocalFeishu(), free_port()
    with serving(LocalSlack()) as slack:
        settings = slack_settings(slack, slack.api_url) | {
            "FEISHU_APP_ID": feishu.app_id,
            "FEISHU_APP_SECRET": feishu.app_secret,
            "FEISHU_DOMAIN": f"http://127.0.0.1:{port}",
            "FEISHU_ENCRYPT_KEY": feishu.encrypt_key,
            "FEISHU_VERIFICATION_TOKEN": feishu.verification_token,
        }
        with serve(tmp_path, **settings) as server:
            assert "Feishu" in server.said("a platform cannot be reached: it is tried again")
            address = server.said("Dossier: http").split()[-1]
            ann = slack.add_user("Ann")
            abc = slack.add_channel("abc", [ann])
            with Driver.over_http(slack, address) as driver:
                assert driver.command("/dossier", "help", ann, abc).ok
            assert came_too_early(f"{address}/feishu/events")
            assert came_too_early(f"{address}/feishu/cards")
            with serving_feishu(feishu, port):
                server.said("a platform is reached now")
                with driver_of(feishu, "http", address) as chats:
                    lilei = feishu.add_user("李雷", email="lilei@example.com")
                    group = feishu.add_chat("abc-支付", [lilei])
                    taken(chats.add_bot(group, lilei))
                    wait_for(lambda: feishu.posted(group))
                    # What goes wrong once Feishu is stopped again is not meant.
                    log = server.log
    wrong = [line for line in log.splitlines() if "Traceback" in line or feishu.app_secret in line]
    assert wrong == []
