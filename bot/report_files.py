"""`dossier report`: the health of every dossier as one HTML page and one table an organisation."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, PackageLoader, Template, select_autoescape

from bot.charts import HEIGHT, WIDTH, plot
from chat.cards.kpi import kpi_card
from chat.cards.report import causes, report_card
from chat.cards.summary import summary_card
from chat.messages import Message
from chat.voice import Voice
from dossier.health import Part
from dossier.kpi import month_after, month_before
from dossier.report import Report
from dossier.rules import OFF
from dossier.sheets.ours import harmless
from dossier.views import DossierView
from storage.database import Connection, Database
from storage.organisations import everyone, product
from storage.preferences import Preference
from storage.secrets import Keyring, OrganisationKeys
from storage.store import Store

_COLUMNS = (
    "dossiers-dossier",
    "status-phase",
    "dossiers-owner",
    "summary-score",
    "report-change",
    "part-completeness",
    "part-freshness",
    "part-timeliness",
    "report-lost",
)


@dataclass(frozen=True, slots=True)
class _House:
    """One organisation's dossiers and their reports, its members' last month where that is counted, and its voice."""

    name: str
    voice: Voice
    reports: Sequence[tuple[DossierView, Report]]
    summary: Message
    month: Message | None


def write_reports(
    database: Database, keyring: Keyring, default: Preference, now: datetime, folder: Path, said: Callable[[str], None]
) -> list[Path]:
    """Write `health-<organisation>.html` and `.csv` into a folder, which is made; give the files.

    `said` is told of each organisation. Raises OSError where the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for house in _houses(database, keyring, default, now):
        said(house.name)
        stem = f"health-{_file_name(house.name)}-{now.astimezone(house.voice.zone):%Y%m%d}"
        page, table = folder / f"{stem}.html", folder / f"{stem}.csv"
        page.write_text(_page(house), "utf-8")
        # With a mark at its beginning: spreadsheets take it for another encoding without.
        table.write_text(_table(house), "utf-8-sig", newline="")
        written += [page, table]
    return written


def _houses(database: Database, keyring: Keyring, default: Preference, now: datetime) -> Iterator[_House]:
    for organisation, name, uid, key in database.read(everyone):
        keys = keyring.organisation(uid, key)
        make = partial(_house, name=name, organisation=organisation, keys=keys, default=default, now=now)
        yield database.read(make)


def _house(
    connection: Connection, name: str, organisation: int, keys: OrganisationKeys, default: Preference, now: datetime
) -> _House:
    store = Store(connection, product(organisation), now, keys, default)
    _, chosen = store.preferences.of(None, None, default)
    voice, every = Voice(chosen.language, chosen.zone, now), store.dossiers.mine()
    open_ones = [each for each in every if each.phase.writable]
    before = store.health.scores_before(open_ones, chosen.zone)
    summary = summary_card([*store.health.each(open_ones)], before, store.health.alerts(open_ones), voice)
    reports = [(each, store.health.report(each, chosen.zone)) for each in every]
    # As in the summary: the worst first, and those that are finished behind them.
    reports.sort(key=lambda each: (not each[0].phase.writable, each[1].score))
    return _House(name, voice, reports, summary, _month(store, voice))


def _month(store: Store, voice: Voice) -> Message | None:
    if store.rules.of(None).kpi == OFF:
        return None
    month = month_before(voice.now.astimezone(voice.zone).date())
    return kpi_card(month, store.kpi.members(voice.midnight(month), voice.midnight(month_after(month))), voice)


def _page(house: _House) -> str:
    cards = [report_card(each, report, house.voice, whole=True) for each, report in house.reports]
    title = f"{house.voice.say('report-title')} · {house.name}"
    return _template().render(
        title=title,
        language=house.voice.language.value,
        made=house.voice.moment(house.voice.now),
        cards=[house.summary, *([house.month] if house.month else []), *cards],
    )


def _table(house: _House) -> str:
    voice, text = house.voice, io.StringIO()
    rows = csv.writer(text)
    rows.writerow([voice.say(key) for key in _COLUMNS])
    for dossier, report in house.reports:
        parts = [report.parts[part] for part in Part]
        gained = "" if report.gained is None else report.gained
        why = "\n".join(causes(report, voice))
        row = [dossier.title, voice.label(dossier.phase.label), dossier.owner.name, report.score, gained, *parts, why]
        rows.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue()


def _file_name(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:60] or "organisation"


@cache
def _template() -> Template:
    environment = Environment(loader=PackageLoader("bot"), autoescape=select_autoescape(), trim_blocks=True)
    environment.globals |= {"plot": plot, "chart_width": WIDTH, "chart_height": HEIGHT}
    return environment.get_template("report.html")
