"""Manual: training material, an operating manual or a FAQ, and where it is."""

from dossier.categories import Category
from dossier.fields import Attachments, Link, LongText, Option, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.phases import Phase


class ManualType(Option):
    """What it is."""

    TRAINING = "training", "培训材料", "Training material"
    MANUAL = "manual", "操作手册", "Operating manual"
    FAQ = "faq", "常见问题", "FAQ"


@kind(
    command=("manual", "手册"),
    zh="培训与手册",
    en="Manual",
    icon="📘",
    category=Category.ACCEPTANCE,
    title="{title}",
    search=("title", "summary"),
    expected=Expected(Phase.LAUNCH),
    slash=False,
)
class Manual(Record):
    """One document."""

    title: Text = field(zh="名称", en="Title")
    type: ManualType = field(zh="类型", en="Type", initial=ManualType.MANUAL)
    link: Link | None = field(zh="链接", en="Link")
    summary: LongText | None = field(zh="内容", en="Summary")
    attachments: Attachments = field(zh="附件", en="Attachments")
