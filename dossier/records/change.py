"""Change request: what is to be different, why, and what it costs."""

from dossier.categories import Category
from dossier.duties import Trigger
from dossier.fields import Attachments, Day, LongText, Option, Person, References, Text, field
from dossier.kinds import Record, kind
from dossier.tiers import Tier


class ChangeStatus(Option):
    """How far a change has come."""

    PROPOSED = "proposed", "待评审", "Proposed"
    APPROVED = "approved", "已批准", "Approved"
    DECLINED = "declined", "已驳回", "Declined"
    DONE = "done", "已完成", "Done"


@kind(
    command=("change", "变更"),
    zh="需求变更",
    en="Change request",
    icon="🔀",
    category=Category.REQUIREMENTS,
    title="{summary}",
    search=("summary", "reason", "impact", "requested_by"),
    closes=Trigger.CHANGE_RAISED,
    write=Tier.MEMBER,
    approve=Tier.MANAGER,
    approved=ChangeStatus.APPROVED,
    carried_out=ChangeStatus.DONE,
)
class ChangeRequest(Record):
    """One change of what was agreed."""

    summary: Text = field(zh="变更内容", en="Change", hint=("如：登录页加短信验证", "e.g. SMS code on the login page"))
    reason: LongText = field(zh="原因", en="Reason")
    impact: LongText = field(zh="影响", en="Impact", hint=("工期、成本、范围", "time, cost, scope"))
    requested_by: Person | None = field(zh="提出人", en="Requested by", also=("申请人", "提出者", "requester", "by"))
    wanted_by: Day | None = field(zh="期望日期", en="Wanted by", also=("截止日期", "截止", "期限", "due", "deadline"))
    requirements: References | None = field(
        zh="涉及需求",
        en="Touches requirements",
        hint=("需求的编号，如 #3、#5", "their numbers, e.g. #3, #5"),
        refers_to="requirement",
    )
    tests: References | None = field(
        zh="涉及测试",
        en="Touches tests",
        hint=("测试用例的编号，如 #7", "the test cases’ numbers, e.g. #7"),
        refers_to="test_case",
    )
    acceptances: References | None = field(
        zh="涉及验收",
        en="Touches acceptances",
        hint=("验收报告的编号，如 #9", "the acceptance reports’ numbers, e.g. #9"),
        refers_to="acceptance_report",
    )
    status: ChangeStatus = field(zh="状态", en="Status", initial=ChangeStatus.PROPOSED)
    attachments: Attachments = field(zh="附件", en="Attachments")
