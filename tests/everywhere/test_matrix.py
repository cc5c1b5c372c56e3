"""Who may do what, tried through the running program on the web chat and Feishu with ids nobody was shown."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.everywhere.gate import Gate
from tests.everywhere.matrix import table_holds
from tests.everywhere.pressing import open_feishu, open_web


@pytest.mark.parametrize("opened", [open_web, open_feishu])
def test_exactly_what_the_table_allows_is_done_to_records_of_every_kind(
    opened: Callable[[Path], AbstractContextManager[Gate]], tmp_path: Path
) -> None:
    with opened(tmp_path) as gate:
        table_holds(gate)
