"""A form that is closed halfway: what was sent of it is kept, offered again, and forgotten when it is saved."""

from collections.abc import Callable

import pytest

from storage.tables import drafts, revisions
from tests.slack.house import House, opened
from tests.slack.local import Channel, Ephemeral, User, View
from tests.slack.seen import buttons, errors, typed, words

LONG = "\n".join(f"Point {n} was spoken of at some length" for n in range(240))


@pytest.fixture
def abc(house: House, ann: User, abc: Channel) -> Channel:
    """Give the channel with long minutes in its dossier."""
    line = f"Kick-off | attendees: @Ann | discussion: {LONG} | decisions: {LONG}"
    assert house.driver.command("/minutes", line, ann, abc).ok
    return abc


def half_filled(house: House, user: User, channel: Channel, topic: str = "Kick-off, again") -> View:
    """Send the first page of a change of two pages, and give the second one."""
    house.driver.command("/dossier", "edit #1", user, channel)
    first = opened(house, user)
    assert first.content["submit"]["text"] == "Next"
    assert house.driver.submit(first, {"Topic": topic}).ok
    return opened(house, user, first)


def told(house: House, user: User, act: Callable[[], object]) -> Ephemeral:
    """Do something and give what the bot tells somebody alone because of it."""
    before = len(house.slack.told(user))
    act()
    house.slack.wait_for(lambda: len(house.slack.told(user)) > before)
    return house.slack.told(user)[-1]


def left(house: House, view: View) -> Ephemeral:
    """Close a form with all its pages, and give the offer to go on."""
    return told(house, house.slack.users[view.user], lambda: house.driver.close(view, everything=True))


def test_what_was_sent_of_a_form_that_is_closed_is_offered_again_and_can_be_gone_on_with(
    house: House, ann: User, abc: Channel
) -> None:
    offered = left(house, half_filled(house, ann, abc))
    assert "half-filled form (Meeting minutes) is kept" in words(offered)
    assert buttons(offered) == ["Go on", "Discard"]

    house.driver.press(offered, "Go on")
    first = opened(house, ann)
    assert typed(first)["Topic"] == "Kick-off, again"
    house.driver.submit(first, {})
    house.driver.submit(opened(house, ann, first), {})
    assert '"topic": "Kick-off, again"' in house.column(revisions.c.content)[-1][0].replace('":"', '": "')
    assert house.count(drafts) == 0


def test_what_was_sent_of_a_closed_form_stands_in_it_when_it_is_asked_for_anew(
    house: House, ann: User, abc: Channel
) -> None:
    left(house, half_filled(house, ann, abc))

    house.driver.command("/dossier", "edit #1", ann, abc)
    again = opened(house, ann)
    assert typed(again)["Topic"] == "Kick-off, again"
    assert "What you filled in earlier stands in it" in words(again)


def test_a_half_filled_form_that_is_closed_once_more_is_offered_once_more_and_kept_once(
    house: House, ann: User, abc: Channel
) -> None:
    house.driver.press(left(house, half_filled(house, ann, abc)), "Go on")
    offered = left(house, opened(house, ann))
    assert buttons(offered) == ["Go on", "Discard"]
    assert house.count(drafts) == 1

    house.driver.press(offered, "Go on")
    first = opened(house, ann)
    house.driver.submit(first, {"Topic": "Kick-off, a third time"})
    house.driver.press(left(house, opened(house, ann, first)), "Go on")
    assert typed(opened(house, ann))["Topic"] == "Kick-off, a third time"


def test_a_half_filled_form_that_is_discarded_is_gone(house: House, ann: User, abc: Channel) -> None:
    offered = left(house, half_filled(house, ann, abc))
    house.driver.press(offered, "Discard")
    house.slack.wait_for(lambda: "is discarded" in words(offered))
    assert house.count(drafts) == 0

    house.driver.command("/dossier", "edit #1", ann, abc)
    assert typed(opened(house, ann))["Topic"] == "Kick-off"


def test_going_back_a_page_offers_nothing(house: House, ann: User, abc: Channel) -> None:
    before = len(house.slack.told(ann))
    assert house.driver.close(half_filled(house, ann, abc)).ok
    house.stop()
    assert len(house.slack.told(ann)) == before
    assert house.count(drafts) == 1


def test_a_form_that_is_closed_before_anything_of_it_was_sent_leaves_nothing_and_says_nothing(
    house: House, ann: User, abc: Channel
) -> None:
    before = len(house.slack.told(ann))
    house.driver.command("/dossier", "edit #1", ann, abc)
    assert house.driver.close(opened(house, ann)).ok
    house.stop()
    assert len(house.slack.told(ann)) == before
    assert house.count(drafts) == 0


def test_a_closing_that_is_delivered_again_is_answered_once(house: House, ann: User, abc: Channel) -> None:
    left(house, half_filled(house, ann, abc))
    before = len(house.slack.told(ann))
    assert house.driver.again().ok
    house.stop()
    assert len(house.slack.told(ann)) == before


def refused(house: House, user: User, channel: Channel) -> View:
    """Send a form of one page with a mistake in it, and give it as it stands open then."""
    house.driver.command("/change", "", user, channel)
    page = opened(house, user)
    assert "what you only typed is not" in words(page)
    entered = {"Change": "A second login", "Reason": "The bank wants it", "Impact": "three days"}
    house.driver.submit(page, {**entered, "Touches tests": "#999"})
    assert list(errors(page)) == ["Touches tests"]
    return page


def test_a_form_of_one_page_that_was_refused_and_closed_is_gone_on_with(house: House, ann: User, abc: Channel) -> None:
    offered = left(house, refused(house, ann, abc))
    assert "half-filled form (Change request) is kept" in words(offered)
    house.driver.press(offered, "Go on")
    again = opened(house, ann)
    assert (typed(again)["Change"], typed(again)["Reason"]) == ("A second login", "The bank wants it")

    house.driver.submit(again, {"Touches tests": ""})
    assert "A second login" in house.column(revisions.c.content)[-1][0]
    assert house.count(drafts) == 0


def test_a_form_of_one_page_that_was_put_right_leaves_nothing(house: House, ann: User, abc: Channel) -> None:
    house.driver.submit(refused(house, ann, abc), {"Touches tests": ""})
    assert "A second login" in house.column(revisions.c.content)[-1][0]
    assert house.count(drafts) == 0
    house.driver.command("/change", "", ann, abc)
    assert typed(opened(house, ann))["Change"] == ""


def test_what_was_typed_before_a_choice_that_changes_the_form_is_kept(house: House, ann: User, abc: Channel) -> None:
    house.driver.command("/issue", "", ann, abc)
    page = opened(house, ann)
    before = page.hash
    house.driver.change(page, "Issue", "The payment fails")
    house.driver.change(page, "Status", "Fixed")
    house.slack.wait_for(lambda: page.hash != before)
    house.driver.press(left(house, page), "Go on")
    assert typed(opened(house, ann))["Issue"] == "The payment fails"


def test_a_form_of_one_page_that_nothing_was_sent_of_says_nothing_when_it_is_closed(
    house: House, ann: User, abc: Channel
) -> None:
    before = len(house.slack.told(ann))
    house.driver.command("/change", "", ann, abc)
    assert house.driver.close(opened(house, ann)).ok
    house.stop()
    assert (len(house.slack.told(ann)), house.count(drafts)) == (before, 0)
