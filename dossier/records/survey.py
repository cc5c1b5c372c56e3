"""Satisfaction survey: how content the customer says to be, from 0 to 10."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from dossier.categories import Category
from dossier.fields import Attachments, Initial, LongText, Number, PastDay, Person, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.language import Label
from dossier.phases import Phase
from dossier.reading import refusal, short

_BEST = 10
_SCORE = re.compile(rf"\s*(\d{{1,15}})\s*(?:分|points?|/\s*{_BEST})?\s*", re.IGNORECASE)


def _said(value: object) -> object:
    """Read what people write as a score besides the number alone: `8分`, `8/10`."""
    found = _SCORE.fullmatch(unicodedata.normalize("NFKC", str(value)))
    if found is None:
        raise refusal("not-a-score", text=short(value), most=_BEST)
    return found[1]


def _score(value: int) -> int:
    if not 0 <= value <= _BEST:
        raise refusal("not-a-score", text=str(value)[:40], most=_BEST)
    return value


Score = Annotated[Number, AfterValidator(_score), BeforeValidator(_said)]


@kind(
    command=("survey", "满意度"),
    zh="满意度调查",
    en="Satisfaction survey",
    icon="⭐",
    category=Category.OPERATION,
    folder=Label("回访与满意度", "Visits and surveys"),
    title="{topic} · {score}/10",
    search=("topic", "praise", "wishes", "asked"),
    expected=Expected(Phase.LAUNCH, fresh_days=180),
    trend=("on", "score", "wishes"),
    slash=False,
)
class SatisfactionSurvey(Record):
    """One survey."""

    topic: Text = field(zh="调查主题", en="Topic", hint=("如：一期上线满意度", "e.g. after the first release"))
    score: Score = field(zh="评分", en="Score", hint=("0 到 10", "0 to 10"), also=("分数", "打分", "rating", "points"))
    on: PastDay = field(zh="日期", en="Date", initial=Initial.TODAY, also=("when", "time", "时间", "调查时间"))
    asked: Person | None = field(zh="受访人", en="Asked", also=("who", "客户", "受访者", "respondent"))
    praise: LongText | None = field(zh="满意之处", en="What was good", also=("praise", "good", "优点", "满意"))
    wishes: LongText | None = field(
        zh="改进建议", en="What to improve", also=("feedback", "comment", "comments", "反馈", "建议", "意见")
    )
    attachments: Attachments = field(zh="附件", en="Attachments")
