"""Integration document: an interface of a third party, or the plan by which systems are joined."""

from dossier.categories import Category
from dossier.fields import Attachments, Link, LongText, Option, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.phases import Phase


class IntegrationType(Option):
    """What is written down."""

    INTERFACE = "interface", "接口文档", "Interface"
    PLAN = "plan", "集成方案", "Integration plan"


@kind(
    command=("integration", "接口"),
    zh="接口与集成",
    en="Integration document",
    icon="🔌",
    category=Category.IMPLEMENTATION,
    filed_by="type",
    title="{title}",
    search=("title", "system", "summary"),
    expected=Expected(Phase.DEVELOPMENT),
    slash=False,
)
class IntegrationDocument(Record):
    """One document."""

    title: Text = field(zh="名称", en="Title")
    type: IntegrationType = field(zh="类型", en="Type", initial=IntegrationType.INTERFACE)
    system: Text | None = field(zh="对接系统", en="System", hint=("如：微信支付、ERP", "e.g. WeChat Pay, the ERP"))
    link: Link | None = field(zh="链接", en="Link")
    summary: LongText | None = field(zh="说明", en="Summary", also=("description", "描述", "内容", "notes"))
    attachments: Attachments = field(zh="附件", en="Attachments")
