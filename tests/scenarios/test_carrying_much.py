"""What is large goes out and comes in piece by piece: memory does not grow with it."""

import os
import tracemalloc
from pathlib import Path

from bot.exports.command_line import read_import, write_export
from dossier.fields import FileRef
from storage.archive_file import survey
from storage.blobs import Blobs
from storage.database import Database
from storage.vault import Vault
from tests.scenarios.test_carrying_over import OTHER_KEY, exported
from tests.team import DEFAULT, Team


def test_a_large_archive_is_taken_in_with_little_memory(team: Team, empty: Database, tmp_path: Path) -> None:
    """Of files a piece is in memory at a time, of records one, and of what goes into the store of files a part."""
    large = 40 * 1024 * 1024
    team.platform.files["f1"] = os.urandom(large)
    file = FileRef(id="f1", name="录像.bin", size=large, type="application/octet-stream")
    team.say("lilei", "/issue 支付失败", files=(file,))
    for number in range(60):
        team.say("lilei", f"/minutes 评审{number} | 讨论内容: {'很长的讨论。' * 2000}")
    team.app.jobs.work_due()
    archive = exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault)
    assert archive.stat().st_size > large * 4 / 3
    vault = Vault(Blobs(str(tmp_path / "files")))

    tracemalloc.start()
    with archive.open("rb") as opened:
        survey(opened)
    _, looking = tracemalloc.get_traced_memory()
    read_import(empty, OTHER_KEY, vault, archive)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert looking < large / 10
    assert most < large * 2 / 3


def test_a_zip_takes_no_more_memory_for_more_records(team: Team, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        for number in range(count):
            team.say("lilei", f"/issue 问题{number}")
        tracemalloc.start()
        words = ("ABC", "dossier", "zip")
        write_export(
            team.database, team.app.keyring, team.app.vault, DEFAULT, words, tmp_path, lambda done, total: None
        )
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    few = peak(50)
    assert peak(120) < few * 1.3
