"""Issue: what went wrong, how bad it is, and how it was put right."""

from dossier.categories import Category
from dossier.duties import Trigger
from dossier.fields import Attachments, Initial, LongText, Option, PastDay, Person, Text, field
from dossier.kinds import Record, kind


class Severity(Option):
    """How bad it is for the customer."""

    LOW = "low", "低", "Low"
    MEDIUM = "medium", "中", "Medium"
    HIGH = "high", "高", "High"
    CRITICAL = "critical", "紧急", "Critical"


class IssueStatus(Option):
    """How far the issue has come; fixed and closed ones are no longer open."""

    OPEN = "open", "待处理", "Open"
    IN_PROGRESS = "in_progress", "处理中", "In progress"
    FIXED = "fixed", "已修复", "Fixed"
    CLOSED = "closed", "已关闭", "Closed"


OPEN_STATUSES = (IssueStatus.OPEN, IssueStatus.IN_PROGRESS)
_RESOLVED = ("status", IssueStatus.FIXED, IssueStatus.CLOSED)


@kind(
    command=("issue", "问题"),
    zh="问题",
    en="Issue",
    icon="🐞",
    category=Category.IMPLEMENTATION,
    title="{title}",
    search=("title", "details", "owner", "resolution", "cause"),
    closes=Trigger.ISSUE_FIXED,
)
class Issue(Record):
    """One thing that went wrong."""

    title: Text = field(zh="问题", en="Issue", hint=("如：微信支付失败", "e.g. WeChat Pay fails"))
    details: LongText | None = field(
        zh="现象",
        en="Details",
        hint=("怎么重现、影响谁", "how to reproduce it, whom it hits"),
        also=("description", "描述", "说明", "notes"),
    )
    found_on: PastDay = field(
        zh="发现日期", en="Found on", initial=Initial.TODAY, also=("date", "日期", "when", "发现时间", "时间")
    )
    severity: Severity = field(
        zh="严重程度", en="Severity", initial=Severity.MEDIUM, also=("priority", "优先级", "级别", "urgency")
    )
    status: IssueStatus = field(zh="状态", en="Status", initial=IssueStatus.OPEN)
    owner: Person | None = field(
        zh="负责人", en="Owner", also=("assignee", "assigned to", "指派给", "指派", "处理人", "责任人")
    )
    resolution: LongText | None = field(
        zh="解决办法",
        en="Resolution",
        only_if=_RESOLVED,
        also=("fix", "fixed by", "solution", "解决方案", "解决方法", "处理", "处理方式"),
    )
    cause: LongText | None = field(zh="根本原因", en="Cause", only_if=_RESOLVED, also=("root cause", "reason", "原因"))
    resolved_on: PastDay | None = field(
        zh="解决日期", en="Resolved on", only_if=_RESOLVED, also=("fixed on", "解决时间")
    )
    attachments: Attachments = field(zh="附件", en="Attachments")
