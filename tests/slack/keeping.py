"""Messages of Slack on their way to becoming records."""

from tests.slack.local import Message, View
from tests.slack.serving_dossier import Team

SAID = "支付失败了\n微信支付点了没反应，订单没有生成"
LINE = "/change SMS code | reason: fraud | impact: 3 days"


def link_of(message: Message) -> str:
    """Give the end of a message's address."""
    return f"/archives/{message.channel}/p{message.ts.replace('.', '')}"


def linked(card: Message) -> str:
    """Give a card's JSON, in which its links stand."""
    return str(card.blocks)


def choose(team: Team, form: View, kind: str) -> View:
    """Choose what a message is to become and give the form of that, which takes the place of the question."""
    return team.day.opened(team.day.slack.users[form.user], lambda: team.day.driver.submit(form, {"存为": kind}))


def kept(team: Team, message: Message) -> Message:
    """Let 李雷 keep a message as an issue and give its card."""
    form = team.day.opened(team.lilei, lambda: team.day.driver.message_shortcut("keep", message, team.lilei))
    team.day.send(choose(team, form, "🐞 问题"))
    return team.card()
