"""Incident: what went wrong after the launch, whom it hit, and how it ended."""

from dossier.categories import Category
from dossier.fields import Attachments, Initial, LongText, Moment, Option, Person, Text, field
from dossier.kinds import Record, kind
from dossier.records.issue import Severity


class IncidentStatus(Option):
    """How far an incident has come."""

    OPEN = "open", "处理中", "Being handled"
    RESTORED = "restored", "已恢复", "Restored"
    CLOSED = "closed", "已关闭", "Closed"


@kind(
    command=("incident", "线上问题"),
    zh="线上问题",
    en="Incident",
    icon="🚨",
    category=Category.OPERATION,
    title="{title}",
    search=("title", "impact", "handling", "owner"),
    slash=False,
)
class Incident(Record):
    """One incident."""

    title: Text = field(zh="问题", en="Incident")
    happened_at: Moment = field(
        zh="发生时间",
        en="Happened at",
        initial=Initial.NOW,
        also=("date", "日期", "when", "time", "时间", "start", "started", "开始时间", "开始"),
    )
    severity: Severity = field(
        zh="严重程度", en="Severity", initial=Severity.HIGH, also=("priority", "优先级", "级别", "urgency")
    )
    impact: LongText = field(zh="影响", en="Impact", hint=("谁、多久、多大范围", "who, for how long, how widely"))
    status: IncidentStatus = field(zh="状态", en="Status", initial=IncidentStatus.OPEN)
    owner: Person | None = field(
        zh="处理人", en="Owner", also=("assignee", "assigned to", "指派给", "指派", "负责人", "责任人")
    )
    handling: LongText | None = field(
        zh="处理过程", en="Handling", only_if=("status", IncidentStatus.RESTORED, IncidentStatus.CLOSED)
    )
    attachments: Attachments = field(zh="附件", en="Attachments")
