"""Every declared kind, and an organisation to try it in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.kinds import Kind, kinds
from dossier.language import Language
from tests.team import Team


@pytest.fixture(params=kinds(), ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Give each kind in turn."""
    given: Kind = request.param
    return given


@pytest.fixture(
    params=[each for each in kinds() if any(spec.sensitive for spec in each.fields)], ids=lambda kind: kind.name
)
def hiding(request: pytest.FixtureRequest) -> Kind:
    """Give each kind that hides something in turn."""
    given: Kind = request.param
    return given


@pytest.fixture(params=list(Language), ids=str)
def language(request: pytest.FixtureRequest) -> Language:
    """Give each language in turn."""
    given: Language = request.param
    return given


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Give a fresh organisation."""
    with Team.on(f"sqlite:///{tmp_path / 'team.db'}") as team:
        yield team
