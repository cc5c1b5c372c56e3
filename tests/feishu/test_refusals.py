"""What Feishu's refusals and silences mean: for good, for now, or unknown; in plain words and without a secret."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from bot.feishu.api import Api, plain_request
from bot.feishu.errors import answer
from bot.feishu.sender import FeishuPlatform
from chat.messages import say
from chat.platform import Busy, Closed, Failed, Lost, Reason, Target
from tests.feishu.local import LocalFeishu
from tests.feishu.office import Office, api_on, open_office, platform_on

CREATE, TOKEN = "message.create", "token"
CLOSED = {
    230002: Reason.NOT_IN_CHANNEL,
    230034: Reason.NOT_IN_CHANNEL,
    232009: Reason.ARCHIVED,
}
FOR_GOOD = {
    230001: Reason.REJECTED,
    230006: Reason.MISSING_SCOPE,
    230013: Reason.NO_ACCOUNT,
    230018: Reason.RESTRICTED,
    230025: Reason.REJECTED,
    230029: Reason.NO_ACCOUNT,
    230035: Reason.RESTRICTED,
    230053: Reason.NO_ACCOUNT,
    230099: Reason.REJECTED,
    99991672: Reason.MISSING_SCOPE,
    99991673: Reason.NO_TOKEN,
    299999: None,
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a team whose chat is a local Feishu."""
    with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def platform(office: Office) -> FeishuPlatform:
    """Give the product's side of that Feishu."""
    return platform_on(office.feishu, office.database)


def here(office: Office) -> Target:
    """Give the group abc."""
    return Target(office.feishu.tenant_key, channel=office.abc.id)


@pytest.mark.parametrize(("code", "reason"), CLOSED.items())
def test_a_group_that_cannot_be_written_to_is_closed(
    office: Office, platform: FeishuPlatform, code: int, reason: Reason
) -> None:
    office.feishu.faults.refuse(CREATE, code)
    with pytest.raises(Closed, match=str(code)) as closed:
        platform.send(here(office), say("one"), "k1")
    assert closed.value.reason is reason


@pytest.mark.parametrize("code", CLOSED)
def test_somebodys_chat_that_is_closed_is_an_account_that_cannot_be_written_to(
    office: Office, platform: FeishuPlatform, code: int
) -> None:
    office.feishu.faults.refuse(CREATE, code)
    with pytest.raises(Failed) as failed:
        platform.send(Target(office.feishu.tenant_key, account=office.owner.open_id), say("one"), "k1")
    assert (type(failed.value), failed.value.reason) == (Failed, Reason.NO_ACCOUNT)


@pytest.mark.parametrize(("code", "reason"), FOR_GOOD.items())
def test_a_refusal_for_good_is_told_with_its_reason(
    office: Office, platform: FeishuPlatform, code: int, reason: Reason | None
) -> None:
    office.feishu.faults.refuse(CREATE, code)
    with pytest.raises(Failed, match=str(code)) as failed:
        platform.send(here(office), say("one"), "k1")
    assert (type(failed.value), failed.value.reason) == (Failed, reason)


def test_which_permission_is_missing_is_told(office: Office, platform: FeishuPlatform) -> None:
    office.feishu.scopes.difference_update({"im:message"})
    with pytest.raises(Failed, match="im:message:send_as_bot"):
        platform.send(here(office), say("one"), "k1")


@pytest.mark.parametrize("status", [429, 400])
def test_a_rate_limit_is_busy_for_as_long_as_feishu_says(office: Office, platform: FeishuPlatform, status: int) -> None:
    office.feishu.faults.rate_limit(CREATE, seconds=17, status=status)
    with pytest.raises(Busy) as busy:
        platform.send(here(office), say("one"), "k1")
    assert busy.value.seconds == 17


def test_the_rate_of_a_group_is_busy_for_a_moment(office: Office, platform: FeishuPlatform) -> None:
    office.feishu.faults.refuse(CREATE, 230020)
    with pytest.raises(Busy) as busy:
        platform.send(here(office), say("one"), "k1")
    assert busy.value.seconds == 2


@pytest.mark.parametrize("happens", ["cut", "lose_reply", "break_down"])
def test_no_answer_or_none_of_feishus_is_lost(office: Office, platform: FeishuPlatform, happens: str) -> None:
    getattr(office.feishu.faults, happens)(CREATE)
    with pytest.raises(Lost):
        platform.send(here(office), say("one"), "k1")


@pytest.mark.parametrize("code", [230049, 1500])
def test_errors_after_which_something_may_have_happened_are_lost(
    office: Office, platform: FeishuPlatform, code: int
) -> None:
    office.feishu.faults.refuse(CREATE, code)
    with pytest.raises(Lost, match=str(code)):
        platform.send(here(office), say("one"), "k1")


