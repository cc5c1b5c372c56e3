"""`dossier doctor` and `dossier manifest feishu --apply`, asked of a Feishu on this machine."""

import base64
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.doctor import examine
from bot.feishu.slash_commands import apply
from bot.findings import Finding
from manifest.feishu import SCOPES
from storage import migrations
from storage.database import Database
from tests.feishu.local import LocalFeishu, serving
from tests.feishu.office import api_on

TENANT_SCOPE = "tenant:tenant:readonly"
Set = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Place:
    """A Feishu, and a way to change the settings of an installation."""

    feishu: LocalFeishu
    set: Set


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Place]:
    """Give a Feishu whose app has just the permissions of the manifest and its slash commands, by long connection."""
    monkeypatch.chdir(tmp_path)

    def put(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    with serving(LocalFeishu()) as feishu, closing(Database(f"sqlite:///{tmp_path / 'dossier.db'}")) as database:
        migrations.upgrade(database)
        apply(api_on(feishu))
        feishu.scopes = set(SCOPES)
        put(
            DOSSIER_DATABASE_URL=f"sqlite:///{tmp_path / 'dossier.db'}",
            DOSSIER_MASTER_KEY=base64.b64encode(b"k" * 32).decode(),
        )
        put(FEISHU_APP_ID=feishu.app_id, FEISHU_APP_SECRET=feishu.app_secret, FEISHU_DOMAIN=feishu.base_url)
        yield Place(feishu, put)


def said() -> list[Finding]:
    """Give what is said of Feishu."""
    return [finding for finding in examine() if finding.what.startswith("Feishu")]


def ill() -> Finding:
    """Give the one thing that is not well, with how to mend it."""
    (finding,) = (each for each in said() if not each.well)
    assert finding.mend
    return finding


def test_a_whole_installation_is_well_and_everything_was_looked_at(place: Place) -> None:
    assert [(each.well, each.what) for each in said()] == [
        (True, "Feishu clock: agrees with this machine's"),
        (True, "Feishu app: accepted for 星河"),
        (True, "Feishu permissions: those of the manifest"),
        (True, "Feishu long connection: can be opened"),
        (True, "Feishu slash commands: in step"),
    ]


def test_a_wrong_secret_is_said_without_it(place: Place) -> None:
    place.set(FEISHU_APP_SECRET="not-the-secret")  # pragma: allowlist secret

    assert ill().what.startswith("Feishu app: 10014")
    assert "not-the-secret" not in str(said())


def test_without_its_first_permission_it_is_said_which_one(place: Place) -> None:
    place.feishu.scopes.discard(TENANT_SCOPE)

    assert TENANT_SCOPE in ill().what


def test_missing_permissions_are_named_and_idle_ones_too(place: Place) -> None:
    place.feishu.scopes -= {"im:message:update"}
    place.feishu.scopes |= {"calendar:calendar", "im:message.group_msg"}

    assert ill().what == "Feishu permissions: lacks im:message:update"
    assert any(each.what == "Feishu permissions: has more than is used: calendar:calendar" for each in said())


def test_slash_commands_that_are_not_in_step_are_brought_into_step_by_the_command(place: Place) -> None:
    with place.feishu.changing():
        place.feishu.commands.clear()
    assert ill().what.endswith("are not in step")

    first, second = (CliRunner().invoke(app, ["manifest", "feishu", "--apply"]) for _ in range(2))

    assert "+ /纪要" in first.output.splitlines()
    assert second.output == "the slash commands are in step\n"
    assert all(each.well for each in said())


def test_only_feishu_takes_slash_commands_from_here(place: Place) -> None:
    assert CliRunner().invoke(app, ["manifest", "slack", "--apply"]).exit_code == 2


def test_a_webhook_needs_no_long_connection_and_an_address_that_answers(place: Place) -> None:
    place.set(FEISHU_ENCRYPT_KEY="key", FEISHU_VERIFICATION_TOKEN="token")
    assert "Feishu request URLs: not known" in [each.what for each in said()]

    place.set(DOSSIER_PUBLIC_URL="https://dossier.invalid")
    unreached = [each for each in said() if not each.well]
    assert [each.what.split(" does not answer")[0] for each in unreached] == [
        "Feishu request URL: https://dossier.invalid/feishu/events",
        "Feishu request URL: https://dossier.invalid/feishu/cards",
    ]


def test_a_feishu_that_is_not_there_is_one_finding(place: Place) -> None:
    place.set(FEISHU_DOMAIN="http://127.0.0.1:9")

    assert ill().what.startswith("Feishu: ")
