"""Who reports to whom at the customer: upwards, never to oneself and never in a circle."""

import pytest

from chat.replies import Nothing
from dossier.fields import PersonRef
from dossier.tiers import Tier
from storage.store import Store
from tests.team import Team, form_in, said


@pytest.fixture(autouse=True)
def two_contacts(team: Team) -> None:
    """Keep 甲, #1, and 乙, #2, who reports to 甲."""
    team.say("lilei", "/联系人 甲 | 电话: 13800138000")
    team.say("lilei", "/联系人 乙 | 汇报给: 甲 | 电话: 13800138001")


def test_nobody_reports_to_themselves(team: Team) -> None:
    form = form_in(team.say("lilei", "/联系人 丙 | 汇报给: ＠丙 | 电话: 13800138002"))

    above = next(field for field in form.fields if field.name == "reports_to")
    assert (above.value, "不能汇报给自己" in above.error) == ("＠丙", True)
    sent = said(team.submit(form, "lilei"))
    assert sent.startswith("reports_to: ")


def test_a_circle_is_refused_and_told_whom_it_goes_through(team: Team) -> None:
    team.say("lilei", "/联系人 丙 | 汇报给: 乙 | 电话: 13800138002")

    edit = form_in(team.say("lilei", "/档案 修改 #1"))
    assert "reports_to: 这样会绕成一圈：甲 → 丙 → 乙 → 甲" in said(team.submit(edit, "lilei", reports_to="丙"))
    team.submit(edit, "lilei", reports_to="丁")
    assert "丁" in said(team.say("lilei", "/档案 组织架构"))


def test_a_new_contact_can_close_a_circle_too(team: Team) -> None:
    edit = form_in(team.say("lilei", "/档案 修改 #1"))
    team.submit(edit, "lilei", reports_to="丁")

    refused = form_in(team.say("lilei", "/联系人 丁 | 汇报给: 乙 | 电话: 13800138003"))

    above = next(field for field in refused.fields if field.name == "reports_to")
    assert "丁 → 乙 → 甲 → 丁" in above.error


def test_two_of_one_name_may_report_to_each_other(team: Team) -> None:
    assert isinstance(team.say("lilei", "/联系人 乙 | 汇报给: 乙 | 电话: 13800138002"), Nothing)


def test_a_circle_from_before_keeps_nobody_from_changing_a_telephone_number(team: Team) -> None:
    saved = team.read("lilei", lambda store: store.records.by_number(team.dossier, 1))
    content = team.read("lilei", lambda store: store.records.content_of(saved, 1))
    team.write("lilei", lambda store: store.records.change(saved, {**content, "reports_to": "乙"}))

    edit = form_in(team.say("lilei", "/档案 修改 #1"))
    assert "#1" in said(team.submit(edit, "lilei", position="总经理"))


def test_it_is_said_in_english(team: Team) -> None:
    team.write("wangfang", lambda store: store.dossiers.set_member(team.dossier, ann(store), Tier.SENIOR))
    edit = form_in(team.say("ann", "/dossier edit #1"))

    assert "This makes a circle: 甲 → 乙 → 甲" in said(team.submit(edit, "ann", reports_to="乙"))
    assert "甲 cannot report to themselves" in said(team.submit(edit, "ann", reports_to="甲"))


def ann(store: Store) -> PersonRef:
    """Give Ann."""
    person = store.people.named("Ann")
    assert person is not None
    return person


def test_a_number_where_everybody_reads_it_is_refused_there_too(team: Team) -> None:
    form = form_in(team.say("lilei", "/联系人 丁 | 汇报给: 张总 13800138000"))
    assert "13800138000" in next(field.error for field in form.fields if field.name == "reports_to")
