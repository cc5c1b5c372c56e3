"""A channel the bot was in before the product heard of it: it is bound as any other."""

from tests.team import Team, buttons_in, form_in, said


def test_a_dossier_that_is_started_in_it_binds_it(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start", "old"))
    assert "本频道" in form.note
    typed = {"customer": "新客有限公司", "short_name": "新客", "project": "官网", "owner": "@李雷"}
    team.submit(form, "lilei", "old", **typed)

    (card,) = team.posted("old")
    assert "新客 · 官网" in card.text
    team.say("lilei", "/issue 支付失败", "old")
    assert "支付失败" in team.posted("old")[1].text


def test_the_button_of_the_offer_binds_it(team: Team) -> None:
    offer = team.say("lilei", "/dossier bind", "old")
    button = next(each for each in buttons_in(offer) if each.label.startswith("ABC"))

    answer = said(team.press(button, "lilei", "old"))

    assert "本频道已绑定到 ABC" in answer
    assert "已绑定" in team.posted("old")[-1].text


def test_an_offer_that_is_shown_to_somebody_alone_still_binds_where_it_was_asked_for(team: Team) -> None:
    offer = team.say("lilei", "/dossier bind", "old")
    button = next(each for each in buttons_in(offer) if each.label.startswith("ABC"))

    assert "本频道已绑定" in said(team.press(button, "lilei", None))
    assert team.posted("old")


def test_who_may_not_bind_does_not_make_it_known(team: Team) -> None:
    assert "project’s owner" in said(team.say("ann", "/dossier bind ABC", "old"))
    assert team.posted("old") == []
