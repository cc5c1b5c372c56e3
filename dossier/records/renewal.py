"""Renewal: whether the customer goes on with us, and what they may want next."""

from dossier.categories import Category
from dossier.fields import Day, LongText, Money, Option, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.phases import Phase


class Intention(Option):
    """How likely the customer goes on."""

    LIKELY = "likely", "意向强", "Likely"
    OPEN = "open", "未定", "Open"
    UNLIKELY = "unlikely", "可能流失", "Unlikely"


@kind(
    command=("renewal", "续约"),
    zh="续约与升级",
    en="Renewal",
    icon="🔁",
    category=Category.OPERATION,
    title="{summary}",
    search=("summary", "forecast"),
    expected=Expected(Phase.LAUNCH, fresh_days=180),
    single=True,
    confidential=True,
    slash=False,
)
class Renewal(Record):
    """One current sheet a dossier."""

    summary: Text = field(zh="结论", en="Summary", hint=("如：明年续一年维护", "e.g. a year of maintenance"))
    intention: Intention = field(zh="续约意向", en="Intention", initial=Intention.OPEN)
    decides_by: Day | None = field(
        zh="决定日期", en="Decides by", also=("截止日期", "到期日期", "到期", "due", "deadline", "expires", "expiry")
    )
    value: Money | None = field(zh="预计金额", en="Expected value", sensitive=True)
    forecast: LongText | None = field(zh="升级需求预判", en="Upgrade forecast")
