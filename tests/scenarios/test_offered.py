"""Who may hand a dossier over, who may take it, and what happens to an offer that nobody answers."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from chat.messages import Button
from chat.replies import Rendered
from dossier.duties import Trigger
from dossier.phases import Phase
from dossier.tiers import Tier
from storage.store import Store
from storage.tables import audit, people
from tests.scenarios.handing import accept, form, live, offer, owed, owner, person
from tests.team import Team, button_in, buttons_in, form_in, said


@pytest.fixture(autouse=True)
def a_life(team: Team) -> None:
    """Have something to hand over."""
    live(team)


def test_nobody_else_answers_it_or_takes_it_back(team: Team) -> None:
    card = offer(team)
    given = team.told("lilei")[-1]
    answer = form_in(team.press(button_in(card, "handover-accept"), "zhaomin"))

    for who in ("lilei", "wangfang"):
        assert "只有 赵敏 能答复" in said(team.press(button_in(card, "handover-accept"), who))
        assert "只有 赵敏 能答复" in said(team.submit(answer, who))
        assert "只有 赵敏 能答复" in said(team.press(button_in(card, "handover-decline"), who))
    for who in ("ann", "carla"):
        assert form_or_refusal(team.press(button_in(card, "handover-accept"), who)) == "refused"
        assert "manager" in said(team.press(button_in(given, "handover-withdraw"), who))
    assert form_or_refusal(team.press(button_in(card, "handover-accept"), "bob", workspace="nordwind")) == "refused"
    assert "没有找到" in said(team.press(Button("", "handover-accept", {"handover": "forged"}), "zhaomin"))
    assert owner(team) == "李雷"


def form_or_refusal(answer: Rendered) -> str:
    return "form" if said(answer).startswith("form: ") else "refused"


def test_only_its_owner_and_managers_offer_a_dossier(team: Team) -> None:
    button = button_in(team.say("lilei", "/档案 交接 @赵敏"), "handover-form")
    typed = form(team)

    for words in ("/dossier handover @赵敏", "hand ABC over to @赵敏"):
        assert "manager" in said(team.say("ann", words))
    assert "manager" in said(team.press(button, "ann"))
    assert "manager" in said(team.submit(typed, "ann"))
    assert form_or_refusal(team.say("carla", "/dossier handover @赵敏")) == "refused"
    assert team.told("zhaomin") == []


def test_a_manager_offers_it_for_him_and_both_hear_of_the_answer(team: Team) -> None:
    card = offer(team, "wangfang")
    assert "王芳 请你接手 ABC · 商城" in card.text
    assert "已请 赵敏 接手" in team.told("lilei")[-1].text
    accept(team, card)

    for who in ("lilei", "wangfang"):
        assert "赵敏 已接手" in team.told(who)[-1].text


@pytest.mark.parametrize(
    ("name", "why"),
    [("Carla", "不是团队成员"), ("李雷", "已经是 ABC · 商城 的负责人"), ("Xaver", "Xaver")],
)
def test_guests_the_owner_and_nobody_cannot_take_it(team: Team, name: str, why: str) -> None:
    assert why in said(team.say("lilei", f"/档案 交接 @{name}"))
    refused = said(team.submit(form(team), "lilei", taker=name))
    assert refused.startswith("taker: ")
    assert why in refused
    assert said(team.submit(form(team), "lilei", taker="")).startswith("taker: ")
    assert said(team.submit(form(team), "lilei", duties="none")).startswith("duties: ")
    assert said(team.submit(form(team), "lilei", note="长" * 10_001)).startswith("note: ")


def test_a_colleague_who_is_a_guest_here_cannot_take_it_and_is_shown_nothing(team: Team) -> None:
    team.say("lilei", "/档案 成员 @赵敏 访客")

    assert "不是团队成员" in said(team.say("lilei", "/档案 交接 @赵敏"))
    assert "不是团队成员" in said(team.submit(form(team, words="/档案 交接"), "lilei", taker="赵敏"))
    assert len(team.told("zhaomin")) == 1


def test_without_a_name_the_new_owner_is_chosen_in_the_form(team: Team) -> None:
    asked = form(team, words="/档案 交接")
    assert asked.fields[0].value == ""
    team.submit(asked, "lilei", taker="@Ann")

    assert "李雷 asks you to take over ABC · 商城" in team.told("ann")[-1].text


def test_a_guest_by_now_does_not_take_it(team: Team) -> None:
    card = offer(team)
    answer = form_in(team.press(button_in(card, "handover-accept"), "zhaomin"))
    taker = person(team, "zhaomin")

    def lower(store: Store) -> None:
        store.connection.execute(update(people).where(people.c.uid == taker.id).values(tier=int(Tier.GUEST)))

    team.write("wangfang", lower)
    assert "不是团队成员" in said(team.submit(answer, "zhaomin"))
    assert owner(team) == "李雷"


def test_what_is_sealed_is_not_handed_over(team: Team) -> None:
    card = offer(team)
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))

    assert "封存" in said(accept(team, card))
    team.press(button_in(team.told("lilei")[-1], "handover-withdraw"), "lilei")
    assert "封存" in said(team.say("lilei", "/档案 交接 @赵敏"))
    assert owner(team) == "李雷"


def test_an_answer_that_is_owed_is_asked_for_and_nobody_in_the_channel_hears_of_it(team: Team) -> None:
    def waive(store: Store) -> None:
        for duty in store.duties.open_in([team.dossier.id]):
            store.duties.waive(duty, "-")

    team.write("wangfang", waive)
    before = len(team.posted("abc"))
    offer(team)
    team.wait(hours=23)
    nudged = team.told("zhaomin")[-1]
    assert "接手确认：ABC · 商城" in nudged.text
    assert "等你答复" in nudged.text
    assert [each.action for each in buttons_in(nudged)] == ["enter", "snooze"]

    team.wait(hours=2)
    assert "答复" in team.told("zhaomin")[-1].text
    team.wait(hours=24)
    assert "赵敏 还没有答复" in team.told("lilei")[-1].text
    team.wait(hours=24)
    assert "在此之前仍由 李雷 负责" in team.told("wangfang")[-1].text
    assert not any("接手" in each.text for each in team.posted("abc")[before:])

    shown = team.press(button_in(nudged, "enter"), "zhaomin", None)
    assert "李雷 请你接手" in said(shown)
    accept(team, shown.message)  # type: ignore[union-attr]
    assert owner(team) == "赵敏"
    assert "已经补上了" in said(team.press(button_in(nudged, "enter"), "zhaomin", None))


def test_the_duty_to_answer_stands_in_no_figures(team: Team) -> None:
    before = team.read("lilei", lambda store: store.health.report(team.dossier, store.zone)).punctuality
    offer(team)
    team.clock.advance(timedelta(days=3))
    late = team.read("lilei", lambda store: store.health.report(team.dossier, store.zone)).punctuality

    assert late.open == before.open
    assert "赵敏 还没有答复交接" in said(team.say("lilei", "/档案 缺什么"))


def test_no_entry_settles_the_answer_that_is_owed(team: Team) -> None:
    offer(team)
    team.say("lilei", "/issue ABC · 商城")

    assert owed(team, "zhaomin") == {Trigger.HANDOVER}


def test_two_answers_at_once_are_one(team: Team) -> None:
    card = offer(team)
    answer = form_in(team.press(button_in(card, "handover-accept"), "zhaomin"))
    team.submit(answer, "zhaomin", event="once")
    assert "你已接手" in said(team.submit(answer, "zhaomin", event="once"))
    assert "已经接手了" in said(team.submit(answer, "zhaomin"))

    taken = select(audit.c.id).where(audit.c.action == "handover.accept")
    assert len(team.database.read(lambda c: c.execute(taken).all())) == 1
    assert sum("现在由 赵敏 负责" in each.text for each in team.posted("abc")) == 1


def test_who_waits_for_access_is_shown_to_the_new_owner(team: Team) -> None:
    team.press(button_in(team.say("carla", "/dossier edit #2"), "ask-access"), "carla")
    accept(team, offer(team))

    assert any("Carla 申请成为 ABC · 商城 的" in each.text for each in team.told("zhaomin"))
