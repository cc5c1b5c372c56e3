"""The name of a document is understood wherever it is written, alone or among words."""

import pytest

from tests.team import Team, form_in, said


@pytest.fixture(autouse=True)
def two_reviews(team: Team) -> None:
    """Keep two minutes of one stage and day."""
    team.say("lilei", "/minutes 需求评审 | 决定: 甲")
    team.say("lilei", "/minutes 需求评审 | 决定: 乙")


@pytest.mark.parametrize(
    "words",
    [
        "ABC_需求评审-2_20261118_v1",
        "打开 ABC_需求评审-2_20261118_v1",
        "搜索 ABC_需求评审-2_20261118_v1.docx",
        "/档案 查看 ABC_需求评审-2_20261118_v1",
        "show ABC_Requirements review-2_20261118_v1",
    ],
)
def test_a_record_is_shown_by_its_name_among_words(team: Team, words: str) -> None:
    shown = said(team.say("lilei", words))
    assert "乙" in shown
    assert "甲" not in shown


@pytest.mark.parametrize("words", ["导出 ABC_需求评审-2_20261118_v1", "/档案 导出 ABC_需求评审-2_20261118_v1 pdf"])
def test_a_record_is_exported_by_its_name(team: Team, words: str) -> None:
    team.say("lilei", words)
    team.app.jobs.work_due()
    ((_, name, _),) = team.platform.sent.values()
    assert name.startswith("ABC_需求评审-2_20261118_v1.")


def test_a_name_of_the_usual_pattern_is_found_after_another_was_chosen(team: Team) -> None:
    pattern = "项目阶段_客户简称_日期_版本号"
    team.submit(form_in(team.say("wangfang", "/档案 命名")), "wangfang", pattern=pattern)
    for name in ("ABC_需求评审_20261118_v1", "需求评审_ABC_20261118_v1"):
        assert "甲" in said(team.say("lilei", f"/档案 查看 {name}"))


def test_who_may_not_see_hidden_values_is_told_that_an_export_lacks_them(team: Team) -> None:
    team.say("lilei", "/档案 客户 ABC有限公司 | 合同金额: 120万")
    team.say("ann", "/dossier export #3 pdf sensitive")
    team.app.jobs.work_due()
    team.deliver()
    assert "your access does not reach them" in team.told("ann")[-1].text
