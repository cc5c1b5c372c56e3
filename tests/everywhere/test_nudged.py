"""The same duty on the web chat, the local Slack and the local Feishu: one story, told by the real adapters."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.everywhere.in_feishu import open_feishu
from tests.everywhere.in_slack import open_slack
from tests.everywhere.in_web import open_web
from tests.everywhere.story import Side, minutes_are_asked_for_until_they_are_there


@pytest.mark.parametrize("opened", [open_web, open_slack, open_feishu])
def test_minutes_are_asked_for_until_they_are_there(
    opened: Callable[[Path], AbstractContextManager[Side]], tmp_path: Path
) -> None:
    with opened(tmp_path) as side:
        minutes_are_asked_for_until_they_are_there(side)
