"""Requirement: what the customer needs, for whom, and how it is known to be there."""

from dossier.categories import Category
from dossier.fields import Attachments, Link, LongText, Option, Person, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.phases import Phase
from dossier.tiers import Tier


class Priority(Option):
    """How much it matters."""

    MUST = "must", "必须", "Must"
    SHOULD = "should", "应该", "Should"
    COULD = "could", "可以", "Could"


class RequirementStatus(Option):
    """How far a requirement has come."""

    DRAFT = "draft", "待确认", "To be confirmed", "草稿"
    CONFIRMED = "confirmed", "已确认", "Confirmed"
    BUILT = "built", "已实现", "Built"
    ACCEPTED = "accepted", "已验收", "Accepted"
    DROPPED = "dropped", "已取消", "Dropped"


@kind(
    command=("requirement", "需求"),
    zh="需求",
    en="Requirement",
    icon="📐",
    category=Category.REQUIREMENTS,
    title="{title}",
    search=("title", "story", "cases", "criteria", "raised_by"),
    expected=Expected(Phase.DESIGN, count=3),
    approve=Tier.MANAGER,
    slash=False,
)
class Requirement(Record):
    """One thing that is wanted."""

    title: Text = field(zh="需求", en="Requirement", hint=("如：短信验证登录", "e.g. log in by SMS code"))
    story: LongText = field(zh="用户故事", en="User story", hint=("作为…，我想…，以便…", "As a …, I want …, so that …"))
    cases: LongText | None = field(zh="用例", en="Use cases")
    criteria: LongText | None = field(zh="验收标准", en="Acceptance criteria", hint=("每行一条", "one a line"))
    priority: Priority = field(zh="优先级", en="Priority", initial=Priority.SHOULD)
    status: RequirementStatus = field(zh="状态", en="Status", initial=RequirementStatus.DRAFT)
    raised_by: Person | None = field(zh="提出人", en="Raised by")
    document: Link | None = field(zh="需求文档", en="Document")
    attachments: Attachments = field(zh="附件", en="Attachments")
