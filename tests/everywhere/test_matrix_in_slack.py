"""Who may do what, tried through the running program on Slack: apart from the others, for it takes as long as they."""

from pathlib import Path

from tests.everywhere.matrix import table_holds
from tests.everywhere.pressing import open_slack


def test_exactly_what_the_table_allows_is_done_to_records_of_every_kind(tmp_path: Path) -> None:
    with open_slack(tmp_path) as gate:
        table_holds(gate)
