"""Installing by OAuth, from the first click to the page at the end, through Bolt's flow and a local Slack."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
import structlog
from starlette.applications import Starlette

from bot.slack.installing import Installations, States
from bot.slack.oauth import OAuthFlow, oauth_settings, routes
from bot.slack.tokens import App
from dossier.tiers import Tier
from storage.people import recognise
from tests.slack.local import oauth
from tests.unit.bot.slack_install.serving import KEYRING, Place

HTTPS = "https://dossier.example"
SCOPES = ["chat:write", "commands", "users:read"]


class Browser:
    """A browser at the pages of the product; it follows no redirect by itself."""

    def __init__(self, place: Place, public_url: str = HTTPS, app: App | None = None) -> None:
        app = app or place.app
        store = Installations(place.database, KEYRING, place.tokens(app), place.api, place.now)
        states = States(place.database, place.now)
        settings = oauth_settings(app, SCOPES, public_url, store, states, place.api)
        self._transport = httpx.ASGITransport(Starlette(routes=routes(OAuthFlow(settings, place.api))))
        self._address = public_url
        self.cookies = httpx.Cookies()

    def get(self, address: str) -> httpx.Response:
        """Open a page."""

        async def ask() -> httpx.Response:
            client = httpx.AsyncClient(transport=self._transport, base_url=self._address, cookies=self.cookies)
            async with client:
                answer = await client.get(address)
                self.cookies = client.cookies
                return answer

        return asyncio.run(ask())


def sent_to(begun: httpx.Response) -> dict[str, str]:
    """Give the query of Slack's page that the browser is sent to."""
    return dict(parse_qsl(urlsplit(begun.headers["location"]).query, keep_blank_values=True))


def agree(place: Place, begun: httpx.Response) -> str:
    """Let Ann agree at Slack; give where she is sent back to."""
    ann = next((each for each in place.slack.users.values() if each.name == "Ann"), None)
    return oauth.authorize(place.slack, sent_to(begun), user=ann or place.slack.add_user("Ann"))


def test_installing_ends_with_a_page_a_working_token_and_ann_as_first_manager(place: Place) -> None:
    place.slack.rotating = True
    client = Browser(place)
    page = client.get(agree(place, client.get("/slack/install")))
    assert page.status_code == 200
    for words in (
        "已装好：Northlight",
        "Installed in Northlight",
        "你是第一位管理员",
        "/invite @Dossier",
        "/dossier start",
    ):
        assert words in page.text
    ann, team = place.slack.user("Ann"), place.slack.team
    known = place.database.read(lambda c: recognise(c, "slack", team.id, ann.id))
    assert known is not None
    assert (known.actor.name, known.actor.tier) == ("Ann", Tier.MANAGER)
    kept = place.kept()
    assert kept is not None
    assert (kept.bot_user, kept.bot, kept.installed_by) == (team.bot_user, team.bot, ann.id)
    assert kept.scopes == tuple(SCOPES)
    place.until_end(timedelta(hours=1))
    assert place.tokens().token(team.id) != kept.bot_token  # The refresh token is good too.


def test_without_the_scope_to_look_her_up_the_installer_is_called_by_her_id(place: Place) -> None:
    place.slack.faults.refuse("users.info", "missing_scope")
    client = Browser(place)
    assert client.get(agree(place, client.get("/slack/install"))).status_code == 200
    ann = place.slack.user("Ann")
    known = place.database.read(lambda c: recognise(c, "slack", place.slack.team.id, ann.id))
    assert known is not None
    assert known.actor.name == ann.id


def test_slack_is_asked_for_the_bot_alone(place: Place) -> None:
    client = Browser(place)
    begun = client.get("/slack/install?team=T1%0d%0aSet-Cookie:x%26user_scope=admin")
    assert begun.status_code == 302
    assert begun.headers["location"].startswith(f"{place.slack.base_url}/oauth/v2/authorize?")
    query = sent_to(begun)
    assert query.pop("state")
    assert query == {
        "client_id": place.app.client_id,
        "scope": ",".join(SCOPES),
        "redirect_uri": f"{HTTPS}/slack/oauth_redirect",
    }


def test_a_workspace_can_be_chosen_beforehand(place: Place) -> None:
    client = Browser(place)
    assert sent_to(client.get("/slack/install?team=T012AB"))["team"] == "T012AB"


@pytest.mark.parametrize(("public_url", "secure"), [(HTTPS, True), ("http://localhost:8080", False)])
def test_the_cookie_is_secure_where_the_address_is(place: Place, public_url: str, secure: bool) -> None:
    client = Browser(place, public_url)
    begun = client.get("/slack/install")
    attributes = begun.headers["set-cookie"].split("; ")
    assert client.get(agree(place, begun)).status_code == 200
    assert ("Secure" in attributes) is secure
    assert {"HttpOnly", "SameSite=Lax"} <= {*attributes}


