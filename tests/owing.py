"""Having somebody owe something."""

from datetime import timedelta

from dossier.duties import Trigger
from dossier.fields import PersonRef
from storage.meeting_duties import minutes_kind
from tests.team import Team


def owe(team: Team, topic: str, who: str = "ann", ago: int = 0) -> None:
    """Have somebody owe the minutes of a meeting that ended so many hours ago."""
    owner, raised = PersonRef(id=team.actor(who).uid, name=who), team.clock.now() - timedelta(hours=ago)
    team.write(
        "lilei",
        lambda store: store.duties.raise_for(
            team.dossier, Trigger.MEETING_ENDED, minutes_kind(), topic, owner, raised_at=raised
        ),
    )