@pytest.mark.parametrize(
    ("status", "kind"), [(200, Lost), (302, Lost), (403, Busy), (413, Busy), (429, Busy), (500, Lost), (504, Lost)]
)
@pytest.mark.parametrize("page", [b"<html>gateway</html>", b"", b"\xff\xfe", b"[]", b'{"code": "0"}', b"null"])
def test_whatever_a_gateway_says_raises_one_of_the_ports_errors(
    status: int, kind: type[Exception], page: bytes
) -> None:
    with pytest.raises(kind):
        answer(status, {"Content-Type": "text/html"}, page)


def test_where_nobody_listens_nothing_is_lost(office: Office) -> None:
    there = LocalFeishu()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        there.base_url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(Busy) as busy:
        platform_on(there, office.database).send(here(office), say("one"), "k1")
    assert busy.value.seconds == 30


def test_no_error_shows_a_secret(
    office: Office, platform: FeishuPlatform, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing() -> str:
        with pytest.raises((Failed, Busy, Lost)) as raised:
            platform.send(here(office), say("one"), "k1")
        return f"{raised.value!r} {raised.value.__cause__!r}"

    found = ""
    for code in (*FOR_GOOD, *CLOSED, 99991663, 230049):
        office.feishu.faults.refuse(CREATE, code, times=2 if code == 99991663 else 1)
        found += failing()
    office.feishu.faults.cut(CREATE)
    found += failing() + caplog.text + capsys.readouterr().out
    assert office.feishu.app_secret not in found
    assert all(each.value not in found for each in office.feishu.tokens)
    assert office.feishu.app_secret not in repr(api_on(office.feishu).app)


# The token


def test_one_token_is_got_for_all_threads(office: Office) -> None:
    api, together = api_on(office.feishu), Barrier(8)

    def ask(_: int) -> str:
        together.wait()
        return api.token()

    office.feishu.faults.delay(TOKEN, 0.2)
    with ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(ask, range(8)))
    assert (len(tokens), len(office.feishu.called(TOKEN))) == (1, 1)


def test_an_error_of_the_token_is_told_to_all_that_wait_for_it(office: Office) -> None:
    api, together = api_on(office.feishu, "wrong"), Barrier(8)

    def ask(_: int) -> Reason | None:
        together.wait()
        with pytest.raises(Failed) as failed:
            api.token()
        return failed.value.reason

    office.feishu.faults.delay(TOKEN, 0.2)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {Reason.NO_TOKEN}
    assert len(office.feishu.called(TOKEN)) == 1


def test_a_stale_token_is_replaced_once_and_the_call_goes_through(office: Office, platform: FeishuPlatform) -> None:
    platform.send(here(office), say("one"), "k1")
    office.feishu.spoil_tokens()
    platform.send(here(office), say("two"), "k2")
    assert (len(office.posted()), len(office.feishu.called(TOKEN))) == (2, 2)


def test_a_token_that_is_never_accepted_is_no_endless_loop(office: Office, platform: FeishuPlatform) -> None:
    office.feishu.faults.refuse(CREATE, 99991663, times=9)
    with pytest.raises(Busy):
        platform.send(here(office), say("one"), "k1")
    assert (len(office.feishu.called(CREATE)), len(office.feishu.called(TOKEN))) == (2, 2)


def test_a_token_is_kept_for_its_life_and_replaced_before_its_end(office: Office) -> None:
    api = api_on(office.feishu)
    first = api.token()
    office.feishu.advance(94 * 60)
    assert api.token() == first
    office.feishu.advance(2 * 60)
    second = api.token()
    assert second != first
    assert len(office.feishu.called(TOKEN)) == 2


@pytest.mark.parametrize("happens", ["cut", "lose_reply", "break_down", "rate_limit"])
def test_where_no_token_comes_nothing_of_the_message_was_lost(
    office: Office, platform: FeishuPlatform, happens: str
) -> None:
    getattr(office.feishu.faults, happens)(TOKEN)
    with pytest.raises(Busy):
        platform.send(here(office), say("one"), "k1")
    assert office.feishu.called(CREATE) == []
    platform.send(here(office), say("one"), "k1")
    assert len(office.posted()) == 1


def test_a_call_the_sdk_has_no_model_of_is_made_plainly(office: Office) -> None:
    api: Api = api_on(office.feishu)
    assert api.call(plain_request("GET", "/open-apis/bot/v3/info"))["bot"]["open_id"] == office.feishu.bot_open_id
    made = api.call(
        plain_request(
            "POST",
            "/open-apis/application/v7/app_slash_commands",
            {"command": "纪要", "description": {"default_value": "会议纪要"}},
        )
    )
    assert made["command"] == "纪要"
