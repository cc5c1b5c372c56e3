"""The sample of the demo: as much as was promised, believable in its dates, and kept by the rules of the product."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.sample import plant
from dossier.completeness import completeness
from dossier.errors import NotFound, Refused
from dossier.kinds import kind_named, kinds
from dossier.language import Language
from dossier.phases import Phase
from dossier.records.issue import OPEN_STATUSES
from dossier.tiers import Tier
from dossier.views import ChannelView, DossierView, RecordLine, Revision, Saved
from storage import migrations, webchat
from storage.database import Database
from storage.people import recognise
from storage.preferences import Preference
from storage.record_queries import Filter
from storage.secrets import Keyring
from storage.store import Store
from storage.tables import duties, outbox

T = TypeVar("T")

NOW = datetime(2026, 11, 18, 14, 30, tzinfo=UTC)
MANAGERS = {"xinghe": "wangfang", "northlight": "carla"}
ZONES = {"xinghe": ZoneInfo("Asia/Shanghai"), "northlight": ZoneInfo("Europe/Berlin")}
RING = Keyring(bytes(32))
DAY = timedelta(days=1)


def planted(folder: Path, now: datetime) -> Database:
    database = Database(f"sqlite:///{folder / 'sample.db'}")
    migrations.upgrade(database)
    plant(database, RING, now)
    return database


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = planted(tmp_path_factory.mktemp("sample"), NOW)
    yield database
    database.close()


def asked(database: Database, workspace: str, account: str, query: Callable[[Store], T], now: datetime = NOW) -> T:
    """Run a query as somebody of the sample."""

    def ask(connection: object) -> T:
        known = recognise(connection, "web", workspace, account)  # type: ignore[arg-type]
        assert known is not None
        keys = RING.organisation(known.organisation_uid, known.organisation_key)
        return query(Store(connection, known.actor, now, keys))  # type: ignore[arg-type]

    return database.read(ask)


def dossiers(database: Database, workspace: str) -> list[DossierView]:
    return asked(database, workspace, MANAGERS[workspace], lambda store: store.dossiers.mine())


def lines(database: Database, workspace: str, wanted: Filter | None = None) -> list[RecordLine]:
    found, _ = asked(
        database,
        workspace,
        MANAGERS[workspace],
        lambda store: store.records.lines(None, wanted or Filter(), limit=1000),
    )
    return found


def readable(database: Database, workspace: str, account: str, dossier: DossierView) -> int:
    """Give how many records of a dossier somebody finds, each of which they can open."""

    def query(store: Store) -> int:
        found, _ = store.records.lines([dossier.id], Filter(), limit=1000)
        return len([store.records.get(line.uid) for line in found])

    return asked(database, workspace, account, query)


def opened(database: Database, workspace: str, account: str, record: RecordLine) -> Saved:
    return asked(database, workspace, account, lambda store: store.records.get(record.uid))


def members(database: Database, workspace: str, dossier: DossierView) -> list[str]:
    found = asked(database, workspace, MANAGERS[workspace], lambda store: store.dossiers.members(dossier))
    return [member.person.name for member in found]


def bound_to(database: Database, workspace: str, dossier: DossierView) -> list[ChannelView]:
    return asked(database, workspace, MANAGERS[workspace], lambda store: store.channels.of(dossier))


def channels(database: Database, workspace: str) -> list[str]:
    return [channel.key for channel in database.read(lambda connection: webchat.channels_of(connection, workspace))]


def said(database: Database, workspace: str, channel: str) -> Sequence[webchat.Posted]:
    return database.read(lambda connection: webchat.page(connection, workspace, f"c:{channel}"))[0]


def revisions(database: Database, workspace: str) -> list[list[Revision]]:
    def query(store: Store) -> list[list[Revision]]:
        found, _ = store.records.lines(None, Filter(), limit=1000)
        return [store.records.revisions_of(store.records.get(line.uid)) for line in found]

    return asked(database, workspace, MANAGERS[workspace], query)


def test_there_are_two_organisations_with_four_customers_and_six_dossiers_in_different_phases(sample: Database) -> None:
    found = [dossiers(sample, workspace) for workspace in MANAGERS]
    assert [len({each.customer for each in some}) for some in found] == [2, 2]
    phases = [each.phase for some in found for each in some]
    assert len(phases) == len(set(phases)) == 6
    assert Phase.SEALED in phases


def test_there_are_about_three_hundred_and_fifty_records_and_every_dossier_has_its_share(sample: Database) -> None:
    counts = Counter(line.dossier for workspace in MANAGERS for line in lines(sample, workspace))
    assert 320 <= counts.total() <= 380
    assert len(counts) == 6
    assert min(counts.values()) >= 15


def test_every_organisation_has_five_people_and_says_that_it_is_a_sample(sample: Database) -> None:
    people = sample.read(webchat.personas)
    assert Counter(each.workspace for each in people) == {"xinghe": 5, "northlight": 5}
    assert {each.workspace_name for each in people} == {"星河软件（示例）", "Northlight Software (sample)"}
    assert [sum(each.tier is Tier.MANAGER for each in people if each.workspace == key) for key in MANAGERS] == [1, 1]


@pytest.mark.parametrize(
    ("workspace", "account", "language"),
    [
        ("xinghe", "lilei", Language.ZH),
        ("xinghe", "ann", Language.EN),
        ("northlight", "ben", Language.EN),
        ("northlight", "chenchen", Language.ZH),
    ],
)
def test_people_are_spoken_to_in_their_own_language(
    sample: Database, workspace: str, account: str, language: Language
) -> None:
    none = Preference(Language.EN, ZoneInfo("UTC"))
    mine, _ = asked(sample, workspace, account, lambda store: store.preferences.of(store.actor.person, None, none))
    assert mine == Preference(language, ZONES[workspace])


@pytest.mark.parametrize("workspace", MANAGERS)
def test_every_dossier_can_be_read_by_its_members_with_all_its_history(sample: Database, workspace: str) -> None:
    names = {each.name: each.account for each in sample.read(webchat.personas) if each.workspace == workspace}
    for dossier in dossiers(sample, workspace):
        names_of_members = members(sample, workspace, dossier)
        assert len(names_of_members) >= 2
        found = {name: readable(sample, workspace, names[name], dossier) for name in names_of_members}
        # The background of a project is for its seniors; everything else everybody in it sees.
        most = found[dossier.owner.name]
        assert most - 3 <= min(found.values()) <= max(found.values()) == most > 3
    assert [each[-1].number for each in revisions(sample, workspace)] == [
        line.revision for line in lines(sample, workspace)
    ]


@pytest.mark.parametrize(
    ("workspace", "account", "project"),
    [("xinghe", "ann", "门店收银系统"), ("northlight", "jonas", "Patient portal")],
)
def test_somebody_is_no_member_of_a_dossier_and_refused(
    sample: Database, workspace: str, account: str, project: str
) -> None:
    (closed,) = (each for each in dossiers(sample, workspace) if each.project == project)
    record = next(line for line in lines(sample, workspace) if line.dossier == closed.id)
    with pytest.raises(Refused):
        opened(sample, workspace, account, record)


def test_each_organisation_sees_only_its_own(sample: Database) -> None:
    for here, there in (("xinghe", "northlight"), ("northlight", "xinghe")):
        foreign = lines(sample, there)[0]
        with pytest.raises(NotFound):
            opened(sample, here, MANAGERS[here], foreign)
    uids = [{line.uid for line in lines(sample, workspace)} for workspace in MANAGERS]
    assert not uids[0] & uids[1]


def test_planting_twice_changes_nothing(tmp_path: Path) -> None:
    database = planted(tmp_path, NOW)
    with sqlite3.connect(tmp_path / "sample.db") as connection:
        before = list(connection.iterdump())
        plant(database, RING, NOW + DAY)
        assert list(connection.iterdump()) == before
    connection.close()
    database.close()


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(NOW, id="in the middle of a week"),
        pytest.param(datetime(2026, 11, 22, 3, 0, tzinfo=UTC), id="on a Sunday"),
        pytest.param(datetime(2026, 11, 23, 1, 15, tzinfo=UTC), id="at the beginning of a Monday"),
        pytest.param(datetime(2027, 1, 1, 0, 5, tzinfo=UTC), id="at the turn of the year"),
        pytest.param(datetime(2027, 3, 28, 23, 59, tzinfo=UTC), id="when the clocks went forward"),
        pytest.param(datetime(2028, 2, 29, 12, 0, tzinfo=UTC), id="on a leap day"),
    ],
)
def test_everything_was_written_at_work_in_the_last_ninety_days_and_in_order(tmp_path: Path, now: datetime) -> None:
    database = planted(tmp_path, now)
    for workspace, zone in ZONES.items():
        for history in revisions(database, workspace):
            assert now - 91 * DAY < history[0].at
            assert history[-1].at <= now
            assert all(earlier.at < later.at for earlier, later in pairwise(history))
            local = [revision.at.astimezone(zone) for revision in history]
            assert all(at.weekday() < 5 and 9 <= at.hour < 19 for at in local)
        posted = [
            post.posted_at for channel in channels(database, workspace) for post in said(database, workspace, channel)
        ]
        assert posted
        assert max(posted) <= now
    database.close()


def test_versions_grow_with_reasons_and_mostly_by_others(sample: Database) -> None:
    histories = [history for workspace in MANAGERS for history in revisions(sample, workspace)]
    grown = [history for history in histories if len(history) > 1]
    assert 0.15 <= len(grown) / len(histories) <= 0.35
    assert any(len(history) > 2 for history in grown)
    # An approval speaks for itself, and that what was approved is done.
    without = {str(later.content.get("status")) for history in grown for later in history[1:] if not later.reason}
    assert without <= {status for kind in kinds() for status in kind.settled}
    assert sum(history[0].author != history[1].author for history in grown) > len(grown) / 2


def test_most_issues_are_solved_with_cause_and_resolution_and_some_are_open(sample: Database) -> None:
    def contents(store: Store) -> list[tuple[str | None, bool]]:
        found, _ = store.records.lines(None, Filter(), limit=1000)
        issues = [store.records.get(line.uid) for line in found if line.kind.name == "issue"]
        return [(each.line.status, {"resolution", "cause", "resolved_on"} <= each.content.keys()) for each in issues]

    issues = [each for key, manager in MANAGERS.items() for each in asked(sample, key, manager, contents)]
    still = [status for status, _ in issues if status in OPEN_STATUSES]
    solved = [whole for status, whole in issues if status not in OPEN_STATUSES]
    assert 8 <= len(still) <= 15
    assert solved.count(False) == 2


@pytest.mark.parametrize(
    ("workspace", "words"), [("xinghe", "支付失败"), ("xinghe", "WeChat Pay"), ("northlight", "Scanner connection")]
)
def test_a_recurring_theme_rises_in_the_last_days(sample: Database, workspace: str, words: str) -> None:
    found = lines(sample, workspace, Filter(text=words))
    weeks = Counter((NOW - line.created_at).days // 14 for line in found)
    assert weeks[0] > max((count for week, count in weeks.items() if week), default=0)


def test_changes_can_be_followed_from_the_requirement_to_the_acceptance_and_one_waits_for_its_retest(
    sample: Database,
) -> None:
    def contents(store: Store) -> list[Saved]:
        found, _ = store.records.lines(None, Filter(kind=kind_named("change_request")), limit=1000)
        return [store.records.get(line.uid) for line in found]

    for workspace, manager in MANAGERS.items():
        changes = asked(sample, workspace, manager, contents)
        for named in ("requirements", "tests", "acceptances"):
            assert any(named in each.content for each in changes)
        assert not any(each.gone for each in changes)
        assert all(each.approval for each in changes if each.line.status in each.line.kind.settled)
        assert sum(bool(each.verified_by) for each in changes) > 8
    for workspace, project, *titles in (
        ("xinghe", "商城", "商品评价支持追评和图片", "支付超时后自动查单并提示结果"),
        ("northlight", "WMS", "Keep a read-only copy for reports"),
    ):
        (dossier,) = (each for each in dossiers(sample, workspace) if each.project == project)
        lacking = asked(sample, workspace, MANAGERS[workspace], lambda store, at=dossier.id: store.retests.lacking(at))  # type: ignore[misc]
        assert [line.title for line in lacking] == titles


def test_one_dossier_lacks_its_customer_sheet(sample: Database) -> None:
    def lacking(store: Store) -> dict[str, list[str]]:
        result = {}
        for dossier in store.dossiers.mine():
            counts = store.records.counts([dossier.id])
            latest = {name: at for (_, name), at in store.records.latest([dossier.id]).items()}
            have = Counter[str]()
            for (_, name, _), count in counts.items():
                have[name] += count
            whole = completeness(kinds(), dossier.phase, have, latest, NOW)
            result[dossier.project] = [missing.kind.name for missing in whole.missing]
        return result

    found = {**asked(sample, "xinghe", "wangfang", lacking), **asked(sample, "northlight", "carla", lacking)}
    assert {project for project, names in found.items() if "customer_basics" in names} == {"会员小程序"}


@pytest.mark.parametrize("workspace", MANAGERS)
def test_some_updates_are_overdue_and_some_are_due_soon(sample: Database, workspace: str) -> None:
    ids = [each.id for each in dossiers(sample, workspace)]
    owed = asked(sample, workspace, MANAGERS[workspace], lambda store: store.duties.open_in(ids))
    assert sum(duty.due_at < NOW for duty in owed) == 2
    assert sum(NOW <= duty.due_at < NOW + DAY for duty in owed) == 2


def test_most_meetings_were_recorded_as_they_were_owed(sample: Database) -> None:
    states = sample.read(lambda connection: connection.execute(select(duties.c.state)).scalars().all())
    assert Counter(states)["done"] > 3 * Counter(states)["open"]


@pytest.mark.parametrize("workspace", MANAGERS)
def test_people_talked_in_every_channel_and_the_bot_has_cards_for_the_bound_ones(
    sample: Database, workspace: str
) -> None:
    assert len(channels(sample, workspace)) == 4
    for channel in channels(sample, workspace):
        assert len(said(sample, workspace, channel)) >= 3
        assert all(post.author for post in said(sample, workspace, channel))
    bound = [channel for dossier in dossiers(sample, workspace) for channel in bound_to(sample, workspace, dossier)]
    assert len(bound) == 3
    assert all(channel.greeted for channel in bound)
    waiting = Counter(sample.read(lambda connection: connection.execute(select(outbox.c.conversation)).scalars().all()))
    assert [waiting[f"c:{channel.key}"] for channel in bound] == [2, 2, 2]


def test_weekly_reports_of_the_last_weeks_are_kept_so_that_the_first_one_says_what_has_changed(
    sample: Database,
) -> None:
    friday = NOW + timedelta(days=2)
    for workspace, account in MANAGERS.items():

        def changes(store: Store, zone: ZoneInfo = ZONES[workspace]) -> list[tuple[int, int | None]]:
            open_ones = [each for each in store.dossiers.mine() if each.phase is not Phase.SEALED]
            found = [store.health.report(each, zone) for each in open_ones if each.phase is not Phase.CLOSING]
            return [(len(report.history), report.gained) for report in found]

        known = asked(sample, workspace, account, changes, friday)
        assert known
        assert all(weeks >= 3 and gained is not None for weeks, gained in known), known
        assert any(gained for _, gained in known), "in some project something has changed"
