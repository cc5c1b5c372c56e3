"""Design: a prototype, screens, interaction or architecture, and where it is."""

from dossier.categories import Category
from dossier.fields import Attachments, Link, LongText, Option, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.phases import Phase
from dossier.tiers import Tier


class DesignType(Option):
    """What is designed."""

    PROTOTYPE = "prototype", "原型", "Prototype"
    SCREENS = "screens", "界面设计稿", "Screens"
    INTERACTION = "interaction", "交互逻辑", "Interaction"
    ARCHITECTURE = "architecture", "技术方案", "Architecture"


@kind(
    command=("design", "设计稿"),
    zh="设计文件",
    en="Design document",
    icon="🎨",
    category=Category.REQUIREMENTS,
    filed_by="type",
    title="{title}",
    search=("title", "summary"),
    expected=Expected(Phase.DESIGN),
    approve=Tier.MANAGER,
    slash=False,
)
class DesignDocument(Record):
    """One design."""

    title: Text = field(zh="名称", en="Title", hint=("如：收银台原型", "e.g. prototype of the cashier"))
    type: DesignType = field(zh="类型", en="Type", initial=DesignType.PROTOTYPE)
    link: Link | None = field(zh="链接", en="Link")
    summary: LongText | None = field(zh="说明", en="Summary")
    attachments: Attachments = field(zh="附件", en="Attachments")
