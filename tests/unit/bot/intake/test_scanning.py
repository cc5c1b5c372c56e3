"""The virus scanner, asked as clamd is asked."""

import os
from pathlib import Path

import pytest

from bot.intake.scanning import Scanner, Unscanned, check_address
from tests.clamd import EICAR, MOST, clamd, nowhere


def test_it_tells_the_infected_from_the_clean_however_they_are_cut(tmp_path: Path) -> None:
    for path in ("", str(tmp_path / "clamd.ctl")):
        with clamd(path) as address:
            scanner = Scanner(address)
            scanner.check()
            assert scanner.scan([b"clean", b"", b" as can be"]) == ""
            assert scanner.scan([]) == ""
            assert scanner.scan([b"x" * 1000, EICAR[:10], EICAR[10:]]) == "Eicar-Test-Signature"


def test_what_it_does_not_look_at_is_not_taken_for_clean() -> None:
    piece = os.urandom(256 * 1024)
    with clamd() as address, pytest.raises(Unscanned):
        Scanner(address).scan(piece for _ in range(8 * MOST // len(piece)))


def test_one_that_does_not_answer_is_told() -> None:
    scanner = Scanner(nowhere())
    with pytest.raises(Unscanned):
        scanner.check()
    with pytest.raises(Unscanned):
        scanner.scan([b"x"])
    with pytest.raises(Unscanned):
        Scanner("unix:///nowhere/clamd.ctl").check()


@pytest.mark.parametrize(
    "address", ["", "clamd:3310", "http://x", "tcp://", "tcp://x:0", "tcp://x:y", "unix://x/y", "unix:"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="tcp://host:3310"):
        check_address(address)
