"""Starting a dossier in one line: customer, short name and project, by labels or in their order."""

import pytest

from chat.messages import Button
from dossier.phases import Phase
from tests.team import Team, form_in, said


@pytest.mark.parametrize(
    "line",
    [
        "/档案 新建 蓝鲸零售有限公司 | 蓝鲸 | 收银",
        "/dossier start 蓝鲸零售有限公司 | short name: 蓝鲸 | project: 收银",
        "/档案 新建 客户全称：蓝鲸零售有限公司 | 项目：收银 | 简称：蓝鲸",
    ],
)
def test_a_dossier_is_started_in_one_line(team: Team, line: str) -> None:
    form = form_in(team.say("wangfang", line, "general"))
    values = {field.name: field.value for field in form.fields}
    assert (values["customer"], values["short_name"], values["project"]) == ("蓝鲸零售有限公司", "蓝鲸", "收银")
    team.submit(form, "wangfang", "general")
    assert "蓝鲸 · 收银" in said(team.say("wangfang", "/档案 状态", "general"))


def test_a_second_project_of_a_customer_begins_with_what_is_known_of_them(team: Team) -> None:
    team.say("lilei", "/档案 客户 ABC有限公司 | 行业: 零售 | 合同金额: 120万")
    owner = team.read("lilei", lambda store: store.people.named("李雷"))
    assert owner is not None
    second = team.write(
        "wangfang", lambda store: store.dossiers.start("ABC有限公司", "ABC", "二期", Phase.INITIATION, owner)
    )
    add = Button("", "new", {"kind": "customer_basics", "dossier": second.uid})

    form = form_in(team.press(add, "lilei", None))
    values = {field.name: field.value for field in form.fields}
    assert (values["company"], values["industry"]) == ("ABC有限公司", "零售")
    # What is hidden is not carried on unseen.
    assert not values["budget"]
    assert "已带入 ABC · 商城 里的内容" in form.note
    team.submit(form, "lilei", None)
    saved = team.read("lilei", lambda store: store.records.by_number(second, 1))
    assert saved.content["industry"] == "零售"
