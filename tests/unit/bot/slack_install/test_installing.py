"""Bolt's stores over our database, and who a signed request is from."""

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltError
from slack_bolt.listener.async_builtins import AsyncTokenRevocationListeners
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation

from bot.slack.installing import Authorize, Installations, States
from bot.slack.oauth import OAuthFlow, oauth_settings
from bot.slack.tokens import Tokens
from chat.platform import Failed
from tests.unit.bot.slack_install.serving import KEYRING, Place

SIGNING = b"signing"


def store(place: Place, tokens: Tokens | None = None) -> Installations:
    """Give Bolt's store over the database."""
    return Installations(place.database, KEYRING, tokens or place.tokens(), place.api, place.now)


def authorized(place: Place, team: str | None, tokens: Tokens | None = None) -> dict[str, Any] | None:
    """Give what Bolt is told of a request from a team."""
    authorize = Authorize(tokens or place.tokens())
    return asyncio.run(authorize(context=AsyncBoltContext(), enterprise_id=None, team_id=team, user_id="U9"))


def test_bolt_finds_the_bot_of_a_workspace_without_its_refresh_token(place: Place) -> None:
    token = place.install()
    bot = asyncio.run(store(place).async_find_bot(enterprise_id=None, team_id=place.slack.team.id))
    assert bot is not None
    assert (bot.bot_token, bot.bot_id, bot.bot_user_id) == (
        token.value,
        place.slack.team.bot,
        place.slack.team.bot_user,
    )
    assert bot.bot_refresh_token is None
    assert asyncio.run(store(place).async_find_bot(enterprise_id=None, team_id="T404")) is None


@pytest.mark.parametrize("given", [{"is_enterprise_install": True, "enterprise_id": "E1"}, {"team_id": "T1"}])
def test_what_is_no_bot_in_a_workspace_is_not_kept(place: Place, given: dict[str, Any]) -> None:
    installation = Installation(user_id="U1", user_token="xoxp-1", **given)
    with pytest.raises(BoltError):
        asyncio.run(store(place).async_save(installation))


def test_an_uninstalled_app_has_no_token_at_once(place: Place) -> None:
    place.install(rotating=False)
    tokens = place.tokens()
    tokens.token(place.slack.team.id)
    listeners = AsyncTokenRevocationListeners(store(place, tokens))
    context = AsyncBoltContext({"team_id": place.slack.team.id})
    asyncio.run(listeners.handle_app_uninstalled_events(context))
    assert place.kept() is None
    with pytest.raises(Failed):
        tokens.token(place.slack.team.id)


@pytest.mark.parametrize(("revoked", "left"), [({"oauth": ["U1"]}, True), ({"bot": ["UBOT"]}, False)])
def test_only_the_revoked_token_of_the_bot_ends_an_installation(
    place: Place, revoked: dict[str, list[str]], left: bool
) -> None:
    place.install()
    listeners = AsyncTokenRevocationListeners(store(place))
    context = AsyncBoltContext({"team_id": place.slack.team.id})
    asyncio.run(listeners.handle_tokens_revoked_events({"tokens": revoked}, context))
    assert (place.kept() is not None) is left


def test_a_request_is_from_the_bot_that_its_workspace_has_installed_and_slack_is_not_asked(place: Place) -> None:
    token = place.install()
    found = authorized(place, place.slack.team.id)
    assert found is not None
    assert {name: value for name, value in found.items() if value is not None} == {
        "team_id": place.slack.team.id,
        "bot_token": token.value,
        "bot_id": place.slack.team.bot,
        "bot_user_id": place.slack.team.bot_user,
        "bot_scopes": token.scopes,
        "user_id": "U9",
    }
    assert place.slack.calls == []


@pytest.mark.parametrize("team", ["T404", "", None])
def test_a_request_from_a_workspace_nobody_knows_is_refused(place: Place, team: str | None) -> None:
    place.install()
    assert authorized(place, team) is None


def test_while_an_ended_token_cannot_be_renewed_events_are_taken_in_without_it(place: Place) -> None:
    place.install()
    place.slack.advance(13 * 3600)
    place.slack.faults.break_down("oauth.v2.access")
    found = authorized(place, place.slack.team.id)
    assert found is not None
    assert found["bot_token"] is None
    assert found["bot_user_id"] == place.slack.team.bot_user


def test_bolt_takes_flow_and_authorize_together_and_refuses_strangers(place: Place) -> None:
    place.install()

    async def run() -> list[tuple[int, list[str]]]:
        tokens, heard = place.tokens(), list[str]()
        states = States(place.database, place.now)
        settings = oauth_settings(
            place.app, ["commands"], "https://dossier.example", store(place, tokens), states, place.api
        )
        app = AsyncApp(
            signing_secret=SIGNING.decode(),
            authorize=Authorize(tokens),  # type: ignore[arg-type]  # Bolt takes these too, but does not say so.
            oauth_flow=OAuthFlow(settings, place.api),
            process_before_response=True,
        )

        @app.event("app_mention")
        async def mentioned(event: dict[str, Any]) -> None:
            heard.append(event["text"])

        answers = []
        for team in (place.slack.team.id, "T404"):
            answer = await app.async_dispatch(signed(team))
            assert isinstance(answer, BoltResponse)
            answers.append((answer.status, [*heard]))
        return answers

    assert asyncio.run(run()) == [(200, ["hello"]), (200, ["hello"])]
    assert place.slack.calls == []


def signed(team: str) -> AsyncBoltRequest:
    """Give a mention as Slack delivers it (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
    event = {"type": "app_mention", "user": "U1", "text": "hello", "channel": "C1", "ts": "1.2"}
    body = json.dumps({"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": event})
    moment = str(int(time.time()))
    digest = hmac.new(SIGNING, f"v0:{moment}:{body}".encode(), hashlib.sha256).hexdigest()
    return AsyncBoltRequest(
        body=body,
        headers={
            "content-type": "application/json",
            "x-slack-request-timestamp": moment,
            "x-slack-signature": f"v0={digest}",
        },
    )
