"""Release: a version that went live, and what is in it."""

from dossier.categories import Category
from dossier.fields import Attachments, Initial, LongText, PastDay, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.phases import Phase


@kind(
    command=("release", "版本"),
    zh="版本发布",
    en="Release",
    icon="🚀",
    category=Category.OPERATION,
    title="{version}",
    search=("version", "changes", "known"),
    expected=Expected(Phase.LAUNCH, fresh_days=90),
    slash=False,
)
class Release(Record):
    """One version."""

    version: Text = field(zh="版本", en="Version", hint=("如：v1.2 会员积分", "e.g. v1.2 loyalty points"))
    released_on: PastDay = field(
        zh="发布日期",
        en="Released on",
        initial=Initial.TODAY,
        also=("date", "日期", "when", "上线时间", "上线日期", "发布时间", "released"),
    )
    changes: LongText = field(
        zh="更新内容", en="Changes", hint=("每行一条", "one a line"), also=("notes", "说明", "内容", "what is new")
    )
    known: LongText | None = field(zh="已知问题", en="Known issues")
    attachments: Attachments = field(zh="附件", en="Attachments")
