"""Handover: who gave a dossier to whom, and what was open then."""

from dossier.categories import Category
from dossier.fields import Initial, LongText, PastDay, Person, Text, field
from dossier.kinds import Record, kind


@kind(
    command=("handed-over", "交接记录"),
    zh="交接记录",
    en="Handover record",
    icon="🤝",
    category=Category.IMPLEMENTATION,
    title="{parties}",
    search=("parties", "note", "comment", "duties", "issues", "approvals", "decisions", "missing", "risks"),
    slash=False,
)
class Handover(Record):
    """One change of the owner; written when the new one accepts."""

    parties: Text = field(zh="谁交给谁", en="From whom to whom")
    giver: Person = field(zh="移交人", en="Handed over by")
    taker: Person = field(zh="接手人", en="Taken over by")
    on: PastDay = field(zh="日期", en="Date", initial=Initial.TODAY)
    note: LongText | None = field(zh="移交说明", en="What to know")
    comment: LongText | None = field(zh="接手人留言", en="Word of the new owner")
    duties: LongText | None = field(zh="待更新", en="To be logged")
    issues: LongText | None = field(zh="未结问题", en="Open issues")
    approvals: LongText | None = field(zh="待提交或审核", en="To submit or approve", also=("待审核",))
    decisions: LongText | None = field(zh="近 90 天的决定", en="Decisions of 90 days")
    missing: LongText | None = field(zh="缺少或过期的资料", en="Missing or stale")
    risks: LongText | None = field(zh="风险", en="Risks")
