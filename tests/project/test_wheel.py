"""The wheel: built from the tree without a network, installed elsewhere, it has everything and runs."""

import fnmatch
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES: list[str] = PROJECT["tool"]["importlinter"]["root_packages"]
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


SETTINGS = ("PYTHON", "DOSSIER", "PIP")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder, with nothing of this environment's settings, and return what it printed."""
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the tree, since a build leaves folders behind."""
    tree = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package, ignore=LEFT_OUT)
    for name in ("pyproject.toml", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, tree)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(
        *pip,
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        tree / "out",
        ".",
        folder=tree,
    )
    (built,) = (tree / "out").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a fresh environment outside the tree, which borrows the dependencies of this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, folder=folder)
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip()
    Path(packages, "borrowed.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return folder


def test_the_wheel_has_every_file_of_the_packages(wheel: Path) -> None:
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    wanted = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert sorted(wanted - set(zipfile.ZipFile(wheel).namelist())) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "bot/web/templates/*.html",
        "bot/web/static/vendor/htmx.min.js",
        "bot/web/static/vendor/LICENSE.*",
        "chat/texts/*.ftl",
        "storage/migrations/*/[0-9a-z]*.py",
        "dossier-*.dist-info/licenses/LICENSE",
        "dossier-*.dist-info/licenses/NOTICE",
    ],
)
def test_the_wheel_has_what_the_program_reads_at_run_time(wheel: Path, pattern: str) -> None:
    assert fnmatch.filter(zipfile.ZipFile(wheel).namelist(), pattern)


def test_the_wheel_has_nothing_but_the_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_installed_command_tells_its_version_outside_the_tree(elsewhere: Path) -> None:
    where = run(elsewhere / "venv/bin/python", "-c", "import bot; print(bot.__file__)", folder=elsewhere)
    assert Path(where.strip()).is_relative_to(elsewhere)
    assert PROJECT["project"]["version"] in run(elsewhere / "venv/bin/dossier", "version", folder=elsewhere)


def test_the_installed_demo_serves_its_page_outside_the_tree(elsewhere: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = (elsewhere / "venv/bin/dossier", "demo", "--port", str(port), "--data", elsewhere / "data")
    log = elsewhere / "demo.log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=elsewhere, env=ENVIRONMENT, stdout=output, stderr=subprocess.STDOUT) as demo,
    ):
        try:
            # Until the demo listens, the transport tries again, each time after twice as long: 16 s in all.
            with httpx.Client(transport=httpx.HTTPTransport(retries=6), follow_redirects=True, timeout=20) as client:
                page = client.get(f"http://127.0.0.1:{port}/")
                script = client.get(f"http://127.0.0.1:{port}/static/vendor/htmx.min.js")
        except httpx.ConnectError:
            pytest.fail(f"the demo does not answer:\n{log.read_text('utf-8')}")
        finally:
            demo.terminate()
    assert page.status_code == 200
    assert "htmx" in page.text
    assert script.content == (ROOT / "bot/web/static/vendor/htmx.min.js").read_bytes()
