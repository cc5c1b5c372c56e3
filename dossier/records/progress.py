"""Progress report: what was done in a week or month, what comes next, and what may go wrong."""

from dossier.categories import Category
from dossier.fields import Attachments, Initial, LongText, Option, PastDay, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.phases import Phase


class Period(Option):
    """How long a time a report is about."""

    WEEK = "week", "周报", "Weekly"
    MONTH = "month", "月报", "Monthly"


@kind(
    command=("progress", "进展"),
    zh="周报月报",
    en="Progress report",
    icon="📈",
    category=Category.IMPLEMENTATION,
    title="{headline}",
    search=("headline", "done", "plan", "risks"),
    expected=Expected(Phase.DEVELOPMENT, fresh_days=10),
    slash=False,
)
class ProgressReport(Record):
    """One report."""

    headline: Text = field(zh="一句话进展", en="Headline", hint=("如：支付联调完成", "e.g. payment is integrated"))
    period: Period = field(zh="类型", en="Type", initial=Period.WEEK)
    on: PastDay = field(zh="日期", en="Date", initial=Initial.TODAY, also=("when", "时间"))
    done: LongText = field(
        zh="本期完成",
        en="Done",
        hint=("每行一条", "one a line"),
        also=("本周完成", "本月完成", "this week", "completed"),
    )
    plan: LongText | None = field(
        zh="下期计划",
        en="Next",
        hint=("每行一条", "one a line"),
        also=("下周计划", "下月计划", "next week", "next steps"),
    )
    risks: LongText | None = field(zh="风险与求助", en="Risks", also=("问题", "help", "求助"))
    attachments: Attachments = field(zh="附件", en="Attachments")
