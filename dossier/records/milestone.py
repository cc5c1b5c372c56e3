"""Milestone: a point the project has to reach, when it was planned and when it was there."""

from dossier.categories import Category
from dossier.fields import Attachments, Day, LongText, Option, PastDay, Person, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.phases import Phase


class MilestoneStatus(Option):
    """How a milestone stands."""

    PLANNED = "planned", "未开始", "Planned"
    AT_RISK = "at_risk", "有风险", "At risk"
    REACHED = "reached", "已达成", "Reached"
    MISSED = "missed", "已延期", "Missed"


@kind(
    command=("milestone", "里程碑"),
    zh="里程碑",
    en="Milestone",
    icon="🏁",
    category=Category.IMPLEMENTATION,
    title="{title}",
    search=("title", "owner", "notes"),
    expected=Expected(Phase.DESIGN, fresh_days=60),
    slash=False,
)
class Milestone(Record):
    """One milestone."""

    title: Text = field(zh="里程碑", en="Milestone", hint=("如：一期上线", "e.g. first release is live"))
    planned: Day = field(zh="计划日期", en="Planned for")
    status: MilestoneStatus = field(zh="状态", en="Status", initial=MilestoneStatus.PLANNED)
    reached_on: PastDay | None = field(
        zh="达成日期", en="Reached on", only_if=("status", MilestoneStatus.REACHED, MilestoneStatus.MISSED)
    )
    owner: Person | None = field(zh="负责人", en="Owner")
    notes: LongText | None = field(zh="说明", en="Notes")
    attachments: Attachments = field(zh="汇报材料", en="Presentation")
