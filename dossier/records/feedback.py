"""UAT feedback: what the customer's people said when they tried it."""

from dossier.categories import Category
from dossier.fields import Attachments, Initial, LongText, Option, PastDay, Person, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.language import Label
from dossier.phases import Phase


class FeedbackStatus(Option):
    """What became of it."""

    OPEN = "open", "待处理", "Open"
    TAKEN = "taken", "已采纳", "Taken up"
    ANSWERED = "answered", "已答复", "Answered"


@kind(
    command=("uat", "验收反馈"),
    zh="UAT 反馈",
    en="UAT feedback",
    icon="🗣️",
    category=Category.ACCEPTANCE,
    folder=Label("用户验收", "User acceptance"),
    title="{summary}",
    search=("summary", "details", "answer", "said_by"),
    expected=Expected(Phase.TEST),
    slash=False,
)
class UatFeedback(Record):
    """One thing that was said."""

    summary: Text = field(zh="反馈", en="Feedback")
    said_by: Person | None = field(zh="反馈人", en="Said by")
    on: PastDay = field(zh="日期", en="Date", initial=Initial.TODAY)
    details: LongText | None = field(zh="详情", en="Details")
    status: FeedbackStatus = field(zh="处理", en="Status", initial=FeedbackStatus.OPEN)
    answer: LongText | None = field(
        zh="答复", en="Answer", only_if=("status", FeedbackStatus.TAKEN, FeedbackStatus.ANSWERED)
    )
    attachments: Attachments = field(zh="附件", en="Attachments")
