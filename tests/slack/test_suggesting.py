"""In Slack: what looks like a record is asked about once acknowledged, of its author alone, where it was said."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from chat.event_handler import Handle
from chat.events import Event, Overheard
from chat.replies import Rendered
from storage.tables import suggestions
from tests.slack.house import House, open_house
from tests.slack.local import Channel, Ephemeral, User
from tests.slack.seen import buttons, typed, words
from tests.slack.serving_dossier import Team

CHANGE = "客户要求登录页加短信验证"
FIX = "支付失败的问题已修复，原因是网关超时，已上线"
ENGLISH = "The payment bug is fixed, the gateway timeout was too short"


@dataclass
class Heard:
    """The product on a Slack, and every event that was handed to it."""

    house: House
    lilei: User
    abc: Channel
    events: list[Event] = field(default_factory=list)


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    """Give it, with a dossier of 李雷's bound to the channel."""
    events: list[Event] = []

    def besides(handle: Handle) -> Handle:
        def noted(event: Event) -> Rendered:
            events.append(event)
            return handle(event)

        return noted

    with open_house(tmp_path, besides=besides) as house:
        lilei = house.slack.add_user("李雷", locale="zh-CN")
        abc = house.slack.add_channel("abc", [lilei])
        house.found("ABC", lilei, abc)
        yield Heard(house, lilei, abc, events)


def settled(team: Team, asked: Ephemeral, button: str, word: str) -> None:
    """Have 李雷 press a button of a message only he sees, which the answer takes the place of."""
    assert team.press(asked, button, team.lilei).status in (0, 200)
    team.day.slack.wait_for(lambda: word in words(asked))


def test_the_author_alone_is_asked_and_the_form_is_filled_with_what_they_said(team: Team) -> None:
    driver = team.day.driver
    asked = team.day.told(team.lilei, lambda: driver.message(CHANGE, team.lilei, team.abc))
    assert "像是客户提的变更" in words(asked)
    assert buttons(asked) == ["记下来", "不用", "这个频道不再提示"]
    assert team.day.slack.told(team.ann) == []
    assert team.cards() == []

    form = team.day.opened(team.lilei, lambda: team.press(asked, "记下来", team.lilei))
    assert (typed(form)["变更内容"], typed(form)["提出人"]) == (CHANGE, "李雷")
    team.day.send(form, {"原因": "防刷", "影响": "3 天"})
    said = next(each for each in team.day.slack.channels[team.abc.id].messages if each.text == CHANGE)
    assert f"/archives/{team.abc.id}/p{said.ts.replace('.', '')}" in str(team.card().blocks)

    settled(team, asked, "记下来", "已经在档案里了：#1")
    assert buttons(asked) == ["打开"]


def test_a_document_dropped_into_the_channel_is_offered_its_place_and_its_right_name(team: Team) -> None:
    slack, driver = team.day.slack, team.day.driver
    file = slack.add_file(team.lilei, "需求评审 20261117.pdf", b"%PDF-1.7", "application/pdf")
    asked = team.day.told(team.lilei, lambda: driver.message("", team.lilei, team.abc, files=[file]))
    assert "这像是项目文件" in words(asked)
    assert "ABC_需求评审_20261117_v1.pdf" in words(asked)
    assert buttons(asked) == ["记下来", "不用", "这个频道不再提示"]
    form = team.day.opened(team.lilei, lambda: team.press(asked, "记下来", team.lilei))
    assert "存入档案" in str(form)


def test_in_a_thread_it_is_asked_in_the_thread_and_so_goes_the_card(team: Team) -> None:
    driver = team.day.driver
    root = driver.say("支付怎么样了", team.lilei, team.abc)
    asked = team.day.told(team.ann, lambda: driver.message(ENGLISH, team.ann, team.abc, thread=root))
    assert asked.thread_ts == root.ts
    assert buttons(asked) == ["Log it", "Not needed"]
    form = team.day.opened(team.ann, lambda: team.press(asked, "Log it", team.ann))
    assert typed(form)["Resolution"] == ENGLISH
    team.day.send(form)
    assert team.card().thread_ts == root.ts


