"""An export in Slack ends with the file in the asker's own conversation with the bot."""

from tests.slack.seen import words
from tests.slack.serving_dossier import Team


def test_what_was_asked_for_comes_as_a_file_to_who_asked(team: Team) -> None:
    team.command("/问题 微信支付失败", team.lilei)
    told = team.day.told(team.lilei, lambda: team.command("/档案 导出 问题", team.lilei))
    assert "正在导出" in words(told)

    team.day.posted(team.abc)

    (sent,) = [message for message in team.day.slack.direct(team.lilei).messages if message.files]
    assert str(sent.files[0]["name"]).startswith("ABC_问题表_")
    assert not [message for message in team.abc.messages if message.files]
