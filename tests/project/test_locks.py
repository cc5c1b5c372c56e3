"""The lock files: whole, hashed, free of addresses, and about what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
BUILD: list[str] = PROJECT["build-system"]["requires"]
TEST: list[str] = PROJECT["dependency-groups"]["test"]
ASKED_FOR = {
    "requirements-build.lock": BUILD,
    "requirements.lock": RUNTIME,
    "requirements-test.lock": RUNTIME + TEST,
}


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Return what a lock file holds: each package's version and how many hashes it has."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found: dict[str, tuple[str, int]] = {}
    for line in lines:
        match = re.match(r"([A-Za-z0-9._-]+)==(\S+)", line)
        assert match, f"{name}: not a pinned package: {line[:60]}"
        found[canonicalize_name(match[1])] = (match[2], line.count("--hash=sha256:"))
    return found


@pytest.mark.parametrize("name", ASKED_FOR)
def test_lock_files_hold_no_address_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert [line for line in text.splitlines() if re.search(r"://|file:|index|(^|\s)/|^-e ", line)] == []


@pytest.mark.parametrize("name", ASKED_FOR)
def test_every_locked_package_has_hashes(name: str) -> None:
    assert [package for package, (_, hashes) in locked(name).items() if hashes == 0] == []


@pytest.mark.parametrize("name", ASKED_FOR)
def test_what_the_project_asks_for_is_locked_at_a_version_it_allows(name: str) -> None:
    found = locked(name)
    for requirement in map(Requirement, ASKED_FOR[name]):
        version, _ = found.get(canonicalize_name(requirement.name), ("", 0))
        assert version, f"{requirement.name} is not in {name}: run `make lock`"
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}: run `make lock`"


def test_nothing_is_locked_directly_that_the_project_no_longer_asks_for() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    direct = set()
    for line in text.splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==", line):
            package = canonicalize_name(match[1])
        elif "dossier (pyproject.toml)" in line:
            direct.add(package)
    assert direct == {canonicalize_name(Requirement(line).name) for line in RUNTIME}


def test_tests_run_on_the_versions_that_users_get() -> None:
    tested = locked("requirements-test.lock")
    differing = {
        package: (version, tested.get(package, ("none", 0))[0])
        for package, (version, _) in locked("requirements.lock").items()
        if tested.get(package, ("none", 0))[0] != version
    }
    assert differing == {}


def test_the_build_backend_is_the_one_that_is_locked() -> None:
    assert PROJECT["dependency-groups"]["build"] == BUILD
    assert locked("requirements-build.lock").keys() == {canonicalize_name(Requirement(line).name) for line in BUILD}
    assert locked("requirements-build.lock").items() <= locked("requirements-test.lock").items()
