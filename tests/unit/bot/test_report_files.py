"""`dossier report`: a page and a table an organisation, harmless in a browser and in a spreadsheet."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from bot.report_files import write_reports
from dossier.kpi import MANAGERS
from tests.team import Team


@pytest.fixture
def written(tmp_path: Path) -> tuple[str, list[list[str]]]:
    """Give the page and the rows of the table of an organisation whose project has a nasty name."""
    with Team.on(f"sqlite:///{tmp_path / 'team.db'}") as team:
        form = team.say("wangfang", "/dossier start", "general").form  # type: ignore[union-attr]
        names = {"customer": "<script>alert(1)</script>", "short_name": "=1+1", "project": "x"}
        team.submit(form, "wangfang", "general", **names)
        team.say("lilei", "/纪要 需求评审 | 决定: 定原型")
        said: list[str] = []
        app = team.app
        files = write_reports(
            app.database, app.keyring, app.default, team.clock.now(), tmp_path / "new" / "out", said.append
        )
    assert said == ["星河软件", "Nordwind"]
    assert [each.suffix for each in files] == [".html", ".csv"] * 2
    with files[1].open(encoding="utf-8-sig", newline="") as table:
        return files[0].read_text("utf-8"), list(csv.reader(table))


def test_the_page_says_what_the_report_says_and_draws_it(written: tuple[str, list[list[str]]]) -> None:
    page, _ = written
    assert "客户档案健康度报告" in page
    assert "ABC · 商城" in page
    assert "缺联系人" in page
    assert "<svg" in page
    assert "<script>" not in page


def test_the_table_has_a_row_a_dossier_and_no_formula(written: tuple[str, list[list[str]]]) -> None:
    _, (head, *rows) = written
    assert head[:4] == ["档案", "阶段", "负责人", "健康度"]
    assert {row[0] for row in rows} == {"ABC · 商城", "'=1+1 · x"}
    assert all(0 <= int(row[3]) <= 100 for row in rows)


def test_the_table_names_every_lost_point_and_the_change_since_the_report_before(tmp_path: Path) -> None:
    with Team.on(f"sqlite:///{tmp_path / 'team.db'}") as team:
        app = team.app
        app.reports.run()
        team.clock.advance(timedelta(days=2, hours=6))
        app.reports.run()
        team.say("lilei", "/customer ABC有限公司")
        team.clock.advance(timedelta(days=1))
        files = write_reports(
            app.database, app.keyring, app.default, team.clock.now(), tmp_path / "out", lambda _: None
        )
    with files[1].open(encoding="utf-8-sig", newline="") as table:
        head, row = csv.reader(table)
    said = dict(zip(head, row, strict=True))
    assert int(said["比上次"]) > 0
    lost = said["扣分原因"].split("\n")
    assert sum(int(each.removeprefix("'").removeprefix("−").split()[0]) for each in lost) == 100 - int(said["健康度"])
    assert any("缺联系人" in each for each in lost)
    assert "▲" in files[0].read_text("utf-8")


def test_a_change_for_the_worse_is_a_number_in_the_table(tmp_path: Path) -> None:
    with Team.on(f"sqlite:///{tmp_path / 'team.db'}") as team:
        app = team.app
        app.reports.run()
        team.clock.advance(timedelta(days=2, hours=6))
        app.reports.run()
        team.say("lilei", "/催办 @Ann 补合同")
        team.clock.advance(timedelta(days=2))
        now = team.clock.now()
        files = write_reports(app.database, app.keyring, app.default, now, tmp_path / "out", lambda _: None)
    with files[1].open(encoding="utf-8-sig", newline="") as table:
        head, row = csv.reader(table)
    assert int(dict(zip(head, row, strict=True))["比上次"]) < 0


def test_the_page_gives_each_members_month_where_that_is_counted(tmp_path: Path) -> None:
    with Team.on(f"sqlite:///{tmp_path / 'team.db'}") as team:
        app, now = team.app, team.clock.now()
        team.say("lilei", "/issue 支付失败")

        def page(folder: str) -> str:
            later = now + timedelta(days=20)
            files = write_reports(app.database, app.keyring, app.default, later, tmp_path / folder, lambda _: None)
            return files[0].read_text("utf-8")

        assert "2026年11月的档案更新" not in page("off")
        team.write("wangfang", lambda store: store.rules.keep(None, {"kpi": MANAGERS}))
        assert "<td>李雷</td><td>0</td><td>0</td><td>0</td><td>1</td>" in page("on")
