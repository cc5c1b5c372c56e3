"""Installing the app: the page a manager agrees on, the code, the tokens and their rotation."""

from urllib.parse import urlencode

from tests.slack.local.calls import Call, Refused, method
from tests.slack.local.state import LocalSlack
from tests.slack.local.world import Json, Team, Token, User

_CODE_SECONDS = 600.0


def authorize(
    slack: LocalSlack,
    query: dict[str, str],
    team: Team | None = None,
    user: User | None = None,
) -> str:
    """Agree to an installation and give the address the browser is sent back to, with code and state.

    `query` is that of /oauth/v2/authorize: client_id, scope, state, redirect_uri. Without a user the first person of
    the team agrees.
    """
    home = team or slack.team
    people = (each for each in slack.users.values() if each.team == home.id and not each.is_bot)
    installer = user or next(people, None) or slack.add_user("installer", home, is_admin=True)
    with slack.changing():
        code = f"{slack.random('code')}"
        slack.codes[code] = {
            "team": home.id,
            "user": installer.id,
            "scopes": [each for each in query.get("scope", "").split(",") if each],
            "redirect_uri": query.get("redirect_uri", ""),
            "expires_at": slack.now() + _CODE_SECONDS,
        }
    return f"{query.get('redirect_uri', '')}?{urlencode({'code': code, 'state': query.get('state', '')})}"


def cancelled(query: dict[str, str]) -> str:
    """Give the address the browser is sent back to when somebody does not agree."""
    return f"{query['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': query.get('state', '')})}"


def _check_client(call: Call) -> None:
    if call.text("client_id") != call.slack.client_id:
        raise Refused("invalid_client_id")
    if call.text("client_secret") != call.slack.client_secret:
        raise Refused("bad_client_secret")


@method("oauth.v2.access")
def access(call: Call) -> Json:
    """Give a bot token for a code, or a new one for a refresh token."""
    _check_client(call)
    grant = call.text("grant_type") or "authorization_code"
    if grant == "refresh_token":
        return _refresh(call)
    if grant != "authorization_code":
        raise Refused("invalid_grant_type")
    slack = call.slack
    code = slack.codes.pop(call.text("code"), None)
    if code is None or code["expires_at"] <= slack.now():
        raise Refused("invalid_code")
    if code["redirect_uri"] and call.text("redirect_uri") not in ("", code["redirect_uri"]):
        raise Refused("bad_redirect_uri")
    if not code["scopes"]:
        raise Refused("no_scopes")
    token = slack.install(slack.teams[code["team"]], code["scopes"])
    return _given(slack, token) | {"authed_user": {"id": code["user"]}}


def _refresh(call: Call) -> Json:
    slack, given = call.slack, call.text("refresh_token")
    old = next((each for each in slack.tokens.values() if given and each.refresh == given), None)
    if old is None or old.revoked or old.uninstalled:
        raise Refused("invalid_refresh_token")
    old.refresh = None  # It works once.
    token = slack.install(slack.teams[str(old.team)], old.scopes, rotating=True)
    return _given(slack, token)


def _given(slack: LocalSlack, token: Token) -> Json:
    team = slack.teams[str(token.team)]
    found: Json = {
        "access_token": token.value,
        "token_type": "bot",
        "scope": ",".join(token.scopes),
        "bot_user_id": team.bot_user,
        "app_id": slack.app_id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if token.expires_at is not None:
        found |= {"expires_in": round(token.expires_at - slack.now()), "refresh_token": token.refresh}
    return found


@method("auth.revoke")
def revoke(call: Call) -> Json:
    """Make the token worthless."""
    if call.flag("test"):
        return {"revoked": False}
    call.token.revoked = True
    return {"revoked": True}


@method("apps.connections.open", "connections:write")
def open_connection(call: Call) -> Json:
    """Give the address of a Socket Mode connection, good for one connection."""
    if call.token.team is not None:
        raise Refused("not_allowed_token_type")
    address = call.slack.base_url.replace("http://", "ws://")
    return {"url": f"{address}/link?ticket={call.slack.socket.new_ticket()}"}
