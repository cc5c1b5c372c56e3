"""A card shows the beginning of a long text, and leads to the rest."""

from tests.team import Team, buttons_in, said


def test_a_card_that_cuts_a_long_text_opens_the_whole(team: Team) -> None:
    team.say("lilei", "/minutes 需求评审 | 讨论内容: " + "很长的讨论，" * 100 + "到此为止")
    (card,) = team.posted("abc")
    assert "到此为止" not in card.text
    (whole,) = (button for button in buttons_in(card) if button.action == "show")
    assert "到此为止" in said(team.press(whole, "lilei"))


def test_a_card_that_cuts_nothing_offers_the_history(team: Team) -> None:
    team.say("lilei", "/minutes 需求评审 | 讨论内容: 短")
    (card,) = team.posted("abc")
    assert [button.action for button in buttons_in(card)] == ["edit", "history", "undo"]
