"""Customer visit: whom we asked how it goes, and what came of it."""

from dossier.categories import Category
from dossier.fields import Initial, LongText, PastDay, People, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.language import Label
from dossier.phases import Phase


@kind(
    command=("visit", "回访"),
    zh="客户回访",
    en="Customer visit",
    icon="🚗",
    category=Category.OPERATION,
    folder=Label("回访与满意度", "Visits and surveys"),
    title="{purpose}",
    search=("purpose", "people", "outcome", "next"),
    expected=Expected(Phase.LAUNCH, fresh_days=90),
    slash=False,
)
class Visit(Record):
    """One visit or call."""

    purpose: Text = field(zh="目的", en="Purpose")
    on: PastDay = field(
        zh="日期", en="Date", initial=Initial.TODAY, also=("when", "time", "时间", "拜访时间", "回访时间")
    )
    people: People = field(
        zh="人员", en="People", also=("with", "who", "attendees", "拜访对象", "回访对象", "参与人", "参加人")
    )
    outcome: LongText = field(zh="结果", en="Outcome", also=("notes", "内容", "说明", "result"))
    next: LongText | None = field(zh="下一步", en="Next steps", also=("follow up", "后续", "跟进"))