def test_an_open_issue_is_chosen_and_resolved(team: Team) -> None:
    team.command("/issue 微信支付失败", team.lilei)
    team.day.posted(team.abc)
    asked = team.day.told(team.lilei, lambda: team.day.driver.message(FIX, team.lilei, team.abc))
    choice = team.day.told(team.lilei, lambda: team.press(asked, "记下来", team.lilei))
    assert buttons(choice) == ["#1 微信支付失败", "别的问题"]
    form = team.day.opened(team.lilei, lambda: team.press(choice, "#1 微信支付失败", team.lilei))
    assert typed(form)["解决办法"] == FIX
    team.day.told(team.lilei, lambda: team.day.send(form))
    assert "已修复" in words(team.card())


def test_what_is_answered_takes_the_place_of_the_question(team: Team) -> None:
    driver, before = team.day.driver, len(team.day.slack.told(team.lilei))
    asked = team.day.told(team.lilei, lambda: driver.message(CHANGE, team.lilei, team.abc))
    settled(team, asked, "不用", "这条不记")
    other = team.day.told(team.lilei, lambda: driver.message(FIX, team.lilei, team.abc))
    settled(team, other, "这个频道不再提示", "里不再提示")
    assert (buttons(asked), buttons(other)) == ([], [])
    assert len(team.day.slack.told(team.lilei)) == before + 2


def test_a_message_delivered_again_is_asked_about_once(heard: Heard) -> None:
    driver = heard.house.driver
    for ack in (driver.message(CHANGE, heard.lilei, heard.abc), driver.again(), driver.again(2)):
        assert ack.status == 200
    heard.house.stop()
    assert len(heard.house.slack.told(heard.lilei)) == 1
    assert heard.house.count(suggestions) == 1


@pytest.mark.parametrize(
    "text", ["好的，谢谢", "修好了吗？", f"@dossier {CHANGE}", f"> {CHANGE}\n收到", "/变更 登录页加短信验证"]
)
def test_ordinary_talk_and_what_is_meant_for_the_bot_is_not_even_looked_up(heard: Heard, text: str) -> None:
    assert heard.house.driver.message(text, heard.lilei, heard.abc).status == 200
    heard.house.stop()
    assert [event for event in heard.events if isinstance(event, Overheard)] == []
    assert heard.house.count(suggestions) == 0
    assert heard.house.slack.called("chat.getPermalink") == []


@pytest.mark.parametrize(
    "about", [{"bot_id": "B1"}, {"subtype": "bot_message"}, {"subtype": "channel_topic"}, {"user": None}]
)
def test_what_no_person_says_is_not_overheard(heard: Heard, about: dict[str, str | None]) -> None:
    said = {"type": "message", "channel": heard.abc.id, "channel_type": "channel", "text": CHANGE, "ts": "1.000100"}
    assert heard.house.driver.event({**said, "user": heard.lilei.id, **about}).status == 200
    heard.house.stop()
    assert [event for event in heard.events if isinstance(event, Overheard)] == []


def test_an_edit_is_not_overheard(heard: Heard) -> None:
    message = heard.house.driver.say("早上好", heard.lilei, heard.abc)
    assert heard.house.driver.edit(message, CHANGE).status == 200
    heard.house.stop()
    assert [event for event in heard.events if isinstance(event, Overheard)] == []
    assert heard.house.slack.told(heard.lilei) == []


def test_a_channel_of_no_dossier_hears_nothing(heard: Heard) -> None:
    other = heard.house.slack.add_channel("other", [heard.lilei])
    assert heard.house.driver.message(CHANGE, heard.lilei, other).status == 200
    heard.house.stop()
    assert heard.house.slack.told(heard.lilei) == []
    assert heard.house.count(suggestions) == 0
