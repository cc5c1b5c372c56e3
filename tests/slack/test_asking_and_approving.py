"""In Slack who was refused asks for access, and what takes an approval is submitted, returned and approved."""

from tests.slack.local import Message
from tests.slack.seen import buttons, words
from tests.slack.serving_dossier import Team


def _told_lilei(team: Team) -> Message:
    return team.day.posted(team.day.slack.direct(team.lilei))[-1]


def _told_ann(team: Team) -> Message:
    return team.day.posted(team.day.slack.direct(team.ann))[-1]


def test_who_was_refused_asks_and_does_it_once_it_is_given(team: Team) -> None:
    line = "/contact 王总 | phone: 138 0000 1234"
    refused = team.day.told(team.ann, lambda: team.command(line, team.ann))
    assert "senior member" in words(refused)
    asked = team.day.told(team.ann, lambda: team.press(refused, "Ask for access", team.ann))
    assert "You will hear from me" in words(asked)

    request = _told_lilei(team)
    assert "Ann 申请成为 ABC · 商城 的高级成员" in words(request)
    assert buttons(request) == ["同意", "换个方式同意…", "不同意"]
    team.press(request, "同意", team.lilei)

    assert "李雷 made you a senior member in ABC · 商城" in words(_told_ann(team))
    assert buttons(_told_lilei(team)) == []
    team.command(line, team.ann)
    assert "王总" in words(team.card())


def test_a_change_is_returned_with_a_word_and_approved_the_second_time(team: Team) -> None:
    team.command("/change SMS code | reason: fraud | impact: 3 days", team.ann)
    number = "#1"
    team.day.told(team.ann, lambda: team.command(f"/dossier submit {number}", team.ann))

    asked = _told_lilei(team)
    assert "SMS code" in words(asked)
    form = team.day.opened(team.lilei, lambda: team.press(asked, "退回", team.lilei))
    assert team.day.driver.submit(form, {"要改什么？": "影响写得太短"}).ok
    assert "影响写得太短" in words(_told_ann(team))

    team.day.told(team.ann, lambda: team.command(f"/dossier submit {number}", team.ann))
    team.press(_told_lilei(team), "批准", team.lilei)
    assert "已由 李雷 批准" in words(team.card())
    assert "approved" in words(_told_ann(team)).lower()
