"""The dossier standard in Slack: shown, posted in the channel, asked for in private, confirmed by a button, sent."""

from tests.slack.seen import buttons, words
from tests.slack.serving_dossier import Team


def test_it_is_read_asked_for_confirmed_and_had_as_a_file(team: Team) -> None:
    day, lilei, ann = team.day, team.lilei, team.ann
    shown = day.told(lilei, lambda: team.command("/档案 规范", lilei))
    assert "档案管理规范" in words(shown)
    day.told(lilei, lambda: team.press(shown, "发到本频道", lilei))
    assert "档案管理规范" in words(day.posted(team.abc)[-1])

    day.told(lilei, lambda: team.press(shown, "请大家确认", lilei))
    day.app.promises.run()
    day.posted(team.abc)
    (asked,) = [each for each in day.slack.posted(day.slack.direct(lilei)) if "请读一遍并确认" in words(each)]
    assert buttons(asked) == ["我已阅读，会照做", "下载 Word", "下载 PDF"]
    team.press(asked, "我已阅读，会照做", lilei)
    day.posted(team.abc)
    assert any("都确认好了" in words(each) for each in day.slack.posted(day.slack.direct(lilei)))

    english = day.told(ann, lambda: team.command("/dossier standard", ann))
    assert "within 24 hours" in words(english)
    day.told(ann, lambda: team.press(english, "Get it as PDF", ann))
    day.posted(team.abc)
    sent = [file for each in day.slack.posted(day.slack.direct(ann)) for file in each.files]
    assert [str(file["title"]).split("_")[1] for file in sent] == ["Dossier standard"]
