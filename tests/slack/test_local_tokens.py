"""The local Slack gives tokens out, renews them and refuses them as Slack does."""

from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack.local import LocalSlack, authorize


def refusal(error: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(error.value.response["error"])


def test_a_token_is_refused_for_what_is_wrong_with_it(slack: LocalSlack) -> None:
    def error_of(token: str) -> dict[str, Any]:
        with pytest.raises(SlackApiError) as error:
            WebClient(token=token, base_url=slack.api_url, retry_handlers=[]).users_list()
        data = error.value.response.data
        assert isinstance(data, dict)
        return data

    narrow = slack.install(scopes=["chat:write"])
    expiring = slack.install(rotating=True)
    assert error_of("")["error"] == "not_authed"
    assert error_of("xoxb-unknown")["error"] == "invalid_auth"
    needed = {"ok": False, "error": "missing_scope", "needed": "users:read", "provided": "chat:write"}
    assert error_of(narrow.value) == needed
    slack.advance(12 * 60 * 60)
    assert error_of(expiring.value)["error"] == "token_expired"
    WebClient(token=slack.bot_token, base_url=slack.api_url).auth_revoke()
    assert error_of(slack.bot_token)["error"] == "token_revoked"
    slack.take_away()
    assert error_of(narrow.value)["error"] == "account_inactive"


def test_scopes_stand_in_the_headers(slack: LocalSlack) -> None:
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    assert "chat:write" in client.auth_test().headers["X-OAuth-Scopes"].split(",")


def test_a_code_gives_a_token_once_and_a_refresh_token_another_one_once(slack: LocalSlack) -> None:
    slack.rotating = True
    other = slack.add_team("Other")
    boss = slack.add_user("Boss", other)
    client = WebClient(base_url=slack.api_url, retry_handlers=[])
    who = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    back = authorize(slack, {"scope": "chat:write", "state": "s", "redirect_uri": "https://x.example/cb"}, other, boss)
    query = httpx.URL(back).params
    first = client.oauth_v2_access(code=query["code"], redirect_uri="https://x.example/cb", **who)
    assert query["state"] == "s"
    assert (first["team"]["id"], first["authed_user"]["id"]) == (other.id, boss.id)
    assert first["expires_in"] == 12 * 60 * 60
    with pytest.raises(SlackApiError) as error:
        client.oauth_v2_access(code=query["code"], **who)
    assert refusal(error) == "invalid_code"
    renew = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], **who}
    second = client.oauth_v2_access(**renew)
    assert WebClient(token=second["access_token"], base_url=slack.api_url).auth_test()["team_id"] == other.id
    with pytest.raises(SlackApiError) as error:
        client.oauth_v2_access(**renew)
    assert refusal(error) == "invalid_refresh_token"
