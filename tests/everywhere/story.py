"""One story of a duty, told alike wherever the product speaks: a meeting, reminders, minutes, Friday's report."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

OVER = datetime(2026, 11, 18, 7, tzinfo=UTC)
"""When the meeting is over: Wednesday, 15:00 in Shanghai."""
FRIDAY = datetime(2026, 11, 20, 8, tzinfo=UTC)
"""Friday, 16:00 in Shanghai."""


class Side(Protocol):
    """A platform on which 李雷 owns the dossier `ABC · 商城` and manages the organisation, and Ann is a member.

    Both read Chinese in Shanghai. It is Wednesday, 2026-11-18 10:05 there until the clock is moved.
    """

    called_ann: str
    """How she is called on a card that notifies her."""

    def types(self, line: str) -> None:
        """Let Ann type a command in the dossier's channel."""

    def at(self, moment: datetime) -> None:
        """Move the product's clock to a moment, and let everything happen that is due by then."""

    def channel(self) -> list[str]:
        """Give the words of every message of the bot in the channel, also below others, in order."""

    def told(self, name: str) -> list[str]:
        """Give the words of every message of the bot to somebody alone, in order."""

    def enters(self, card: str, **values: str) -> None:
        """Let Ann press the button that enters on the channel's card with some words, fill in the form and send it."""


def minutes_are_asked_for_until_they_are_there(side: Side) -> None:
    """Tell the story."""
    side.types("/会议 今天 14:00-15:00 需求评审")
    before = len(side.channel())

    side.at(OVER)
    (asked,) = side.channel()[before:]
    assert "会议结束了" in asked
    assert "需求评审" in asked
    assert "截止" in asked
    quiet = {name: len(side.told(name)) for name in ("Ann", "李雷")}

    side.at(OVER + timedelta(hours=18))
    (morning,) = side.told("Ann")[quiet["Ann"] :]
    assert "早上好" in morning
    quiet["Ann"] += 1
    side.at(OVER + timedelta(hours=19, minutes=59))
    assert {name: len(side.told(name)) for name in quiet} == quiet, "nobody is reminded before it is time"

    side.at(OVER + timedelta(hours=20))
    (owner,) = side.told("Ann")[quiet["Ann"] :]
    assert "会议纪要：需求评审" in owner
    assert len(side.told("李雷")) == quiet["李雷"]
    assert len(side.channel()) == before + 1

    side.at(OVER + timedelta(hours=24))
    (_, public) = side.channel()[before:]
    assert side.called_ann in public
    assert "会议纪要：需求评审" in public
    assert len(side.told("Ann")) == quiet["Ann"] + 1, "what is said in the channel is not said twice"

    side.at(OVER + timedelta(hours=48))
    (escalated,) = side.told("李雷")[quiet["李雷"] :]
    assert "也许可以帮 Ann 一把" in escalated, escalated
    side.at(OVER + timedelta(hours=48, minutes=5))
    assert len(side.told("李雷")) == quiet["李雷"] + 1, "each step is said once"

    side.enters("会议结束了", 会议主题="需求评审", 决定="周五前定原型")
    side.at(OVER + timedelta(hours=48, minutes=30))
    said = [*side.channel()[before:], *side.told("Ann"), *side.told("李雷")]
    asking = [each for each in said if "会议纪要：需求评审" in each and "早上好" not in each]
    assert len(asking) == 4
    assert all("已由 Ann 补上" in each for each in asking), "every card that asked says that it is done"

    side.at(FRIDAY)
    report = side.channel()[-1]
    assert "客户档案健康度报告" in report
    assert "1 项更新迟交" in report, report
    assert "更新：Ann 1" in report
    in_channel = len(side.channel())

    side.at(OVER + timedelta(hours=73))
    assert len(side.told("李雷")) == quiet["李雷"] + 1, "what is done is escalated no further"
    assert len(side.channel()) == in_channel, "a report comes once"
