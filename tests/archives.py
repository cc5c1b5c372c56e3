"""Archives of dossiers: as they were before they had hashes, and such as are refused."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.exports.command_line import read_import
from storage.archive_parts import Broken
from storage.database import Database
from storage.secrets import Keyring
from storage.tables import dossiers, organisations, people, records
from storage.vault import Vault


def unchained(whole: dict[str, Any]) -> dict[str, Any]:
    """Give an archive in its second version: nothing in it has a hash."""
    whole = {name: value for name, value in whole.items() if name not in ("hash", "chain")}
    for name in ("records", "files", "people"):
        whole[name] = [_bare(each) for each in whole[name]]
    return whole | {"version": 2}


def _bare(part: dict[str, Any]) -> dict[str, Any]:
    bare = {name: value for name, value in part.items() if name not in ("hash", "sha256")}
    if "revisions" in bare:
        bare["revisions"] = [_bare(each) for each in bare["revisions"]]
    return bare


def refused(database: Database, keyring: Keyring, vault: Vault, archive: Path, said: str) -> None:
    """Have an archive refused by an empty installation, in which nothing is written."""
    with pytest.raises(Broken, match=said):
        read_import(database, keyring, vault, archive)

    for table in (organisations, people, dossiers, records):
        count = select(func.count()).select_from(table)
        assert database.read(lambda connection, count=count: connection.execute(count).scalar_one()) == 0  # type: ignore[misc]
