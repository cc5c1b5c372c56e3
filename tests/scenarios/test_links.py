"""Links to documents: looked at from time to time, named where they lead nowhere, and let be where they do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import ThreadingHTTPServer
from threading import Event, Thread
from typing import ClassVar

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.links import LinkChecks, Where
from bot.wiring import build
from dossier.views import Saved
from storage.tables import links
from tests.team import ZONE, Team, button_in, buttons_in, form_in, said
from tests.unit.bot.test_links import _Site


@pytest.fixture
def site() -> Iterator[str]:
    """Give the address of a site on this machine."""
    with _serving(_Site) as address:
        yield address


class _Back(_Site):
    """What is not there when it is first asked for, and is from then on."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:  # noqa: N802
        self.send_response(200 if self.asked else 410)
        self.asked.append(self.path)
        self.end_headers()


class _Slow(_Site):
    """What is not there, and says so when it is let."""

    asked: ClassVar[Event] = Event()
    answers: ClassVar[Event] = Event()

    def do_GET(self) -> None:  # noqa: N802
        self.asked.set()
        self.answers.wait(20)
        self.send_response(410)
        self.end_headers()


@contextmanager
def _serving(answering: type[_Site]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def looked(team: Team, where: Where = Where.ALL, **later: float) -> int:
    """Let time pass and look at what is due."""
    if later:
        team.wait(**later)
    return LinkChecks(team.database, team.app.keyring, team.clock.now, where).run()


def record(team: Team, number: int = 1) -> Saved:
    return team.read("lilei", lambda store: store.records.by_number(team.dossier, number))


def logged(team: Team, link: str) -> None:
    team.say("lilei", f"/dossier document 部署方案 | 链接: {link}")


def test_a_link_that_leads_nowhere_is_named_on_the_card_and_in_what_is_missing(team: Team, site: str) -> None:
    logged(team, f"{site}/gone")
    logged(team, f"{site}/fine")
    assert looked(team) == 2

    assert f"This link leads nowhere any more: {site}/gone" in said(team.say("ann", "/dossier show #1"))
    assert f"链接已经打不开：{site}/gone" in said(team.say("lilei", "/dossier show #1"))
    assert "nowhere" not in said(team.say("ann", "/dossier show #2"))
    missing = said(team.say("lilei", "/dossier missing"))
    assert "1 条记录里的链接打不开：#1 部署方案" in missing
    assert "A link leads nowhere: #1 部署方案" in said(team.say("ann", "/dossier missing"))


def test_the_health_report_names_what_leads_nowhere_with_what_it_costs_and_how_to_mend_it(
    team: Team, site: str
) -> None:
    logged(team, f"{site}/gone")
    before = team.read("lilei", lambda store: store.health.report(team.dossier, ZONE)).score
    looked(team)

    shown = team.say("lilei", "/档案 健康度")
    assert "−1 1 条记录里的链接打不开：#1 部署方案" in said(team.press(button_in(shown, "health-whole"), "lilei"))
    assert team.read("lilei", lambda store: store.health.report(team.dossier, ZONE)).score == before - 1
    whole = team.press(button_in(shown, "health-whole"), "lilei")
    (mend,) = [each for each in buttons_in(whole) if each.label == "改链接：部署方案"]
    assert form_in(team.press(mend, "lilei")).name == "edit"
    english = team.press(button_in(team.say("ann", "/dossier health"), "health-whole"), "ann")
    assert "−1 A link leads nowhere: #1 部署方案" in said(english)

    record_of = record(team)
    team.write("lilei", lambda store: store.records.change(record_of, {"title": "部署方案", "link": f"{site}/fine"}))
    assert team.read("lilei", lambda store: store.health.report(team.dossier, ZONE)).score == before


def test_what_does_not_answer_is_dead_after_three_days_and_alive_when_it_answers_again(team: Team, site: str) -> None:
    logged(team, f"{site}/broken")
    for expected in (False, False, True):
        looked(team, days=1, seconds=1)
        assert bool(record(team).dead_links) is expected
    team.write("lilei", lambda store: store.records.change(record(team), {"title": "部署方案", "link": f"{site}/fine"}))
    assert not record(team).dead_links
    looked(team)
    assert not record(team).dead_links


def test_what_is_fine_is_looked_at_again_after_a_week(team: Team, site: str) -> None:
    logged(team, f"{site}/fine")
    assert looked(team) == 1
    assert looked(team, days=6) == 0
    assert looked(team, days=1, seconds=1) == 1


def test_a_deleted_record_s_links_are_not_looked_at(team: Team, site: str) -> None:
    logged(team, f"{site}/gone")
    team.write("lilei", lambda store: store.records.remove(record(team)))
    assert looked(team) == 0
    team.write("lilei", lambda store: store.records.restore(record(team), 1))
    assert looked(team) == 1


def test_a_link_into_a_network_of_its_own_is_not_asked_for_and_not_said_to_be_dead(team: Team, site: str) -> None:
    logged(team, f"{site}/gone")
    assert looked(team, Where.PUBLIC) == 1
    assert not record(team).dead_links


def test_where_it_is_off_nothing_is_looked_at(team: Team, site: str) -> None:
    logged(team, f"{site}/gone")
    assert looked(team, Where.OFF) == 0
    team.app.links.tick()
    query = select(links.c.said)
    assert team.database.read(lambda connection: connection.execute(query).scalar_one()) is None


def test_who_may_not_read_the_record_is_not_told_of_its_links(team: Team, site: str) -> None:
    logged(team, f"{site}/gone")
    looked(team)
    assert team.read("wangfang", lambda store: store.links.dead(team.dossier.id))
    assert team.read("carla", lambda store: store.links.dead(team.dossier.id)) == []
    assert team.read("zhaomin", lambda store: store.links.dead(team.dossier.id)) == []


def test_the_channel_and_the_author_are_told_of_a_dead_link_once_and_lists_mark_it(team: Team, site: str) -> None:
    logged(team, f"{site}/gone")
    logged(team, f"{site}/fine")
    assert all("⚠️" not in each.text for each in team.posted("abc"))
    looked(team)

    dead, fine = team.posted("abc")
    assert f"⚠️ 链接已经打不开：{site}/gone" in dead.text
    assert "⚠️" not in fine.text
    (told,) = [each for each in team.told("lilei") if "打不开" in each.text]
    assert "你记录的 #1 部署方案 里有一个链接已经打不开" in told.text
    assert form_in(team.press(button_in(told, "edit"), "lilei")).name == "edit"
    assert team.told("ann") == []
    listed = said(team.say("lilei", "/档案 列表 文档"))
    assert listed.count("⚠️ 链接打不开") == 1
    assert "⚠️ a link leads nowhere" in said(team.say("ann", "/dossier list document"))

    for _ in range(2):
        assert looked(team, days=1, seconds=1) >= 1
    assert len([each for each in team.told("lilei") if "打不开" in each.text]) == 1


def test_the_channel_s_card_says_nothing_of_a_link_any_more_when_it_leads_somewhere_again(team: Team) -> None:
    with _serving(_Back) as site:
        logged(team, f"{site}/plan")
        team.posted("abc")
        looked(team)
        (card,) = team.posted("abc")
        assert f"⚠️ 链接已经打不开：{site}/plan" in card.text
        looked(team, days=1, seconds=1)
    (card,) = [each for each in team.posted("abc") if "部署方案" in each.text]
    assert "⚠️" not in card.text
    (told,) = [each for each in team.told("lilei") if "打不开" in each.text]
    assert "已经没有打不开的链接了" in told.text
    assert buttons_in(told) == []


def test_who_was_told_of_a_dead_link_sees_that_it_was_mended(team: Team, site: str) -> None:
    logged(team, f"{site}/gone")
    looked(team)
    form = form_in(team.say("lilei", "/档案 修改 #1"))
    team.submit(form, "lilei", link=f"{site}/fine")

    (told,) = [each for each in team.told("lilei") if "打不开" in each.text]
    assert "已经没有打不开的链接了" in told.text
    assert buttons_in(told) == []


def test_moving_the_clock_has_links_looked_at_and_waits_for_no_site(team: Team) -> None:
    with _serving(_Slow) as site:
        logged(team, f"{site}/gone")
        clock = MovableClock(team.clock.now())
        app = build(team.database, team.app.keyring, clock, team.app.default, [team.platform], where=Where.ALL)
        app.start()
        try:
            clock.advance(timedelta(minutes=1))
            assert _Slow.asked.wait(20)
            assert not record(team).dead_links
            _Slow.answers.set()
            app.scheduler.stop()
            assert record(team).dead_links == {f"{site}/gone"}
        finally:
            _Slow.answers.set()
            app.stop()
