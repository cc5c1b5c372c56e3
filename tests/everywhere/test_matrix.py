"""Who may do what, tried through the running program on the web chat, Slack and Feishu with ids nobody was shown."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.everywhere.matrix import Gate, table_holds
from tests.everywhere.pressing import open_feishu, open_slack, open_web


@pytest.mark.parametrize("opened", [open_web, open_slack, open_feishu])
def test_exactly_what_the_table_allows_is_done(
    opened: Callable[[Path], AbstractContextManager[Gate]], tmp_path: Path
) -> None:
    with opened(tmp_path) as gate:
        assert table_holds(gate) > 400
