"""Acceptance report: what the customer accepted, on which terms, and who signed."""

from dossier.categories import Category
from dossier.fields import Attachments, LongText, Option, PastDay, Person, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.language import Label
from dossier.phases import Phase
from dossier.tiers import Tier


class Verdict(Option):
    """What the customer decided."""

    ACCEPTED = "accepted", "通过", "Accepted"
    CONDITIONAL = "conditional", "有条件通过", "Accepted on conditions"
    REFUSED = "refused", "不通过", "Refused"


@kind(
    command=("acceptance", "验收"),
    zh="验收报告",
    en="Acceptance report",
    icon="✅",
    category=Category.ACCEPTANCE,
    folder=Label("用户验收", "User acceptance"),
    title="{scope}",
    search=("scope", "conditions", "signed_by"),
    expected=Expected(Phase.LAUNCH),
    approve=Tier.MANAGER,
    approved_with=("attachments",),
    slash=False,
)
class AcceptanceReport(Record):
    """One report."""

    scope: Text = field(zh="验收范围", en="Scope", hint=("如：一期全部功能", "e.g. all of the first release"))
    verdict: Verdict = field(zh="结论", en="Verdict")
    conditions: LongText = field(
        zh="遗留问题", en="Conditions", only_if=("verdict", Verdict.CONDITIONAL, Verdict.REFUSED)
    )
    signed_by: Person = field(zh="签字人", en="Signed by")
    signed_on: PastDay = field(zh="签字日期", en="Signed on")
    attachments: Attachments = field(zh="签字件", en="Signed copy")
