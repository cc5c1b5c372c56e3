"""Customer basics: who the customer is."""

from dossier.categories import Category
from dossier.fields import Link, LongText, Money, Number, Option, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.language import Label
from dossier.phases import Phase


class Stage(Option):
    """Where the customer's company stands."""

    STARTUP = "startup", "初创", "Start-up"
    MATURE = "mature", "成熟", "Mature"
    TRANSITION = "transition", "转型期", "In transition"


@kind(
    command=("customer", "客户"),
    zh="客户基本信息",
    en="Customer basics",
    icon="🏢",
    category=Category.BASICS,
    folder=Label("客户资料", "Customer"),
    title="{company}",
    search=("company", "industry", "history"),
    expected=Expected(Phase.INITIATION, fresh_days=180),
    single=True,
)
class CustomerBasics(Record):
    """One current sheet a dossier."""

    company: Text = field(zh="公司名称", en="Company")
    industry: Text | None = field(zh="所属行业", en="Industry")
    employees: Number | None = field(zh="人数", en="Employees", also=("规模", "size", "headcount"))
    stage: Stage | None = field(zh="发展阶段", en="Stage")
    website: Link | None = field(zh="网站", en="Website")
    budget: Money | None = field(
        zh="合同金额", en="Contract value", sensitive=True, also=("合同额", "contract amount", "contract sum")
    )
    history: LongText | None = field(zh="历史合作", en="Earlier cooperation", also=("合作历史", "合作", "history"))
