"""Tables on a page: words stay whole, however narrow it is."""

from pathlib import Path

from playwright.sync_api import Page, expect

from bot.report_files import write_reports
from dossier.language import Language
from storage.preferences import Preference
from tests.browser.test_demo import become, demo, pytestmark, write
from tests.team import ZONE, Team, form_in

__all__ = ["demo", "pytestmark"]

# Each word of Latin letters must stand on one line.
_BROKEN = """() => [...document.querySelectorAll("td, th")].flatMap(cell => {
    const broken = [], walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        for (const word of walker.currentNode.data.matchAll(/[A-Za-z]+/g)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, word.index);
            range.setEnd(walker.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(each => each.top)).size > 1) broken.push(word[0]);
        }
    }
    return broken;
})"""
WIDTHS = (1280, 820, 360)


def _check(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(_BROKEN) == [], f"broken at a width of {width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"the page is wider than {width}"


def test_the_summary_of_dossiers_breaks_no_word_in_the_chat(page: Page, demo: str) -> None:
    page.goto(demo)
    become(page, "Ann")
    write(page, "/dossier health all")
    expect(page.locator("article table").last).to_contain_text("points")
    _check(page)


def test_the_page_of_reports_breaks_no_word(page: Page, tmp_path: Path) -> None:
    with Team.on(f"sqlite:///{tmp_path / 'team.db'}") as team:
        for name in ("Northwind Manufacturing Holding", "Contoso International Development"):
            form = form_in(team.say("wangfang", "/dossier start", "general"))
            names = {"customer": name, "short_name": name, "project": "Internationalisation", "phase": "development"}
            team.submit(form, "wangfang", "general", **names)
        app, out = team.app, tmp_path / "out"
        english = Preference(Language.EN, ZONE)
        page_file, *_ = write_reports(app.database, app.keyring, english, team.clock.now(), out, lambda _: None)
    page.goto(page_file.as_uri())
    expect(page.locator("table").first).to_be_visible()
    _check(page)
