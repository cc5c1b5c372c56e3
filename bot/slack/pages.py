"""The two pages somebody who installs gets to see, each in Chinese and English."""

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from dossier.language import Label, Language

_STYLE = (
    "body{font:1rem/1.6 system-ui,'Noto Sans CJK SC',sans-serif;max-width:38rem;margin:10vh auto;padding:0 1.25rem;"
    "color:#1d1c1d;background:#fff}h1{font-size:1.4rem;margin:2rem 0 .5rem}a.go{display:inline-block;margin:1.5rem 0;"
    "padding:.6rem 1.2rem;border-radius:.4rem;background:#4a154b;color:#fff;text-decoration:none}"
    "code{background:#f2f2f2;padding:.1em .35em;border-radius:.25em}section+section{border-top:1px solid #ddd}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}code{background:#333}"
    "section+section{border-color:#444}}"
)
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    # The address of this page holds the code and the state.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

# What stands in these is HTML of our own; everything put into them is escaped.
_INSTALLED = Label("已装好：{team}", "Installed in {team}")
_MANAGER = Label("<p>你是第一位管理员。</p>", "<p>You are the first manager.</p>")
_STEPS = Label(
    "<ol><li>在 Slack 里进入项目频道，输入 <code>/invite @Dossier</code>。</li>"
    "<li>机器人会打招呼：点“新建档案”，或输入 <code>/档案 新建</code>。</li>"
    "<li>随时输入 <code>/档案 帮助</code>，看看还能做什么。</li></ol>",
    "<ol><li>In Slack, go to your project's channel and type <code>/invite @Dossier</code>.</li>"
    "<li>The bot says hello: press “Start a dossier”, or type <code>/dossier start</code>.</li>"
    "<li>Type <code>/dossier help</code> at any time to see what else it does.</li></ol>",
)
_OPEN = Label("打开 Slack", "Open Slack")
_FAILED = Label("没有装上", "It was not installed")
_AGAIN = Label("重新安装", "Install again")
_REASONS = {
    "access_denied": Label(
        "你在 Slack 里取消了安装。什么都没有改变；想装时请重新开始。",
        "You cancelled in Slack. Nothing was changed; start again whenever you like.",
    ),
    "invalid_browser": Label(
        "请在开始安装的同一个浏览器里完成安装，并允许本站的 Cookie。",
        "Finish in the browser you began in, with cookies allowed for this site.",
    ),
    "invalid_state": Label(
        "安装链接已经用过，或超过了 10 分钟。请重新开始。",
        "This installation was finished already, or is older than ten minutes. Please start again.",
    ),
    "org_wide": Label(
        "目前只能装进单个工作区，不能装到整个 Enterprise 组织。请选择一个工作区重新安装。",
        "It can be installed in a single workspace, not in a whole Enterprise organisation. Choose one workspace.",
    ),
    "storage_error": Label(
        "Slack 已同意，但这里没能保存。请稍后重新安装；如果一直这样，请告诉服务器的管理员。",
        "Slack agreed, but it could not be saved here. Try again in a while; if it goes on, tell who runs the server.",
    ),
    "unreachable": Label(
        "没有从 Slack 得到答复。请稍后重新开始。", "Slack did not answer. Please start again in a while."
    ),
}
_OTHER = Label(
    "Slack 没有接受这次安装。请重新开始；如果一直这样，请把下面的原因告诉服务器的管理员。",
    "Slack did not accept this installation. Please start again; if it goes on, tell who runs the server the reason.",
)


def success(team: str, app_id: str, team_id: str, *, manager: bool) -> str:
    """Give the page after installing in a team; `manager` says that the installer became its first manager."""
    address = f"https://slack.com/app_redirect?{urlencode({'app': app_id, 'team': team_id})}"
    return _page(
        _section(language, _INSTALLED, (_MANAGER.to(language) if manager else "") + _STEPS.to(language), _OPEN, address)
        for language in (Language.ZH, Language.EN)
    ).replace("{team}", escape(team))


def failure(reason: str, install_url: str) -> str:
    """Give the page after an installation that failed, by Bolt's or Slack's word for the reason."""
    said = "" if reason in _REASONS or not re.fullmatch("[a-z_]{1,60}", reason) else f"<p><code>{reason}</code></p>"
    sentence = _REASONS.get(reason, _OTHER)
    return _page(
        _section(language, _FAILED, f"<p>{sentence.to(language)}</p>{said}", _AGAIN, install_url)
        for language in (Language.ZH, Language.EN)
    )


def _section(language: Language, title: Label, content: str, go: Label, address: str) -> str:
    link = f'<a class="go" href="{escape(address)}">{go.to(language)}</a>'
    return f'<section lang="{language.value}"><h1>{title.to(language)}</h1>{content}{link}</section>'


def _page(sections: Iterable[str]) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>Dossier 客户档案助手</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><main>{''.join(sections)}</main></body></html>"
    )
