"""What is exported on the command line from the data of a demo is dated by the demo's clock, as in its chat."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import DEMO_CLOCK, clock_beside
from bot.exports.command_line import write_export
from dossier.language import Language
from storage.preferences import Preference
from tests.team import ZONE, Team


@pytest.mark.parametrize("days", [3, 0])
def test_a_file_is_named_by_the_clock_that_goes_with_the_data(team: Team, tmp_path: Path, days: int) -> None:
    team.say("lilei", "/issue 支付失败")
    beside = team.database.file
    assert beside is not None
    if days:
        (beside.parent / DEMO_CLOCK).write_text(str(timedelta(days=days).total_seconds()))
    earliest = clock_beside(None).now() + timedelta(days=days)

    written = write_export(
        *(team.database, team.app.keyring, team.app.vault, Preference(Language.ZH, ZONE)),
        *(("ABC", "dossier", "json"), tmp_path / "out", lambda done, total: None),
    )

    latest = clock_beside(None).now() + timedelta(days=days)
    possible = {f"ABC_档案_{each.astimezone(ZONE):%Y%m%d}_v1.json" for each in (earliest, latest)}
    assert written.name in possible
