"""The Web API over HTTP: who calls, what is asked, what goes wrong on demand, and what comes back."""

import asyncio
import json
from email.utils import formatdate
from typing import Any

from aiohttp import BasicAuth, web

from tests.slack.local import chat, conversations, oauth, uploads, views  # noqa: F401  (declare the methods)
from tests.slack.local.calls import METHODS, WITHOUT_TOKEN, Call, Refused
from tests.slack.local.faults import Fault
from tests.slack.local.state import LocalSlack
from tests.slack.local.world import Called, Json, Token


class WebApi:
    """Answers /api/…, /upload/…, /files-pri/…, /response/… and /oauth/v2/authorize."""

    def __init__(self, slack: LocalSlack) -> None:
        """Take the state it works on."""
        self._slack = slack

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses."""
        return [
            web.route("*", "/api/{method}", self._call),
            web.post("/upload/{file}", self._upload),
            web.get("/files-pri/{file}/{name}", self._download),
            web.get("/login", self._login),
            web.post("/response/{team}/{key}", self._respond),
            web.get("/oauth/v2/authorize", self._authorize),
            web.get("/link", self._slack.socket.connect),
        ]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        params = await _params(request)
        token = _token(request, params)
        fault = self._slack.faults.take(name)
        if fault and fault.kind == "cut":
            return _cut(request)
        status, headers, reply = self._answer(name, params, token, fault)
        if fault and fault.kind == "lose":
            return _cut(request)
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "status":
            return web.Response(status=fault.status, text="<html>upstream error</html>", content_type="text/html")
        return web.json_response(reply, status=status, headers=headers)

    def _answer(
        self, name: str, params: Json, value: str | None, fault: Fault | None
    ) -> tuple[int, dict[str, str], Json]:
        status, slack = 200, self._slack
        headers = {"X-Slack-Req-Id": "local", "Date": formatdate(slack.now(), usegmt=True)}
        with slack.changing():
            try:
                _stop(fault)
                token = None if name in WITHOUT_TOKEN else self._known(value)
                if token is not None:
                    headers["X-OAuth-Scopes"] = ",".join(token.scopes)
                if name not in METHODS:
                    raise Refused("unknown_method", req_method=name)
                function, scope = METHODS[name]
                call = Call(slack, params, token)
                if scope:
                    headers["X-Accepted-OAuth-Scopes"] = scope
                    call.require(scope)
                reply: Json = {"ok": True, **function(call)}
            except Refused as refused:
                status, reply = refused.status, refused.reply
                headers |= refused.headers
            slack.calls.append(Called(name, params, value, reply.get("error")))
        return status, headers, reply

    def _known(self, value: str | None) -> Token:
        if not value:
            raise Refused("not_authed")
        token = self._slack.tokens.get(value)
        if token is None:
            raise Refused("invalid_auth")
        if token.uninstalled:
            raise Refused("account_inactive")
        if token.revoked:
            raise Refused("token_revoked")
        if token.expires_at is not None and token.expires_at <= self._slack.now():
            raise Refused("token_expired")
        return token

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        file = self._slack.files.get(request.match_info["file"])
        fault = self._slack.faults.take("upload")
        if fault and fault.kind == "cut":
            return _cut(request)
        if file is None or file.complete:
            return web.Response(status=404)
        if request.content_type == "multipart/form-data":
            sent = next(iter((await request.post()).values()))
            content = sent.file.read() if isinstance(sent, web.FileField) else str(sent).encode()
        else:
            content = await request.read()
        if len(content) != int(request.query["length"]):
            return web.Response(status=400, text="length mismatch")
        with self._slack.changing():
            file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        team, _, key = request.match_info["file"].partition("-")
        file = self._slack.files.get(key)
        try:
            token = self._known(_bearer(request))
        except Refused:
            token = None
        allowed = token is not None and token.team == team and "files:read" in token.scopes
        if not allowed:
            return web.Response(status=302, headers={"Location": f"{self._slack.base_url}/login"})
        if file is None or file.deleted or file.team != team:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type=file.mimetype)

    async def _login(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text="<!DOCTYPE html><title>Sign in to Slack</title>", content_type="text/html")

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        fault = self._slack.faults.take("response_url")
        if fault and fault.kind == "cut":
            return _cut(request)
        try:
            body = json.loads(await request.text())
            with self._slack.changing():
                _stop(fault)
                chat.respond(self._slack, request.match_info["key"], body)
        except json.JSONDecodeError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        except Refused as refused:
            status = 400 if refused.status == 200 else refused.status
            return web.json_response(refused.reply, status=status, headers=refused.headers)
        if fault and fault.kind == "lose":
            return _cut(request)
        return web.json_response({"ok": True})

    async def _authorize(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": oauth.authorize(self._slack, dict(request.query))})


def _stop(fault: Fault | None) -> None:
    if fault is None:
        return
    if fault.kind == "rate":
        raise Refused("ratelimited", 429, {"Retry-After": str(int(fault.seconds))})
    if fault.kind == "refuse":
        raise Refused(fault.error)
    if fault.kind == "status":
        raise Refused("service_unavailable", fault.status)


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _bearer(request: web.Request) -> str | None:
    return request.headers.get("Authorization", "").partition("Bearer ")[2] or None


def _token(request: web.Request, params: Json) -> str | None:
    return _bearer(request) or params.pop("token", None)


async def _params(request: web.Request) -> Json:
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        body: Any = json.loads(await request.text() or "{}")
        found |= body if isinstance(body, dict) else {}
    elif request.method == "POST":
        found |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return found | _client(request)


def _client(request: web.Request) -> Json:
    """Give the client's id and secret when they came as Basic authorization."""
    basic = request.headers.get("Authorization", "").partition("Basic ")[2]
    if not basic:
        return {}
    given = BasicAuth.decode(f"Basic {basic}", encoding="utf-8")
    return {"client_id": given.login, "client_secret": given.password}
