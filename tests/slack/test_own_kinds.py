"""In Slack: own kinds from an uploaded file, logged behind `/dossier`; a tracker's table taken in."""

from bot.own_kinds import example
from tests.scenarios.test_importing_defects import JIRA
from tests.slack.local import Message
from tests.slack.seen import words
from tests.slack.serving_dossier import Team


def direct(team: Team) -> Message:
    """Give the newest message of the bot to 李雷."""
    team.day.posted(team.abc)
    return team.day.slack.posted(team.day.slack.direct(team.lilei))[-1]


def test_own_kinds_are_uploaded_in_a_modal_and_used_behind_the_products_command(team: Team) -> None:
    form = team.day.opened(team.lilei, lambda: team.command("/档案 类型 上传", team.lilei))
    file = team.day.slack.add_file(team.lilei, "kinds.yaml", example().encode(), "application/yaml")
    team.day.send(form, {"类型文件": [file]})
    assert "“kinds.yaml”检查通过" in words(direct(team))

    form = team.day.opened(team.ann, lambda: team.command("/dossier workshop", team.ann))
    assert "New: Workshop session" in words(form)
    team.day.send(form, {"Topic": "For administrators", "Customer’s phone": "13876543210"})

    card = words(team.card())
    assert "For administrators" in card
    assert "13876543210" not in card
    assert "3210" in card
    team.command("/问题 支付失败 | 环境: 生产", team.lilei)
    assert "生产" in words(team.card())


def test_a_table_of_defects_is_shown_its_columns_chosen_and_taken_in(team: Team) -> None:
    form = team.day.opened(team.lilei, lambda: team.command("/档案 导入 缺陷", team.lilei))
    table = JIRA.replace("Summary", "What happened")
    file = team.day.slack.add_file(team.lilei, "jira.csv", table.encode(), "text/csv")
    team.day.send(form, {"缺陷表": [file]})
    card = direct(team)
    assert "没有认出这些列：缺陷" in words(card)

    form = team.day.opened(team.lilei, lambda: team.press(card, "调整列", team.lilei))
    team.day.send(form, {"缺陷": "What happened"})
    card = direct(team)
    assert "导入 2 条" in words(card)
    team.press(card, "导入 2 条", team.lilei)

    assert "能读的都已写入" in words(direct(team))
    assert "李雷 从表格导入了缺陷：新增 2，更新 0" in words(team.card())
