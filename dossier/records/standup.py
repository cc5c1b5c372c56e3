"""Stand-up: what a day's short meeting said."""

from dossier.categories import Category
from dossier.fields import Initial, LongText, PastDay, People, Text, field
from dossier.kinds import Record, kind
from dossier.language import Label


@kind(
    command=("standup", "站会"),
    zh="站会纪要",
    en="Stand-up",
    icon="🧍",
    category=Category.IMPLEMENTATION,
    folder=Label("会议", "Meetings"),
    title="{focus}",
    search=("focus", "done", "today", "blockers"),
    slash=False,
)
class Standup(Record):
    """One day."""

    focus: Text = field(zh="今日重点", en="Focus")
    on: PastDay = field(zh="日期", en="Date", initial=Initial.TODAY)
    people: People = field(zh="参加人", en="People")
    done: LongText | None = field(zh="昨天完成", en="Done", also=("yesterday", "昨天", "昨日", "完成"))
    today: LongText | None = field(zh="今天计划", en="Today", also=("今天", "今日计划", "计划", "plan"))
    blockers: LongText | None = field(zh="阻碍", en="Blockers", also=("blocker", "blocked", "阻塞", "困难"))
