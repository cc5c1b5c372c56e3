"""Defect: what a test found, as a tracker counts it."""

from dossier.categories import Category
from dossier.fields import Attachments, Initial, Link, LongText, Option, PastDay, Person, Reference, Text, field
from dossier.kinds import Record, kind
from dossier.records.issue import Severity


class DefectStatus(Option):
    """How far a defect has come."""

    OPEN = "open", "待修复", "Open"
    FIXED = "fixed", "待复测", "To be retested"
    CLOSED = "closed", "已关闭", "Closed"
    REJECTED = "rejected", "非缺陷", "No defect"


@kind(
    command=("defect", "缺陷"),
    zh="缺陷",
    en="Defect",
    icon="🐛",
    category=Category.ACCEPTANCE,
    title="{title}",
    search=("title", "reference", "details", "owner"),
    lookup=("verifies",),
    verified=DefectStatus.CLOSED,
    slash=False,
)
class Defect(Record):
    """One defect."""

    title: Text = field(zh="缺陷", en="Defect")
    reference: Text | None = field(zh="编号", en="Reference", hint=("如：JIRA 的 ABC-12", "e.g. ABC-12 in Jira"))
    severity: Severity = field(
        zh="严重程度", en="Severity", initial=Severity.MEDIUM, also=("priority", "优先级", "级别", "urgency")
    )
    status: DefectStatus = field(zh="状态", en="Status", initial=DefectStatus.OPEN)
    found_on: PastDay = field(
        zh="发现日期", en="Found on", initial=Initial.TODAY, also=("date", "日期", "when", "发现时间", "时间")
    )
    owner: Person | None = field(
        zh="处理人", en="Owner", also=("assignee", "assigned to", "指派给", "指派", "负责人", "责任人")
    )
    verifies: Reference | None = field(
        zh="验证变更",
        en="Verifies change",
        hint=("变更的编号，如 #12", "the change’s number, e.g. #12"),
        refers_to="change_request",
        also=("涉及变更", "变更", "change", "changes"),
    )
    details: LongText | None = field(zh="描述", en="Details", also=("description", "现象", "说明", "notes"))
    link: Link | None = field(zh="链接", en="Link")
    attachments: Attachments = field(zh="附件", en="Attachments")
