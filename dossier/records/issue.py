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
        zh="现象", en="Details", hint=("怎么重现、影响谁", "how to reproduce it, whom it hits")
    )
    found_on: PastDay = field(zh="发现日期", en="Found on", initial=Initial.TODAY)
    severity: Severity = field(zh="严重程度", en="Severity", initial=Severity.MEDIUM)
    status: IssueStatus = field(zh="状态", en="Status", initial=IssueStatus.OPEN)
    owner: Person | None = field(zh="负责人", en="Owner")
    resolution: LongText | None = field(zh="解决办法", en="Resolution", only_if=_RESOLVED)
    cause: LongText | None = field(zh="根本原因", en="Cause", only_if=_RESOLVED)
    resolved_on: PastDay | None = field(zh="解决日期", en="Resolved on", only_if=_RESOLVED)
    attachments: Attachments = field(zh="附件", en="Attachments")
