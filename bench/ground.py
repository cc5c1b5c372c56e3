"""What commands are measured on: a team, its dossiers with their channels, and open duties."""

import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from chat.events import CommandGiven, Source
from dossier.duties import Trigger
from dossier.kinds import Kind, kind_named
from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Tier
from storage import migrations, organisations
from storage.database import Database
from storage.preferences import Preference
from storage.secrets import Keyring

PLATFORM, WORKSPACE = "web", "galaxy"
DEFAULT = Preference(Language.ZH, ZoneInfo("Asia/Shanghai"))

# So few that finding the duty a record closes costs the same for the last command as for the first.
_COMMANDS_A_DOSSIER = 8


@dataclass(frozen=True, slots=True)
class Ground:
    """A database file that is ready, the master key it was made with, and the commands it waits for."""

    file: Path
    master: bytes
    commands: Sequence[CommandGiven]


def prepare(file: Path, commands: int, platform: str = PLATFORM) -> Ground:
    """Make a database in which each of so many `/change` commands on a platform will close a duty of its topic."""
    master = os.urandom(32)
    database = Database(f"sqlite:///{file}")
    migrations.upgrade(database)
    database.write(lambda connection: _fill(connection, Keyring(master), commands, platform))
    database.close()
    return Ground(file, master, tuple(_commands(commands, platform)))


def _fill(connection: Connection, keyring: Keyring, commands: int, platform: str) -> None:
    store = organisations.found(connection, keyring, "Galaxy", datetime.now(UTC))
    workspace = organisations.add_workspace(connection, store.actor.organisation, platform, WORKSPACE, "Galaxy")
    for first in range(0, commands, _COMMANDS_A_DOSSIER):
        team = _team(first)
        person = store.people.add(f"李雷{team}", Tier.SENIOR)
        store.people.link(workspace, team, person)
        dossier = store.dossiers.start(f"客户{team}有限公司", team, "商城", Phase.DESIGN, person)
        store.channels.bind(store.channels.put(workspace, team, team), dossier, started=True)
        for each in range(first, min(first + _COMMANDS_A_DOSSIER, commands)):
            store.duties.raise_for(dossier, Trigger.CHANGE_RAISED, change_kind(), _summary(each), person)
    store.finish()


def _commands(commands: int, platform: str) -> Iterator[CommandGiven]:
    for number in range(commands):
        source = Source(uuid.uuid4().hex, platform, WORKSPACE, _team(number), _team(number))
        text = f"{_summary(number)} | 原因: 短信接口被刷，月底账单超出预算 | impact: 3 days, 需要联调"
        yield CommandGiven(source, "change", text)


def _team(command: int) -> str:
    """Give the key of a command's account and channel, which is its customer's short name too."""
    return f"C{command // _COMMANDS_A_DOSSIER}"


def _summary(command: int) -> str:
    return f"登录页加短信验证，第{command}处"


def change_kind() -> Kind:
    """Give the kind whose records are measured."""
    kind = kind_named("change_request")
    if kind is None:
        raise LookupError("the kind that is measured does not exist")
    return kind
