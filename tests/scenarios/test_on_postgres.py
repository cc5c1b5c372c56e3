"""The same conversations on PostgreSQL, where engines differ: odd characters, search, merging, second deliveries."""

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from chat.messages import Button
from chat.replies import Errors, Nothing
from dossier.fields import FileRef
from storage.blobs import Gone
from storage.record_queries import Filter
from storage.tables import blobs
from tests.contracts.databases import administer, beside
from tests.team import Team, button_in, form_in, said

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def team(postgres_url: str) -> Iterator[Team]:
    """Give the organisation in a database of its own, with a change, an issue and a contact logged."""
    name = f"scenarios_{uuid.uuid4().hex}"
    administer(postgres_url, f"CREATE DATABASE {name}")
    with Team.on(beside(postgres_url, name)) as team:
        assert isinstance(team.say("lilei", "/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3 天"), Nothing)
        assert isinstance(team.say("ann", "/issue WeChat Pay fails | severity: high"), Nothing)
        assert isinstance(team.say("lilei", "/contact 王总 | 电话: 138 0000 1234"), Nothing)
        yield team
    administer(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        *(("登", "1"), ("页", "1"), ("短信", "1"), ("证", "1"), ("短证", ""), ("登录页加", "1"), ("页录", "")),
        *(("wechat", "2"), ("WECH", "2"), ("echat", ""), ("fails pay", "2"), ("13800001234", "3"), ("1380000", "")),
        *(("d", ""), ("o", ""), ("o1", ""), ("'; DROP TABLE records; --", ""), ("短信:*", "1"), ("短信 & ! |", "1")),
    ],
)
def test_search_finds_the_same_as_on_sqlite(team: Team, words: str, found: str) -> None:
    answer = said(team.say("lilei", f"/dossier search {words}"))

    assert [line.split("#")[1][0] for line in answer.splitlines() if line.startswith("• ")] == list(found)


@pytest.mark.parametrize("odd", ["\ud800", "a\x00b", "\u202e"])
def test_odd_characters_hurt_no_command(team: Team, odd: str) -> None:
    for command in (
        *("dossier search {}", "dossier list @{}", "dossier status {}", "dossier show {}", "dossier member @{} member"),
        *(
            "dossier bind {}",
            "dossier claim {}",
            "dossier help {}",
            "dossier start {}",
            "resolve {}",
            "{}",
            "dossier {}",
        ),
    ):
        assert "Something went wrong" not in said(team.say("ann", "/" + command.format(f"x{odd}"))), command
    settings = form_in(team.say("ann", "/dossier settings"))
    assert isinstance(team.submit(settings, "ann", zone=f"Europe/{odd}"), Errors)


def test_a_record_is_changed_looked_back_on_restored_and_taken_back(team: Team) -> None:
    team.say("lilei", "/issue 对账失败")
    mine, theirs = (form_in(team.say(who, "/dossier edit #4")) for who in ("lilei", "ann"))
    assert said(team.submit(theirs, "ann", severity="high")) == "Saved your change to #4: 对账失败"
    merged = said(team.submit(mine, "lilei", title="对账文件失败"))
    assert merged.startswith("已保存 #4 的修改：对账文件失败。你修改期间 Ann 也改了严重程度")

    history = team.say("lilei", "/dossier history #4")
    assert "对账[+文件]失败" in said(history)
    team.press(button_in(history, "restore", revision="1"), "lilei")
    team.say("lilei", "/dossier undo #4")

    shown = said(team.say("lilei", "/dossier show #4"))
    assert "对账文件失败" in shown
    # The fifth version of the second issue of the day.
    assert "ABC_问题-2_20261118_v5" in shown


def test_a_form_sent_twice_is_one_record_and_gets_the_same_answer(team: Team) -> None:
    form = form_in(team.say("lilei", "/issue", None))

    answers = [team.submit(form, "lilei", None, event="e1", title="重复提交") for _ in range(2)]

    assert answers[0] == answers[1]
    assert "共 1 条" in said(team.say("lilei", "/dossier search 重复提交"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("list issues of severity high wechat", "2"),
        ("列表 Ann 的高优先级问题 wechat", "2"),
        ("list low issues wechat", ""),
        ("list 李雷 短信", "1"),
    ],
)
def test_lists_are_narrowed_by_people_and_choices(team: Team, words: str, found: str) -> None:
    answer = said(team.say("lilei", f"/dossier {words}"))

    assert sorted(line.split("#")[1][0] for line in answer.splitlines() if line.startswith("• ")) == list(found)


def test_a_file_is_destroyed_with_the_record_it_is_attached_to(team: Team) -> None:
    team.platform.files["合同.txt"] = b"500,000" * 100
    file = FileRef(id="合同.txt", name="合同.txt", size=700, type="text/plain")
    team.say("lilei", "/issue 价格泄露", files=(file,))
    team.app.jobs.work_due()
    (place,) = team.database.read(lambda connection: connection.execute(select(blobs.c.place)).scalars().all())
    record = team.read("lilei", lambda store: store.records.after(team.dossier, 0, Filter(), 50))[-1]
    assert "1 个附件" in said(team.press(Button("", "erase", {"record": record.line.uid}), "wangfang"))
    team.app.jobs.work_due()
    assert team.database.read(lambda connection: connection.execute(select(blobs)).all()) == []
    with pytest.raises(Gone):
        next(team.app.vault.blobs.get(place))


def test_what_was_decided_is_found_by_when_it_was_decided_and_settings_are_told(team: Team) -> None:
    for title in ("改首页", "改结算"):
        team.say("ann", f"/change {title} | reason: asked for | impact: none")
    team.submit(form_in(team.say("wangfang", "/档案 修改 #1")), "wangfang", status="approved")
    number = team.read("lilei", lambda store: store.records.after(team.dossier, 0, Filter(), 50))[-1].line.number
    team.submit(form_in(team.say("wangfang", f"/档案 修改 #{number}")), "wangfang", status="declined")

    approved = said(team.say("lilei", "今天批准了哪些变更？"))
    declined = said(team.say("lilei", "今天驳回了哪些变更？"))
    assert ("登录页加短信验证" in approved, "改" in approved) == (True, False)
    assert ("改结算" in declined, "改首页" in declined) == (True, False)
    assert "没有找到" in said(team.say("lilei", "昨天批准了哪些变更？"))

    team.submit(form_in(team.say("wangfang", "/档案 规则")), "wangfang", due_hours="48")
    assert "多少小时内补齐：24 → 48" in said(team.say("wangfang", "/档案 审计"))


def test_who_is_to_approve_or_to_give_access_is_told(team: Team) -> None:
    team.say("ann", "/change dark mode | reason: asked for | impact: none")
    number = team.read("lilei", lambda store: store.records.after(team.dossier, 0, Filter(), 50))[-1].line.number
    assert "already" not in said(team.say("ann", f"/dossier submit #{number}"))
    team.press(button_in(team.told("wangfang")[-1], "approve"), "wangfang")
    assert "approved by 王芳" in said(team.say("ann", f"/dossier show #{number}"))

    asked = team.press(Button("", "ask-access", {"dossier": team.dossier.uid, "tier": "senior"}), "ann")
    assert "already" not in said(asked)
    assert "Ann 申请成为" in team.told("lilei")[-1].text
