"""Starting a dossier in one line: customer, short name and project, by labels or in their order."""

import pytest

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
