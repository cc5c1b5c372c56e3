"""Half-yearly review: whether what we know of a long-term customer is still right, and what comes next."""

from dossier.categories import Category
from dossier.duties import Trigger
from dossier.fields import Initial, LongText, Option, PastDay, Text, field
from dossier.kinds import Record, kind
from dossier.language import Label
from dossier.records.survey import Score


class Still(Option):
    """What looking at a part of the dossier has shown."""

    RIGHT = "right", "仍然准确", "Still right"
    MENDED = "mended", "已更新", "Brought up to date"
    TO_MEND = "to_mend", "还要更新", "Still to be updated"


@kind(
    command=("half-year", "半年回顾"),
    zh="半年回顾",
    en="Half-yearly review",
    icon="🔭",
    category=Category.OPERATION,
    folder=Label("回顾与审查", "Reviews and audits"),
    title="{period}",
    search=("period", "changed", "risks", "next"),
    closes=Trigger.REVIEW,
    slash=False,
)
class HalfYearReview(Record):
    """One look back."""

    period: Text = field(zh="回顾区间", en="Period", hint=("如：2026-05 至 2026-11", "e.g. 2026-05 to 2026-11"))
    on: PastDay = field(zh="日期", en="Date", initial=Initial.TODAY)
    basics: Still = field(zh="客户基本信息", en="Customer basics")
    contacts: Still = field(zh="联系人", en="Contacts")
    goals: Still = field(zh="目标", en="Goals")
    changed: LongText = field(
        zh="需求的变化", en="What has changed", hint=("没有变化就写“无”", "write “nothing” where nothing has")
    )
    permissions: Still = field(zh="成员与权限", en="Members and permissions")
    names: Still = field(zh="文件命名", en="Names of files")
    satisfaction: Score | None = field(zh="客户满意度", en="Satisfaction", hint=("0 到 10", "0 to 10"))
    risks: LongText | None = field(zh="风险", en="Risks")
    next: LongText = field(zh="下一步", en="Next steps")
