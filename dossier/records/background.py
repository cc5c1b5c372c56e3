"""Background: why the project exists, what hurts, what it is to solve, and what goes into it."""

from dossier.categories import Category
from dossier.fields import LongText, Money, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.language import Label
from dossier.phases import Phase


@kind(
    command=("background", "背景"),
    zh="项目背景",
    en="Project background",
    icon="🧭",
    category=Category.BACKGROUND,
    folder=Label("背景与目标", "Background and goals"),
    title="{why}",
    search=("why", "pains", "problems", "concerns", "resources"),
    expected=Expected(Phase.INITIATION, fresh_days=180),
    single=True,
    confidential=True,
    slash=False,
)
class ProjectBackground(Record):
    """One current sheet a dossier."""

    why: Text = field(zh="立项原因", en="Why", hint=("一句话：为什么要做", "in one sentence: why it is done"))
    pains: LongText | None = field(zh="痛点", en="Pains", hint=("每行一条", "one a line"))
    problems: LongText | None = field(zh="期望解决的问题", en="Problems to solve")
    concerns: LongText | None = field(zh="高层关注点", en="Leadership concerns")
    budget: Money | None = field(zh="预算范围", en="Budget range", sensitive=True)
    resources: LongText | None = field(
        zh="资源投入", en="Resources", hint=("人力、设备、数据", "people, equipment, data")
    )
