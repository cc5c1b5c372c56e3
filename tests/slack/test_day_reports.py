"""What comes by itself in Slack: the weekly health report with its chart, and reminders of what is owed."""

from datetime import timedelta

import pytest

from tests.slack.local import Message
from tests.slack.seen import buttons, words
from tests.slack.serving_dossier import Team


def pass_by(team: Team, days: int) -> None:
    """Let days go by, and what is due be said as soon as it is."""
    for _ in range(days * 24):
        team.day.clock.advance(timedelta(hours=1))
        team.day.app.reminders.run()
        team.day.app.reports.run()
        team.day.posted(team.abc)
        # A picture that was uploaded is looked at by Slack first.
        team.day.sending.advance(timedelta(seconds=5))


def report(team: Team) -> Message:
    """Give the newest weekly report in the channel."""
    return [each for each in team.day.posted(team.abc) if "客户档案健康度报告" in words(each)][-1]


@pytest.mark.parametrize("native", [True, False])
def test_the_weekly_report_stands_in_the_channel_with_a_chart_as_slack_draws_it_or_as_a_picture(
    team: Team, native: bool
) -> None:
    team.day.slack.native_charts = native
    team.minutes()
    pass_by(team, 17)

    shown = report(team)

    assert buttons(shown)[0].startswith("补")
    charts = [each for each in shown.blocks if each["type"] in ("data_visualization", "image")]
    assert [each["type"] for each in charts] == ["data_visualization" if native else "image"]
    if not native:
        assert "周" in charts[0]["alt_text"]
    assert "分" in shown.text
    form = team.day.opened(team.lilei, lambda: team.press(shown, buttons(shown)[0], team.lilei))
    assert "ABC · 商城" in words(form)


def test_whoever_owes_is_reminded_in_private_then_in_the_channel_and_the_card_says_when_it_is_done(team: Team) -> None:
    team.command("/issue 支付失败 | 负责人: @李雷", team.lilei)
    form = team.day.opened(team.lilei, lambda: team.press(team.card(), "修改", team.lilei))
    team.day.opened(team.lilei, lambda: team.day.driver.change(form, "状态", "已修复"))
    team.day.told(team.lilei, lambda: team.day.send(form))
    pass_by(team, 2)

    private, public = team.day.posted(team.day.slack.direct(team.lilei))[0], team.cards()[1]
    assert "支付失败" in words(private)
    assert buttons(private) == ["补解决办法：支付失败", "晚点提醒", "不需要"]
    assert "还没补上" in words(public)
    assert f"'user_id': '{team.lilei.id}'" in str(public.blocks) or f"<@{team.lilei.id}>" in str(public.blocks)

    form = team.day.opened(team.lilei, lambda: team.press(private, "补解决办法：支付失败", team.lilei))
    team.day.driver.submit(form, {"解决办法": "换接口"})
    team.day.posted(team.abc)
    for told in (private, public):
        assert "李雷" in words(told)
        assert "还没补上" not in words(told)
        assert buttons(told) == []