def test_a_state_works_once(place: Place) -> None:
    client = Browser(place)
    begun = client.get("/slack/install")
    cookies = dict(client.cookies)
    assert client.get(agree(place, begun)).status_code == 200
    assert not dict(client.cookies)
    client.cookies.update(cookies)
    again = client.get(agree(place, begun))
    assert again.status_code == 401
    assert "older than ten minutes" in again.text


def test_a_state_is_good_for_ten_minutes(place: Place) -> None:
    client = Browser(place)
    begun = client.get("/slack/install")
    place.slack.advance(601)
    assert client.get(agree(place, begun)).status_code == 401
    assert place.kept() is None


def test_another_browser_cannot_finish(place: Place) -> None:
    client = Browser(place)
    other = Browser(place)
    begun = client.get("/slack/install")
    page = other.get(agree(place, begun))
    assert page.status_code == 400
    assert "请在开始安装的同一个浏览器里完成安装" in page.text
    assert client.get(agree(place, begun)).status_code == 200


def test_who_cancels_is_told_that_nothing_was_changed(place: Place) -> None:
    client = Browser(place)
    page = client.get(oauth.cancelled(sent_to(client.get("/slack/install"))))
    assert page.status_code == 200
    assert "什么都没有改变" in page.text
    assert f'href="{HTTPS}/slack/install"' in page.text


@pytest.mark.parametrize("reason", ["<script>alert(1)</script>", "call +1 555 for help", "a" * 100])
def test_a_page_does_not_say_what_its_address_makes_up(place: Place, reason: str) -> None:
    client = Browser(place)
    page = client.get(f"/slack/oauth_redirect?{urlencode({'error': reason})}")
    assert page.status_code == 200
    assert reason not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_name_of_a_team_is_text(place: Place) -> None:
    place.slack.team.name = "<b>A&B</b> {team}"
    client = Browser(place)
    page = client.get(agree(place, client.get("/slack/install")))
    assert "&lt;b&gt;A&amp;B&lt;/b&gt; {team}" in page.text


@pytest.mark.parametrize("call", ["oauth.v2.access", "auth.test"])
@pytest.mark.parametrize("trouble", ["cut", "break_down", "rate_limit"])
def test_when_slack_does_not_answer_the_page_says_so(place: Place, call: str, trouble: str) -> None:
    getattr(place.slack.faults, trouble)(call)
    client = Browser(place)
    page = client.get(agree(place, client.get("/slack/install")))
    assert page.status_code == 502
    assert "没有从 Slack 得到答复" in page.text
    assert place.kept() is None


def test_when_it_cannot_be_kept_the_page_says_so(place: Place) -> None:
    client = Browser(place)
    back = agree(place, client.get("/slack/install"))
    broken = "CREATE TRIGGER full BEFORE INSERT ON installations BEGIN SELECT RAISE(ABORT, 'full'); END"
    place.database.write(lambda c: c.exec_driver_sql(broken))
    with structlog.testing.capture_logs() as said:
        page = client.get(back)
    assert page.status_code == 500
    assert "没能保存" in page.text
    assert [each["event"] for each in said] == ["an installation could not be kept", "an installation failed"]
    assert place.database.read(lambda c: recognise(c, "slack", place.slack.team.id, "U1")) is None


def test_no_log_holds_a_secret(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = App(place.app.client_id, "wr0ng-s3cret")
    refused = Browser(place, app=wrong)
    client = Browser(place)
    with structlog.testing.capture_logs() as said:
        begun = refused.get("/slack/install")
        back = agree(place, begun)
        assert refused.get(back).status_code == 401
        assert client.get(agree(place, client.get("/slack/install"))).status_code == 200
        client.get("/slack/oauth_redirect?code=c0de&state=st4te")
    caplog_of_ours = "".join(each.getMessage() for each in caplog.records if each.name != "httpx")
    shown = f"{caplog_of_ours} {said}"
    assert "invalid_code" in shown
    query = dict(parse_qsl(urlsplit(back).query))
    secrets = ["xox", "s3cret", place.app.client_secret, query["code"], query["state"], "c0de", "st4te"]
    assert [each for each in secrets if each in shown] == []


def test_what_is_kept_is_not_in_the_file_in_plain(place: Place) -> None:
    place.slack.rotating = True
    client = Browser(place)
    client.get(agree(place, client.get("/slack/install")))
    assert place.kept() is not None
    file = place.database.file or Path()
    raw = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    assert place.slack.team.name.encode() in raw
    assert b"xox" not in raw
