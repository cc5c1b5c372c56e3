"""Workspaces install the app by OAuth from a running server, use it, each for itself, and take it away again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from storage.tables import installations, organisations, outbox, records, workspaces
from tests.slack.house import House, open_house
from tests.slack.local import Channel, LocalSlack, Team, User, authorize, payloads
from tests.slack.local.wires import EVENT

LINE = "{} | reason: asked | impact: 3 days"


@dataclass(frozen=True, slots=True)
class Office:
    """A workspace with somebody who installs the app and a channel with the bot in it."""

    house: House
    team: Team
    boss: User
    channel: Channel

    def install(self) -> httpx.Response:
        """Install the app in a browser, from the first page to the last."""
        with httpx.Client(base_url=self.house.url, trust_env=False) as browser:
            begun = browser.get("/slack/install")
            assert begun.status_code == 302
            query = dict(parse_qsl(urlsplit(begun.headers["location"]).query))
            back = browser.get(authorize(self.house.slack, query, self.team, self.boss))
        assert back.status_code == 200, back.text
        return back

    def start(self, title: str) -> None:
        """Start a dossier by its form, in the channel."""
        slack, driver = self.house.slack, self.house.driver
        assert driver.join(slack.users[self.team.bot_user], self.channel, self.boss).ok
        driver.command("/dossier", f"start {title} Ltd", self.boss, self.channel)
        view = slack.wait_for(lambda: slack.open_view(self.boss))
        driver.submit(view, {"f:text:1:short_name": title, "f:text:1:project": "Shop"})
        assert view.errors == {}

    def asks(self, text: str) -> str:
        """Give a `/dossier` command and what it is answered."""
        return self.house.driver.command("/dossier", text, self.boss, self.channel).body

    def logs(self, summary: str) -> str:
        """Log a change in one line and give the answer."""
        return self.house.driver.command("/change", LINE.format(summary), self.boss, self.channel).body

    def cards(self) -> str:
        """Give the text of everything posted in the channel."""
        return "\n".join(each.text for each in self.house.slack.posted(self.channel))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, by_oauth=True, slack=LocalSlack()) as house:
        yield house


@pytest.fixture
def north(house: House) -> Office:
    slack = house.slack
    ann = slack.add_user("Ann")
    return Office(house, slack.team, ann, slack.add_channel("abc", [ann]))


@pytest.fixture
def south(house: House) -> Office:
    slack = house.slack
    team = slack.add_team("Südwerk")
    bob = slack.add_user("Bob", team)
    return Office(house, team, bob, slack.add_channel("xyz", [bob], team=team))


def test_two_workspaces_install_it_and_each_sees_only_its_own(house: House, north: Office, south: Office) -> None:
    assert "Northlight" in north.install().text
    assert "Südwerk" in south.install().text
    north.start("ABC")
    south.start("XYZ")
    assert north.logs("Login by SMS") == south.logs("Refund by post") == ""
    house.slack.wait_for(lambda: "Login by SMS" in north.cards() and "Refund by post" in south.cards(), 20)
    assert "Refund" not in north.cards()
    assert "Login" not in south.cards()
    for office, mine, theirs in ((north, "ABC", "XYZ"), (south, "XYZ", "ABC")):
        listed = office.asks("list all") + office.asks("status all") + office.asks("search by")
        assert mine in listed
        assert theirs not in listed
    assert house.count(organisations) == 2
    tokens = {call.params["channel"]: call.token for call in house.slack.called("chat.postMessage")}
    assert {house.slack.tokens[token or ""].team for token in tokens.values()} == {north.team.id, south.team.id}
    assert house.slack.tokens[tokens[south.channel.id] or ""].team == south.team.id


def test_who_installs_manages_from_then_on(north: Office) -> None:
    assert "You are the first manager" in north.install().text
    north.start("ABC")
    assert "ABC" in north.asks("status")


def test_who_installs_is_spoken_to_in_their_language_and_with_their_time_from_the_first_word_on(
    house: House, north: Office
) -> None:
    north.boss.locale, north.boss.tz = "en-US", "Africa/Nairobi"
    north.install()
    assert house.driver.command("/dossier", "settings", north.boss, north.channel).ok
    form = str(house.slack.wait_for(lambda: house.slack.open_view(north.boss)).content)
    assert "Africa/Nairobi" in form
    assert "时区" not in form


def test_before_it_is_installed_it_says_so(house: House, south: Office) -> None:
    house.driver.command("/change", "x", south.boss, south.channel)
    assert "not installed" in house.slack.told(south.boss)[-1].text


def test_a_token_is_renewed_while_it_serves(house: House, north: Office) -> None:
    slack = house.slack
    slack.rotating, slack.token_seconds = True, 3600
    north.install()
    slack.token_seconds = 12 * 3600
    north.start("ABC")
    renewed = [each for each in slack.called("oauth.v2.access") if each.params.get("grant_type") == "refresh_token"]
    assert len(renewed) == 1
    slack.advance(2 * 3600)  # The first token has ended.
    assert north.logs("Login by SMS") == ""
    slack.wait_for(lambda: "Login by SMS" in north.cards(), 20)
    assert [each.error for each in slack.calls if each.error == "token_expired"] == []


@pytest.mark.parametrize("event", ["app_uninstalled", "tokens_revoked"])
def test_who_takes_it_away_leaves_no_token_behind(house: House, north: Office, south: Office, event: str) -> None:
    north.install()
    south.install()
    north.start("ABC")
    south.start("XYZ")
    assert getattr(house.driver, event)(north.team).ok
    assert house.count(installations) == 1
    assert [subject for subject, _ in house.audited("installation.forget")] == [f"workspace:slack:{north.team.id}"]
    first = min(house.column(workspaces.c.id))[0]
    assert "pending" not in {
        state for state, where in house.column(outbox.c.state, outbox.c.workspace_id) if where == first
    }
    assert house.driver.command("/dossier", "status", north.boss, north.channel).ok
    assert "not installed" in north.asks("status") + house.slack.told(north.boss)[-1].text
    assert south.logs("Refund by post") == ""
    house.slack.wait_for(lambda: "Refund by post" in south.cards(), 20)


def test_both_events_together_are_no_trouble(house: House, north: Office) -> None:
    north.install()
    assert house.driver.tokens_revoked(north.team).ok
    assert house.driver.app_uninstalled(north.team).ok
    assert house.driver.again().ok
    assert house.count(installations) == 0
    assert len(house.audited("installation.forget")) == 1


def test_a_user_s_token_alone_takes_nothing_away(house: House, north: Office) -> None:
    north.install()
    event = {"type": "tokens_revoked", "tokens": {"oauth": [north.boss.id], "bot": []}}
    assert house.driver.event(event, north.team).ok
    assert house.count(installations) == 1


def test_installing_again_brings_everything_back(house: House, north: Office) -> None:
    north.install()
    north.start("ABC")
    north.logs("Login by SMS")
    house.driver.app_uninstalled(north.team)
    assert "first manager" not in north.install().text
    assert "ABC" in north.asks("status")
    assert north.logs("Login by mail") == ""
    assert house.count(records) == 2
    house.slack.wait_for(lambda: "Login by mail" in north.cards(), 20)
    assert house.count(organisations) == 1


def test_an_uninstallation_told_late_leaves_the_new_installation(house: House, north: Office) -> None:
    north.install()
    late = payloads.event_callback(house.slack, {"type": "app_uninstalled"}, north.team)
    late["event_time"] -= 60
    assert house.driver.deliver(EVENT, late).ok
    assert house.count(installations) == 1
    north.start("ABC")
    assert "ABC" in north.asks("status")


def test_a_bot_is_never_in_two_organisations(house: House, north: Office) -> None:
    for _ in range(3):
        north.install()
    assert (house.count(organisations), house.count(installations)) == (1, 1)
