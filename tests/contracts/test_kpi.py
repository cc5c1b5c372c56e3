"""Monthly figures on both engines: what was due in the month, what was written in it, and whose it is to see."""

from datetime import timedelta

from dossier.kpi import Kept
from tests.team import Team


def kept(team: Team, who: str = "wangfang") -> list[Kept]:
    """Give the figures of the three days around now, as somebody sees them."""
    now, days = team.clock.now(), timedelta(days=3)
    return team.read(who, lambda store: store.kpi.members(now - days, now + days))


def test_duties_count_by_when_they_were_due_and_done_and_entries_by_who_wrote_them(team: Team) -> None:
    for topic in ("合同", "报价", "验收单", "发票"):
        team.say("wangfang", f"/duty @李雷 {topic}")
    team.say("ann", "/issue 支付失败")
    team.say("ann", "/issue 登录异常")
    team.say("ann", "/dossier undo #2")
    duties = team.read("lilei", lambda store: store.duties.owed_by_me())
    team.write("lilei", lambda store: store.duties.finish(duties[0]))
    team.write("wangfang", lambda store: store.duties.waive(duties[1], "不用了"))
    team.clock.advance(timedelta(hours=30))
    team.write("lilei", lambda store: store.duties.finish(duties[2]))

    assert kept(team) == [Kept("Ann", entries=1), Kept("李雷", on_time=1, late=1, open=1)]


def test_what_lies_outside_the_month_is_not_counted(team: Team) -> None:
    team.say("ann", "/issue 支付失败")
    team.say("wangfang", "/duty @李雷 合同")
    (duty,) = team.read("lilei", lambda store: store.duties.owed_by_me())
    team.write("lilei", lambda store: store.duties.finish(duty))
    team.clock.advance(timedelta(days=10))
    assert kept(team) == []


def test_what_has_been_open_since_an_earlier_month_counts_as_open(team: Team) -> None:
    team.say("wangfang", "/duty @李雷 合同")
    team.clock.advance(timedelta(days=10))
    assert kept(team) == [Kept("李雷", open=1)]


def test_who_is_no_manager_gets_their_own(team: Team) -> None:
    team.say("ann", "/issue 支付失败")
    team.say("lilei", "/issue 登录异常")
    assert kept(team, "ann") == [Kept("Ann", entries=1)]
    assert kept(team, "carla") == []


def test_who_works_on_what_others_wrote_or_wrote_before_has_updated_it_once(team: Team) -> None:
    team.say("ann", "/issue 支付失败")
    team.clock.advance(timedelta(days=10))
    team.say("ann", "/issue 登录异常")
    for how in ("重启服务", "回滚配置"):
        for number in (1, 2):
            fix(team, "wangfang", number, how)
    fix(team, "ann", 1, "加监控")
    fix(team, "ann", 2, "加监控")

    assert kept(team) == [Kept("Ann", entries=1, changed=1), Kept("王芳", changed=2)]
    assert kept(team, "ann") == [Kept("Ann", entries=1, changed=1)]


def fix(team: Team, who: str, number: int, how: str) -> None:
    """Have somebody write into an issue how it is solved."""
    saved = team.read(who, lambda store: store.records.by_number(team.dossier, number))
    team.write(who, lambda store: store.records.change(saved, {**saved.content, "details": how}))
