"""Slack's end of Socket Mode, seen through the SDK's own client."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.local import Driver, LocalSlack
from tests.slack.local.socket_mode import NoConnection
from tests.slack.socketed import connected


@pytest.fixture
def heard() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def app(slack: LocalSlack, heard: list[dict[str, Any]]) -> AsyncApp:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(client=client, process_before_response=True, request_verification_enabled=False)

    @app.event("message")
    async def message(body: dict[str, Any]) -> None:
        heard.append(body)

    return app


@pytest.fixture
def driver(slack: LocalSlack, app: AsyncApp) -> Iterator[Driver]:
    with connected(slack, app):
        yield Driver.over_socket(slack)


@pytest.mark.parametrize("ending", ["refresh", "drop"])
def test_the_client_comes_back(slack: LocalSlack, app: AsyncApp, heard: list[dict[str, Any]], ending: str) -> None:
    ann, hub, driver = slack.add_user("Ann"), slack.socket, Driver.over_socket(slack)
    with connected(slack, app, ping_seconds=2):
        assert driver.direct("before", ann).ok
        getattr(hub, ending)()
        hub.wait_connected(opened=2, seconds=20)
        # The client may be about to replace this connection too: what goes down with it is sent again, as by Slack.
        assert driver.direct("after", ann).ok or driver.again().ok
    assert list(dict.fromkeys(each["event"]["text"] for each in heard)) == ["before", "after"]


def test_a_warning_ends_nothing(driver: Driver) -> None:
    ann, hub = driver.slack.add_user("Ann"), driver.slack.socket
    hub.warn()
    hub.wait_connected(opened=2)
    # The client ends the connection it was warned of; what goes down with it is sent again, as by Slack.
    assert driver.direct("hi", ann).ok or driver.again().ok


def test_several_connections_take_turns(slack: LocalSlack, app: AsyncApp, heard: list[dict[str, Any]]) -> None:
    ann, driver = slack.add_user("Ann"), Driver.over_socket(slack)
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(connected(slack, app))
        # One that was lost on a busy machine, and came back, was counted as another one.
        assert slack.wait_for(lambda: slack.socket.connected == 3)
        assert all(driver.direct(str(n), ann).ok for n in range(6))
    assert [each["event"]["text"] for each in heard] == [str(n) for n in range(6)]


def test_what_nobody_answers_has_no_acknowledgement(driver: Driver) -> None:
    impatient = Driver.over_socket(driver.slack, seconds=0.2)
    channel = driver.slack.add_channel("abc")
    assert impatient.command("/unknown", "", driver.slack.add_user("Ann"), channel).status == 0
    assert driver.slack.troubles == ["/unknown failed with the error dispatch_failed"]


def test_nobody_connected_is_said(slack: LocalSlack) -> None:
    with pytest.raises(NoConnection):
        Driver.over_socket(slack).direct("hi", slack.add_user("Ann"))


def test_a_connection_needs_an_app_token_and_a_fresh_ticket(slack: LocalSlack) -> None:
    with pytest.raises(SlackApiError) as error:
        WebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.bot_token)
    assert error.value.response["error"] == "missing_scope"
    forged = f"{slack.base_url}/link?ticket=forged"
    assert httpx.get(forged, trust_env=False).status_code == 403


def test_envelopes_say_whether_they_are_retried(slack: LocalSlack, driver: Driver, heard: list[dict[str, Any]]) -> None:
    driver.direct("hi", slack.add_user("Ann"))
    assert driver.again(2, "timeout").ok
    assert len({json.dumps(each, sort_keys=True) for each in heard}) == 1
