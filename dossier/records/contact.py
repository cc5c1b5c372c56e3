"""Contact: a person on the customer's side and how to reach them."""

from dossier.categories import Category
from dossier.fields import Email, LongText, Option, Phone, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.language import Label
from dossier.phases import Phase


class Influence(Option):
    """What the contact has to say in the project."""

    DECIDES = "decides", "决策人", "Decides"
    ADVISES = "advises", "影响者", "Advises"
    USES = "uses", "使用者", "Uses"


@kind(
    command=("contact", "联系人"),
    zh="联系人",
    en="Contact",
    icon="👤",
    category=Category.BASICS,
    folder=Label("客户资料", "Customer"),
    title="{name}",
    search=("name", "position", "reports_to", "notes"),
    lookup=("phone", "email"),
    expected=Expected(Phase.INITIATION, fresh_days=180),
)
class Contact(Record):
    """One person of the customer."""

    name: Text = field(zh="姓名", en="Name")
    position: Text | None = field(zh="职位", en="Position")
    influence: Influence | None = field(zh="角色", en="Role")
    reports_to: Text | None = field(
        zh="汇报给",
        en="Reports to",
        hint=("上级的姓名，画组织架构图用", "whose name stands above theirs in the chart"),
    )
    phone: Phone | None = field(zh="电话", en="Phone", sensitive=True)
    email: Email | None = field(zh="邮箱", en="E-mail", sensitive=True)
    notes: LongText | None = field(zh="备注", en="Notes")
