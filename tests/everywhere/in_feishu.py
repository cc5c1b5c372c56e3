"""The story's side on the local Feishu: messages to the bot, pressed buttons and form cards, over its real wires."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tests.feishu.local import Message, elements
from tests.feishu.serving_dossier import Day, is_form, open_day, taken, wait_for


class FeishuSide:
    """What the story is told with (see Side)."""

    called_ann = "@Ann"

    def __init__(self, day: Day) -> None:
        """Take a group in which the dossier is started."""
        self._day = day.started()
        self._people = {"李雷": day.lilei, "Ann": day.ann}

    def types(self, line: str) -> None:
        """Let Ann type a command in the dossier's channel."""
        day = self._day
        day.wrote(day.ann, lambda: day.driver.mention(line, day.ann, day.abc))

    def at(self, moment: datetime) -> None:
        """Move the product's clock to a moment, and let everything happen that is due by then."""
        self._day.app.clock.set(moment)  # type: ignore[attr-defined]  # `open_day` puts a movable one in.
        self._day.app.reminders.run()
        self._day.app.reports.run()

    def channel(self) -> list[str]:
        """Give the words of every message of the bot in the channel, also below others, in order."""
        return [each.text for each in self._day.posted()]

    def told(self, name: str) -> list[str]:
        """Give the words of every message of the bot to somebody alone, in order."""
        self._day.deliver()
        # A form stands in the conversation until it is sent.
        return [each.text for each in self._day.direct(self._people[name]) if not is_form(each)]

    def enters(self, card: str, **values: str) -> None:
        """Let Ann press the button that enters on the channel's card with some words, fill in the form and send it."""
        day = self._day
        shown = next(each for each in day.posted() if card in each.text)
        form = day.wrote(day.ann, lambda: day.driver.press(shown, _entering(shown), day.ann))
        taken(day.submit(form, values))
        wait_for(lambda: any("已由 Ann 补上" in each for each in self.channel()))


def _entering(card: Message) -> str:
    labels = [str(each["text"]["content"]) for each in elements(card.card) if each["tag"] == "button"]
    return next(label for label in labels if "记录" in label)


@contextmanager
def open_feishu(folder: Path) -> Iterator[FeishuSide]:
    """Run a local Feishu and the product on it."""
    with open_day(folder, "socket") as day:
        yield FeishuSide(day)
