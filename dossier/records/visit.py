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
    icon="🤝",
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
    on: PastDay = field(zh="日期", en="Date", initial=Initial.TODAY)
    people: People = field(zh="人员", en="People")
    outcome: LongText = field(zh="结果", en="Outcome")
    next: LongText | None = field(zh="下一步", en="Next steps")
