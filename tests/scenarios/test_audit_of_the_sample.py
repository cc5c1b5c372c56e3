"""What was done in the sample stands in the audit log in the order of time, as in any other organisation."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.sample import plant
from storage import migrations
from storage.database import Database
from storage.secrets import KEY_BYTES, Keyring
from storage.tables import audit
from tests.team import START


@pytest.mark.parametrize("now", [START, datetime.fromisoformat("2026-11-28T14:36:00+00:00")])
def test_the_log_of_the_sample_is_in_order(tmp_path: Path, now: datetime) -> None:
    database = Database(f"sqlite:///{tmp_path / 'sample.db'}")
    migrations.upgrade(database)
    plant(database, Keyring(b"k" * KEY_BYTES), now)

    query = select(audit.c.organisation_id, audit.c.at, audit.c.action)
    ordered = query.order_by(audit.c.organisation_id, audit.c.number)
    noted = database.read(lambda connection: connection.execute(ordered).all())
    database.close()

    back = [
        (one.at, one.action, other.at, other.action)
        for one, other in pairwise(noted)
        if one.organisation_id == other.organisation_id and one.at > other.at
    ]
    assert back == []
    assert max(each.at for each in noted) <= now
