"""Goal: what the project is measured by, its target and where it stands."""

from dossier.categories import Category
from dossier.fields import Day, LongText, Option, Person, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.language import Label
from dossier.phases import Phase


class GoalStatus(Option):
    """Where a goal stands."""

    OPEN = "open", "进行中", "In progress"
    REACHED = "reached", "已达成", "Reached"
    MISSED = "missed", "未达成", "Missed"


@kind(
    command=("goal", "目标"),
    zh="目标与指标",
    en="Goal",
    icon="🎯",
    category=Category.BACKGROUND,
    folder=Label("背景与目标", "Background and goals"),
    title="{name} → {target}",
    search=("name", "target", "actual", "owner", "notes"),
    expected=Expected(Phase.INITIATION, fresh_days=90),
    slash=False,
)
class Goal(Record):
    """One thing the project is measured by."""

    name: Text = field(zh="指标", en="Measure", hint=("如：上线时间、功能覆盖率", "e.g. launch date, coverage"))
    target: Text = field(zh="目标值", en="Target", hint=("如：12月1日、95%", "e.g. 1 December, 95 %"))
    actual: Text | None = field(zh="实际值", en="Actual")
    due: Day | None = field(zh="期限", en="Due")
    status: GoalStatus = field(zh="状态", en="Status", initial=GoalStatus.OPEN)
    owner: Person | None = field(zh="负责人", en="Owner")
    notes: LongText | None = field(zh="说明", en="Notes")
