"""Requests as they should not be: what Slack did not sign is refused, what has no sense is said so, nothing breaks."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest

from storage.tables import records
from tests.slack.house import House, open_house
from tests.slack.local import Driver, LocalSlack
from tests.slack.local.payloads import event_callback, message_shortcut, slash_command
from tests.slack.local.wires import COMMAND, EVENT, INTERACTIVE

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("requests")) as house:
        slack = house.slack
        ann = slack.add_user("Ann")
        house.found("ABC", ann, slack.add_channel("abc", [ann]))
        yield house


@pytest.fixture
def driver(house: House) -> Iterator[Driver]:
    with Driver.over_http(house.slack, house.url) as driver:
        yield driver


def a_change(slack: LocalSlack, summary: str = "SMS login") -> bytes:
    line = f"{summary} | reason: asked | impact: 3 days"
    return urlencode(slash_command(slack, "/change", line, slack.user("Ann"), slack.channel("abc"))).encode()


def test_what_is_signed_is_taken_in(driver: Driver) -> None:
    assert driver.http.raw(a_change(driver.slack), FORM).ok


@pytest.mark.parametrize("age", [-290, 290])
def test_a_clock_may_be_off_by_five_minutes(driver: Driver, age: float) -> None:
    driver.http.age = age
    assert driver.http.raw(a_change(driver.slack), FORM).ok


@pytest.mark.parametrize("age", [-310, 310, 86_400])
def test_what_is_older_or_from_further_ahead_is_refused(house: House, driver: Driver, age: float) -> None:
    driver.http.age = age
    before = house.count(records)
    assert driver.http.raw(a_change(driver.slack), FORM).status == 401
    assert house.count(records) == before


def test_another_secret_signs_nothing(driver: Driver) -> None:
    driver.http.secret = "guessed"  # pragma: allowlist secret
    assert driver.http.raw(a_change(driver.slack), FORM).status == 401


def test_the_signature_is_that_of_these_very_bytes(driver: Driver) -> None:
    body = a_change(driver.slack)
    signed = driver.http.signature(body)
    for other in (body + b"&x=1", body.replace(b"+", b"%20"), body + b"\n", b""):
        assert driver.http.raw(other, FORM | signed, signed=False).status == 401


def test_bytes_are_signed_that_reading_and_writing_would_change(driver: Driver) -> None:
    slack = driver.slack
    event = {"type": "app_home_opened", "user": slack.user("Ann").id, "tab": "messages", "channel": "D1"}
    payload = event_callback(slack, event, slack.team)
    assert driver.http.raw(json.dumps(payload, indent=7).encode() + b"  \n", JSON).ok


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-request-timestamp": "1700000000"},
        {"x-slack-request-timestamp": "", "x-slack-signature": ""},
        {"x-slack-request-timestamp": "soon", "x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-request-timestamp": "1e9", "x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-request-timestamp": "9" * 5000, "x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-request-timestamp": "-1", "x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-request-timestamp": "١٧٠٠٠٠٠٠٠٠".encode(), "x-slack-signature": b"v0=" + b"0" * 64},
        {"x-slack-request-timestamp": "1700000000", "x-slack-signature": "签名".encode()},
        {"x-slack-request-timestamp": "1700000000", "x-slack-signature": b"\xff\xfe"},
        {"x-slack-request-timestamp": "1700000000", "x-slack-signature": "v1=" + "0" * 64},
        {"x-slack-request-timestamp": "1700000000", "x-slack-signature": "v0=" + "0" * 63},
    ],
)
def test_headers_that_sign_nothing_are_401(house: House, headers: dict[str, str | bytes]) -> None:
    given = [(name.encode(), value if isinstance(value, bytes) else value.encode()) for name, value in headers.items()]
    for body, content_type in ((a_change(house.slack), FORM), (b"{", JSON), (b"\xff", FORM), (b"", {})):
        types = [(name.encode(), value.encode()) for name, value in content_type.items()]
        answer = httpx.post(f"{house.url}/slack/events", content=body, headers=given + types, trust_env=False)
        assert answer.status_code == 401


@pytest.mark.parametrize("given", [{"x-slack-signature": "V0={}"}, {"x-slack-signature": "v0={0}, v0={0}"}])
def test_a_signature_is_taken_to_the_letter(driver: Driver, given: dict[str, str]) -> None:
    body = a_change(driver.slack)
    digest = driver.http.signature(body)["x-slack-signature"].removeprefix("v0=")
    headers = {name: value.format(digest) for name, value in given.items()}
    assert driver.http.raw(body, FORM | headers).status == 401


BROKEN = [
    (b"\xff\xfe\xfd", FORM),
    (b'{"type": "event_callback", "event": "\xff"}', JSON),
    (b"", JSON),
    (b"{", JSON),
    (b"nothing", JSON),
    (b"null", JSON),
    (b"[]", JSON),
    (b"12", JSON),
    (b'"text"', JSON),
    (b"[" * 100_000, JSON),
    (b'{"a":' * 100_000, JSON),
    (b"payload=", FORM),
    (b"payload=%7B", FORM),
    (b"payload=%5B%5D", FORM),
    (b"payload=null", FORM),
    (b"payload=12&payload=13", FORM),
    (b"payload=%ff%fe", FORM),
    (b"&&&===", FORM),
    (b"", FORM),
    (b"", {}),
    (b"\x00\x01", {"content-type": "application/octet-stream"}),
    (b"--x\r\n\r\n--x--", {"content-type": "multipart/form-data; boundary=x"}),
]


@pytest.mark.parametrize(("body", "headers"), BROKEN)
def test_a_body_that_cannot_be_read_is_no_fault_of_ours(driver: Driver, body: bytes, headers: dict[str, str]) -> None:
    assert driver.http.raw(body, headers).status in (200, 400)
    assert driver.http.raw(body, headers, signed=False).status == 401


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{", b"nothing", b"[" * 100_000])
def test_what_is_no_json_is_400(driver: Driver, body: bytes) -> None:
    assert driver.http.raw(body, JSON).status == 400


TEAM = "T0"
STRANGE = [
    {"type": "event_callback"},
    {"type": "event_callback", "event": None},
    {"type": "event_callback", "event": "message"},
    {"type": "event_callback", "event": []},
    {"type": "event_callback", "event": {}},
    {"type": "event_callback", "event": {"type": "message"}},
    {"type": "event_callback", "event": {"type": ["message"]}},
    {"type": "event_callback", "event": {"type": "app_mention", "user": {}, "text": []}},
    {"type": "event_callback", "event": {"type": "message", "subtype": "message_changed", "channel": 5, "message": 1}},
    {"type": "event_callback", "event": {"type": "member_joined_channel"}},
    {"type": "event_callback", "event": {"type": "channel_rename", "channel": "C1"}},
    {"type": "event_callback", "event": {"type": "user_change", "user": "U1"}},
    {"type": "event_callback", "event": {"type": "reaction_added", "reaction": "memo", "item": "x", "user": "U1"}},
    {"type": "event_callback", "event": {"type": "of_tomorrow", "user": "U1"}},
    {"type": "event_callback", "event": {"type": "message", "channel": "C1"}, "authorizations": "x"},
    {"type": "event_callback", "event": {"type": "message", "channel": "C1"}, "authorizations": [1]},
    {"type": "of_tomorrow"},
    {"type": 5},
    {},
]
ACTED = [
    {"type": "block_actions"},
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [{}], "user": {"id": "U1"}},
    {"type": "block_actions", "actions": "x", "user": "U1"},
    {"type": "block_actions", "actions": [{"type": "button", "action_id": "a", "value": 5}], "user": {"id": "U1"}},
    {"type": "block_actions", "actions": [{"type": "button", "action_id": "a", "block_id": "f:one:1:x"}]},
    {"type": "view_submission"},
    {"type": "view_submission", "view": {}, "user": {"id": "U1"}},
    {"type": "view_submission", "view": {"id": "V1", "callback_id": "form"}, "user": {"id": "U1"}},
    {"type": "view_submission", "view": {"id": "V1", "type": "modal", "callback_id": "x", "state": {"values": 5}}},
    {"type": "view_submission", "view": "V1"},
    {"type": "view_closed", "view": {"id": "V1", "callback_id": "form"}, "user": {"id": "U1"}},
    {"type": "block_suggestion"},
    {"type": "block_suggestion", "block_id": "x", "action_id": "y", "user": {"id": "U1"}, "view": {}},
    {"type": "shortcut"},
    {"type": "shortcut", "callback_id": "of_tomorrow", "user": {"id": "U1"}, "trigger_id": "1.2.3"},
    {"type": "message_action", "callback_id": "keep", "user": {"id": "U1"}, "trigger_id": "1.2.3"},
    {"type": "message_action", "callback_id": "keep", "message": {"ts": "x"}, "channel": {"id": "C1"}},
    {"type": "interactive_message", "callback_id": "old", "actions": [{"name": "a"}]},
    {"type": "dialog_submission", "callback_id": "old"},
    {"type": "workflow_step_edit", "callback_id": "old"},
    {"type": "of_tomorrow"},
]


@pytest.mark.parametrize("payload", STRANGE)
def test_an_event_of_no_known_shape_is_no_fault_of_ours(driver: Driver, payload: dict[str, object]) -> None:
    whole = {"team_id": driver.slack.team.id, **payload}
    assert driver.deliver(EVENT, payload).status in (200, 400)
    assert driver.deliver(EVENT, whole).status in (200, 400)


@pytest.mark.parametrize("payload", ACTED)
def test_an_interaction_of_no_known_shape_is_no_fault_of_ours(driver: Driver, payload: dict[str, object]) -> None:
    team = {"id": driver.slack.team.id}
    assert driver.deliver(INTERACTIVE, payload).status in (200, 400)
    assert driver.deliver(INTERACTIVE, {"team": team, **payload}).status in (200, 400)


def test_a_number_that_is_too_large_is_no_fault_of_ours(driver: Driver) -> None:
    slack = driver.slack
    gone = event_callback(slack, {"type": "app_uninstalled"}, slack.team) | {"event_time": float("inf")}
    assert driver.deliver(EVENT, gone).status == 400
    said = slack.add_message(slack.user("Ann"), slack.channel("abc"), "login is slow")
    chosen = message_shortcut(slack, "keep", said, slack.user("Ann"))
    for ts in ("9" * 400, "9" * 30, "inf"):
        chosen["message"]["ts"] = ts
        assert driver.deliver(INTERACTIVE, chosen).status == 400


@pytest.mark.parametrize(
    "left_out", ["team_id", "user_id", "trigger_id", "command", "text", "channel_id", "response_url"]
)
def test_a_command_without_one_of_its_fields_is_no_fault_of_ours(driver: Driver, left_out: str) -> None:
    slack = driver.slack
    payload = slash_command(slack, "/change", "x", slack.user("Ann"), slack.channel("abc"))
    del payload[left_out]
    assert driver.deliver(COMMAND, payload).status in (200, 400)


@pytest.mark.parametrize("size", [4 * 1024 * 1024 + 1, 20 * 1024 * 1024])
def test_what_is_huge_is_413_before_anything_else(driver: Driver, size: int) -> None:
    assert driver.http.raw(b"x" * size, FORM, signed=False).status == 413
    assert driver.http.raw(b"x" * size, FORM).status == 413


def test_the_address_is_verified_by_its_challenge(driver: Driver) -> None:
    answer = driver.url_verification("the challenge of today")
    assert answer.ok
    assert answer.json["challenge"] == "the challenge of today"
    driver.http.secret = "guessed"  # pragma: allowlist secret
    assert driver.url_verification().status == 401


def test_the_certificate_is_checked_unsigned_and_nothing_else_comes_with_that(house: House, driver: Driver) -> None:
    before = house.count(records)
    assert driver.ssl_check().ok
    for body in (b"ssl_check=1&" + a_change(house.slack), b"ssl_check=2&ssl_check=1", b"\xff=\xfe&ssl_check=1"):
        answer = driver.http.raw(body, FORM, signed=False)
        assert (answer.status, answer.body) == (200, "")
    assert house.count(records) == before
    assert driver.http.raw(b'{"ssl_check": "1"}', JSON, signed=False).status == 401


def test_only_posts_are_taken(house: House) -> None:
    assert httpx.get(f"{house.url}/slack/events", trust_env=False).status_code == 405


@pytest.mark.parametrize(
    ("locale", "said", "near"), [("en-US", "There is no command /chang", "/change"), ("zh-CN", "没有 /chang", "/变更")]
)
def test_an_unknown_command_is_answered_clearly(driver: Driver, locale: str, said: str, near: str) -> None:
    user = driver.slack.add_user(f"Of {locale}", locale=locale)
    answer = driver.command("/chang", "SMS login", user, "abc")
    assert answer.ok
    assert said in answer.json["text"]
    assert near in answer.json["text"]
    assert answer.json["response_type"] == "ephemeral"


def test_an_unknown_button_is_answered_in_words(house: House, driver: Driver) -> None:
    slack = driver.slack
    value = house.signed("of_tomorrow")
    shown = slack.add_message(slack.team.bot_user, "abc", "x", blocks=button_of(value))
    assert driver.press(shown, "Go", "Ann").ok
    slack.wait_for(lambda: last_told(slack) == "There is no such thing here")


def test_a_workspace_that_did_not_install_is_told_so(driver: Driver) -> None:
    slack = driver.slack
    other = slack.add_team("Other")
    answer = driver.command("/change", "x", slack.add_user("Eve", other), slack.add_channel("far", team=other))
    assert answer.ok
    assert "not installed" in answer.body or "not installed" in last_told(slack)


def button_of(value: str) -> list[dict[str, object]]:
    text = {"type": "plain_text", "text": "Go"}
    button = {"type": "button", "action_id": "go", "block_id": "go", "text": text, "value": value}
    return [{"type": "actions", "block_id": "go", "elements": [button]}]


def last_told(slack: LocalSlack) -> str:
    return slack.ephemerals[-1].text if slack.ephemerals else ""
