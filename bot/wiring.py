"""The one place where the parts are put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.backoff import Later
from bot.clock import Clock, MovableClock
from bot.delivery import DeliveryWorker
from bot.directory import Directory
from bot.intake import Intake
from bot.intake.ahead import Ahead
from bot.jobs import JobWorker
from bot.links import LinkChecks, Where
from bot.presenting import Presenter
from chat.platform import Platform
from handlers.dispatcher import Dispatcher
from reminders.endings import Endings
from reminders.monthly_kpi import MonthlyKpi
from reminders.promises import Promises
from reminders.reviews import Reviews
from reminders.scan import Scan
from reminders.scheduler import Scheduler
from reminders.weekly_report import WeeklyReports
from reminders.weekly_summary import WeeklySummaries
from storage.blobs import Blobs, place_beside
from storage.carrying import carry_over
from storage.database import Database
from storage.housekeeping import forget_old_drafts, forget_old_events, forget_old_suggestions, give_up_old_messages
from storage.preferences import Preference
from storage.secrets import Keyring
from storage.vault import Vault

_HOUSEKEEPING_SECONDS = 3600
_LINK_SECONDS = 300
_LOOK_AT_LINKS = "look at links"
_REMINDING_SECONDS = 30
_WAITING_SECONDS = 60.0


class Platforms(dict[str, Platform]):
    """The platforms by name, as they are there; a job for another one waits for it."""

    def __missing__(self, name: str) -> Platform:
        """Tell a job to wait."""
        raise Later(f"{name} is not there", _WAITING_SECONDS)


@dataclass(frozen=True, slots=True)
class Application:
    """The running product: `dispatcher` for what comes in, workers for what goes out."""

    clock: Clock
    database: Database
    keyring: Keyring
    default: Preference
    dispatcher: Dispatcher
    directory: Directory
    delivery: DeliveryWorker
    jobs: JobWorker
    reminders: Scan
    reports: WeeklyReports
    reviews: Reviews
    monthly: MonthlyKpi
    promises: Promises
    endings: Endings
    summaries: WeeklySummaries
    scheduler: Scheduler
    vault: Vault
    intake: Intake
    links: LinkChecks
    platforms: Platforms

    def add(self, platform: Platform) -> None:
        """Have one more platform: what waited for it goes out."""
        self.platforms[platform.name] = platform

    def start(self) -> None:
        """Start the workers."""
        self.delivery.start()
        self.jobs.start()
        if isinstance(self.clock, MovableClock):
            # When the first report of a channel comes is worked out by a look: not only by one that is after it.
            self.clock.before(self.reports.tick)
            self.clock.listen(self.reminders.tick)
            self.clock.listen(self.reports.tick)
            self.clock.listen(self.reviews.tick)
            self.clock.listen(self.monthly.tick)
            self.clock.listen(self.promises.tick)
            self.clock.listen(self.endings.tick)
            self.clock.listen(self.summaries.tick)
            # Sites may be slow to answer: nobody who moves the clock waits for them.
            self.clock.listen(lambda: self.scheduler.soon(_LOOK_AT_LINKS))
        self.scheduler.start()

    def stop(self) -> None:
        """Stop the workers and close the database."""
        self.scheduler.stop()
        self.jobs.stop()
        self.delivery.stop()
        self.database.close()


def build(
    database: Database,
    keyring: Keyring,
    clock: Clock,
    default: Preference,
    platforms: Sequence[Platform],
    vault: Vault | None = None,
    intake: Intake | None = None,
    where: Where = Where.OFF,
) -> Application:
    """Put the product together over a migrated database; nothing runs before `start`.

    Without a `vault` files lie in a folder beside the database; without an `intake` no scanner looks at them.
    `where` says which links are looked at.
    """
    intake, vault = intake or Intake(), vault or Vault(Blobs(place_beside(database.file)))
    by_name = Platforms({platform.name: platform for platform in platforms})
    directory = Directory(database, keyring, clock.now, by_name)
    presenter = Presenter(database, keyring, clock.now, default)
    reminders = Scan(database, keyring, clock.now, default)
    reports = WeeklyReports(database, keyring, clock.now, default)
    reviews = Reviews(database, keyring, clock.now, default)
    monthly = MonthlyKpi(database, keyring, clock.now, default)
    links = LinkChecks(database, keyring, clock.now, where)
    promises = Promises(database, keyring, clock.now, default)
    endings = Endings(database, keyring, clock.now, default)
    summaries = WeeklySummaries(database, keyring, clock.now, default)
    scheduler = Scheduler()
    scheduler.every(_LINK_SECONDS, _LOOK_AT_LINKS, links.tick)
    scheduler.every(_REMINDING_SECONDS, "remind", reminders.tick)
    scheduler.every(_REMINDING_SECONDS, "report", reports.tick)
    scheduler.every(_REMINDING_SECONDS, "review", reviews.tick)
    scheduler.every(_REMINDING_SECONDS, "month", monthly.tick)
    scheduler.every(_REMINDING_SECONDS, "promises", promises.tick)
    scheduler.every(_REMINDING_SECONDS, "endings", endings.tick)
    scheduler.every(_REMINDING_SECONDS, "summary", summaries.tick)
    scheduler.every(_HOUSEKEEPING_SECONDS, "forget old events", lambda: forget_old_events(database))
    scheduler.every(_HOUSEKEEPING_SECONDS, "forget old drafts", lambda: forget_old_drafts(database, clock.now()))
    scheduler.every(
        _HOUSEKEEPING_SECONDS, "forget old suggestions", lambda: forget_old_suggestions(database, clock.now())
    )
    scheduler.every(
        _HOUSEKEEPING_SECONDS, "give up old messages", lambda: give_up_old_messages(database, datetime.now(UTC))
    )
    scheduler.every(_HOUSEKEEPING_SECONDS, "carry over files", lambda: carry_over(database, keyring, vault))
    return Application(
        clock,
        database,
        keyring,
        default,
        Dispatcher(database, keyring, clock.now, default, Ahead(by_name).look),
        directory,
        DeliveryWorker(database, presenter, by_name),
        JobWorker(database, keyring, clock.now, by_name, directory, default, vault, intake),
        reminders,
        reports,
        reviews,
        monthly,
        promises,
        endings,
        summaries,
        scheduler,
        vault,
        intake,
        links,
        by_name,
    )
