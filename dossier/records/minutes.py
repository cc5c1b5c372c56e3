"""Meeting minutes: who met about what, what was decided, and who does what by when."""

from typing import Annotated

from pydantic import BeforeValidator

from dossier.categories import Category
from dossier.duties import Trigger
from dossier.fields import (
    Attachments,
    Day,
    Initial,
    Input,
    LongText,
    Moment,
    People,
    Person,
    Row,
    Text,
    field,
    rows,
)
from dossier.kinds import Expected, Record, kind
from dossier.language import Label
from dossier.phases import Phase


class ActionItem(Row):
    """What somebody agreed to do."""

    what: Text = field(zh="事项", en="What")
    owner: Person | None = field(zh="负责人", en="Owner")
    due: Day | None = field(zh="期限", en="Due")


ActionItems = Annotated[tuple[ActionItem, ...], Input.ROWS, BeforeValidator(rows(ActionItem))]


@kind(
    command=("minutes", "纪要"),
    zh="会议纪要",
    en="Meeting minutes",
    icon="📝",
    category=Category.IMPLEMENTATION,
    folder=Label("会议", "Meetings"),
    title="{topic}",
    stage="topic",
    search=("topic", "attendees", "discussion", "decisions", "actions"),
    closes=Trigger.MEETING_ENDED,
    expected=Expected(Phase.INITIATION, fresh_days=14),
    needs_one_of=("discussion", "decisions", "actions"),
)
class Minutes(Record):
    """What is kept of a meeting."""

    topic: Text = field(zh="会议主题", en="Topic", hint=("如：需求评审", "e.g. Requirements review"))
    held_at: Moment = field(zh="会议时间", en="Time", initial=Initial.NOW, also=("date", "日期", "when", "held at"))
    attendees: People = field(
        zh="参会人",
        en="Attendees",
        hint=("@姓名，逗号分隔", "@names, separated by commas"),
        also=("与会人", "与会者", "出席", "到会", "participants", "present", "with"),
    )
    discussion: LongText | None = field(zh="讨论内容", en="Discussion", also=("notes", "内容", "纪要", "记录"))
    decisions: LongText | None = field(
        zh="决定", en="Decisions", hint=("每行一条", "one a line"), also=("决议", "结论", "decided", "conclusions")
    )
    actions: ActionItems = field(
        zh="行动项",
        en="Action items",
        hint=("每行一条：发接口文档 @李雷 周五", "one a line: send the API document @Ann Friday"),
        also=(
            "待办",
            "待办事项",
            "后续",
            "后续事项",
            "下一步",
            "任务",
            "todo",
            "to do",
            "to-do",
            "todos",
            "next steps",
            "tasks",
        ),
    )
    attachments: Attachments = field(zh="附件", en="Attachments")
