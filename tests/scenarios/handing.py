"""A dossier with a life, and how it is handed over in it."""

from chat.forms import Form
from chat.messages import Message
from chat.replies import Rendered
from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.kinds import kind_named
from dossier.tiers import Tier
from storage.store import Store
from tests.team import Team, button_in, form_in, said


def person(team: Team, who: str) -> PersonRef:
    actor = team.actor(who)
    return PersonRef(id=actor.uid, name=actor.name)


def live(team: Team) -> None:
    """Keep minutes with decisions, an issue that is open and one that is not, a change that waits for approval, and
    let 李雷 owe his half-yearly review and the minutes of a meeting."""
    form = form_in(team.say("lilei", "/纪要"))
    team.submit(form, "lilei", topic="需求评审", decisions="登录页加短信验证\n先做移动端")
    team.say("ann", "/issue 支付失败 | severity: high")
    team.say("ann", "/issue 错别字 | status: fixed | resolution: done")
    team.say("lilei", "/变更 图形验证码 | 原因: 防刷 | 影响: 3 天")
    team.press(button_in(team.say("lilei", "/档案 查看 #4"), "submit"), "lilei")

    def owe(store: Store) -> None:
        me = person(team, "lilei")
        store.duties.raise_for(team.dossier, Trigger.REVIEW, kind_named("half-year"), "2026-05 至 2026-11", me)
        store.duties.raise_for(team.dossier, Trigger.MEETING_ENDED, kind_named("minutes"), "周例会", me)

    team.write("lilei", owe)


def form(team: Team, who: str = "lilei", words: str = "/档案 交接 @赵敏") -> Form:
    return form_in(team.press(button_in(team.say(who, words), "handover-form"), who))


def offer(team: Team, who: str = "lilei", **values: str) -> Message:
    """Offer the dossier to 赵敏 and give the card she gets."""
    answer = team.submit(form(team, who), who, **values)
    assert "已请 赵敏 接手 ABC · 商城" in said(answer)
    return team.told("zhaomin")[-1]


def accept(team: Team, card: Message, who: str = "zhaomin", **values: str) -> Rendered:
    return team.submit(form_in(team.press(button_in(card, "handover-accept"), who)), who, **values)


def owner(team: Team) -> str:
    return team.read("wangfang", lambda store: store.dossiers.by_id(team.dossier.id)).owner.name


def tier(team: Team, who: str = "zhaomin") -> Tier:
    return team.read(who, lambda store: store.actor.tier_in(team.dossier.id))


def owed(team: Team, who: str) -> set[Trigger]:
    return {duty.trigger for duty in team.read(who, lambda store: store.duties.owed_by_me())}
