"""What is said knows the language it is said in: the channel's, the reader's, or that of the question."""

import pytest

from chat.replies import Show
from dossier.language import Language
from tests.team import Team


def test_a_card_in_a_channel_is_in_the_channels_language(team: Team) -> None:
    team.say("ann", "/change SMS code | reason: fraud | impact: 3 days")

    assert team.posted("abc")[-1].language is Language.ZH


def test_a_message_to_one_person_is_in_theirs(team: Team) -> None:
    team.say("lilei", "/变更 短信 | 原因: 欺诈 | 影响: 3 天")
    team.say("lilei", "/档案 成员 @Ann 管理")
    team.say("wangfang", "/档案 成员 @Ann 管理")
    team.say("lilei", "/档案 提交 #1")

    assert {each.language for each in team.told("wangfang")} == {Language.ZH}
    assert {each.language for each in team.told("ann")} == {Language.EN}


@pytest.mark.parametrize(
    ("question", "language"), [("what is the status of ABC?", Language.EN), ("ABC进展怎么样", Language.ZH)]
)
def test_an_answer_is_in_the_language_of_the_question(team: Team, question: str, language: Language) -> None:
    answer = team.say("lilei", question)

    assert isinstance(answer, Show)
    assert answer.message.language is language
