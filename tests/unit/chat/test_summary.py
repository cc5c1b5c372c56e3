"""What the summary calls a dossier's first problem fits what its report begins with."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from chat.cards.summary import summary_card
from chat.voice import Voice
from dossier.completeness import Completeness, Missing, Stale
from dossier.fields import PersonRef
from dossier.health import Health, Loss, Part
from dossier.kinds import kinds
from dossier.language import Language
from dossier.phases import Phase
from dossier.views import DossierView

NOW = datetime(2026, 12, 4, 8, tzinfo=UTC)
OWNER = PersonRef(id="p", name="李雷")
DOSSIER = DossierView(1, "d", "ABC有限公司", "c", "ABC", "商城", Phase.DESIGN, OWNER, 1, NOW, NOW)


def lost(points: int, sort: str) -> Loss:
    """Give a loss of so many points by what is missing, stale or overdue."""
    kind = next(each for each in kinds() if each.name == "minutes")
    if sort == "missing":
        return Loss(Part.COMPLETENESS, points, missing=Missing(kind, 0, 1))
    if sort == "stale":
        return Loss(Part.FRESHNESS, points, stale=Stale(kind, 40))
    return Loss(Part.TIMELINESS, points, overdue=10)


def first(*losses: Loss) -> str:
    """Give what stands as the first problem in the line of a dossier that lost points, the most first."""
    health = Health(100 - sum(each.points for each in losses), {}, losses, Completeness(50, (), ()))
    card = summary_card([(DOSSIER, health)], {}, {}, Voice(Language.ZH, ZoneInfo("Asia/Shanghai"), NOW))
    return next(line for line in card.text.splitlines() if "李雷" in line).split(" | ")[3]


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        # The head of the report says the same, though what is missing costs a little more in sum.
        ([(13, "overdue"), (4, "missing"), (4, "missing"), (4, "missing"), (2, "missing")], "10 项更新逾期未补（−13）"),
        ([(9, "overdue"), *[(4, "missing")] * 7], "缺会议纪要，另缺 6 类（−28）"),
        ([(7, "missing"), (3, "stale"), (3, "stale"), (2, "stale")], "缺会议纪要（−7）"),
        ([(2, "missing"), *[(2, "stale")] * 5], "会议纪要已 40 天没更新，另有 4 类旧了（−10）"),
        ([(5, "overdue")], "10 项更新逾期未补（−5）"),
        ([], "—"),
    ],
)
def test_the_biggest_loss_leads_unless_others_together_cost_much_more(losses: list[tuple[int, str]], said: str) -> None:
    assert first(*(lost(points, sort) for points, sort in losses)) == said
