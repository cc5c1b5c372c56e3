"""The story's side on the local Slack: typed commands, pressed buttons and modals, over its real wires."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tests.slack.local import Channel, User
from tests.slack.seen import buttons, words
from tests.slack.serving_dossier import Day, open_day


class SlackSide:
    """What the story is told with (see Side)."""

    called_ann = "@"

    def __init__(self, day: Day) -> None:
        """Let 李雷 claim, take the bot into the channel and start the dossier."""
        self._day = day
        slack, driver = day.slack, day.driver
        self._people = {
            name: slack.add_user(name, locale="zh-CN", tz="Asia/Shanghai", email=f"{name}@example.com")
            for name in ("李雷", "Ann")
        }
        lilei = self._people["李雷"]
        self._abc: Channel = slack.add_channel("abc", [*self._people.values()], bot=False)
        driver.command("/档案", f"认领 {day.code}", lilei, self._abc)
        driver.join(driver.bot_user, self._abc, lilei)
        (hello,) = day.posted(self._abc)
        form = day.opened(lilei, lambda: driver.press(hello, "新建档案", lilei))
        started = {"客户全称": "ABC有限公司", "客户简称": "ABC", "项目名称": "商城"}
        day.told(lilei, lambda: day.send(form, started))
        day.posted(self._abc)

    def types(self, line: str) -> None:
        """Let Ann type a command in the dossier's channel."""
        name, _, text = line.partition(" ")
        ann = self._ann()
        self._day.told(ann, lambda: self._day.driver.command(name, text, ann, self._abc))

    def at(self, moment: datetime) -> None:
        """Move the product's clock to a moment, and let everything happen that is due by then."""
        self._day.clock.set(moment)
        self._day.app.reminders.run()
        self._day.app.reports.run()

    def channel(self) -> list[str]:
        """Give the words of every message of the bot in the channel, also below others, in order."""
        return [words(each) for each in self._day.posted(self._abc)]

    def told(self, name: str) -> list[str]:
        """Give the words of every message of the bot to somebody alone, in order."""
        return [words(each) for each in self._day.posted(self._day.slack.direct(self._people[name]))]

    def enters(self, card: str, **values: str) -> None:
        """Let Ann press the button that enters on the channel's card with some words, fill in the form and send it."""
        day, ann = self._day, self._ann()
        shown = next(each for each in day.posted(self._abc) if card in words(each))
        enter = next(label for label in buttons(shown) if "记录" in label)
        view = day.opened(ann, lambda: day.driver.press(shown, enter, ann))
        day.send(view, values)

    def _ann(self) -> User:
        return self._people["Ann"]


@contextmanager
def open_slack(folder: Path) -> Iterator[SlackSide]:
    """Run a local Slack and the product on it."""
    with open_day(folder, "http") as day:
        yield SlackSide(day)
