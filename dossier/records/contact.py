"""Contact: a person on the customer's side and how to reach them."""

import re
from typing import Annotated

from pydantic import AfterValidator

from dossier.categories import Category
from dossier.fields import Email, LongText, Option, Phone, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.language import Label
from dossier.phases import Phase
from dossier.reading import refusal

_REACHES = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\+\d[\d ()-]{7,}\d|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w")
"""Mobile numbers of China, numbers with a country's code, e-mail addresses."""


def _for_everybody(text: str) -> str:
    """Refuse a number or an address where everybody reads it: in their own fields not everybody sees them."""
    if found := _REACHES.search(text):
        raise refusal("reaches-somebody", text=found[0])
    return text


OpenText = Annotated[Text, AfterValidator(_for_everybody)]
OpenLongText = Annotated[LongText, AfterValidator(_for_everybody)]


class Influence(Option):
    """What the contact has to say in the project."""

    DECIDES = "decides", "决策人", "Decision maker"
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

    name: OpenText = field(zh="姓名", en="Name")
    position: OpenText | None = field(zh="职位", en="Position", also=("职务", "岗位", "头衔", "title", "job title"))
    influence: Influence | None = field(zh="角色", en="Role")
    reports_to: OpenText | None = field(
        zh="汇报给",
        en="Reports to",
        hint=("上级的姓名，画组织架构图用", "whose name stands above theirs in the chart"),
    )
    phone: Phone | None = field(
        zh="电话", en="Phone", sensitive=True, also=("手机", "手机号", "手机号码", "联系电话", "mobile", "cell", "tel")
    )
    email: Email | None = field(zh="邮箱", en="E-mail", sensitive=True, also=("邮件", "电子邮箱", "email", "mail"))
    notes: OpenLongText | None = field(zh="备注", en="Notes")
