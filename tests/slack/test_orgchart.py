"""The organisation chart in Slack: in words, and as a picture of them for the asker alone."""

from tests.slack.local import Ephemeral
from tests.slack.seen import words
from tests.slack.serving_dossier import Team

CONTACTS = ("王总 | 总经理 | 角色: 决策人", "李工 | 网络工程师 | 汇报给: 王总")


def picture(shown: Ephemeral) -> dict[str, object]:
    return next((each for each in shown.blocks if each["type"] == "image"), {})


def test_it_is_shown_in_words_and_then_as_a_picture_that_says_what_is_in_it(team: Team) -> None:
    day, lilei = team.day, team.lilei
    for contact in CONTACTS:
        team.command(f"/联系人 {contact}", lilei)
    team.command("/档案 组织架构", lilei)
    day.slack.wait_for(lambda: bool(day.slack.told(lilei)) and bool(picture(day.slack.told(lilei)[-1])))
    in_words, drawn = day.slack.told(lilei)[-2:]
    assert "└─" in words(in_words)
    assert "李工" in words(in_words)
    shown = picture(drawn)
    assert shown["alt_text"] == "ABC有限公司 组织架构 · 决策人：王总"
    assert isinstance(shown["slack_file"], dict)
    assert day.slack.files[shown["slack_file"]["id"]].content.startswith(b"\x89PNG")


def test_without_the_right_to_put_files_there_the_words_are_there_alone(team: Team) -> None:
    day, lilei = team.day, team.lilei
    for contact in CONTACTS:
        team.command(f"/联系人 {contact}", lilei)
    day.slack.faults.refuse("files.getUploadURLExternal", "missing_scope")
    before = len(day.slack.told(lilei))
    assert "李工" in words(day.told(lilei, lambda: team.command("/档案 组织架构", lilei)))
    day.told(lilei, lambda: team.command("/档案 状态", lilei))
    assert len(day.slack.told(lilei)) == before + 2
