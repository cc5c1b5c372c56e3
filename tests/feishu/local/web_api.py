"""The Open Platform over HTTP: who calls, what is asked, what goes wrong on demand, and what comes back."""

import asyncio
import json
from functools import partial
from typing import Any
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from tests.feishu.local import directory, registry, resources, sending  # noqa: F401  (declare the calls)
from tests.feishu.local.calls import ROUTES, Call, Download, Refused, Route, Upload
from tests.feishu.local.faults import Fault
from tests.feishu.local.state import LocalFeishu
from tests.feishu.local.world import Called, Json

_WITHOUT_TOKEN = {"token"}
_FILES = {"file", "image"}
_MISSING = "Missing access token for authorization. Please make a request with token attached."
_STALE = "Invalid access token for authorization. Please make a request with token attached."


class WebApi:
    """Answers /open-apis/…, /callback/ws/endpoint and the long connection itself."""

    def __init__(self, feishu: LocalFeishu) -> None:
        """Take the state it works on."""
        self._feishu = feishu

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses; fixed ones come before those with a variable in the same place."""
        ordered = sorted(ROUTES, key=lambda each: each.path.count("{"))
        return [
            *(web.route(each.method, each.path, partial(self._call, each)) for each in ordered),
            web.post("/callback/ws/endpoint", self._endpoint),
            web.get("/ws/v2", self._connect),
        ]

    async def _call(self, route: Route, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        query = {name: request.query.getall(name) for name in request.query}
        call = Call(self._feishu, request.match_info, query, body)
        token = request.headers.get("Authorization", "").partition("Bearer ")[2]
        fault = self._feishu.faults.take(route.name)
        if fault and fault.kind == "hang":
            await asyncio.Event().wait()
        if fault and fault.kind == "cut":
            return _cut(request)
        response = self._answer(route, call, token, fault)
        if fault and fault.kind == "lose":
            return _cut(request)
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "page":
            return _page(fault)
        return response

    def _answer(self, route: Route, call: Call, token: str, fault: Fault | None) -> web.Response:
        feishu, status, headers = self._feishu, 200, {"X-Tt-Logid": "local"}
        with feishu.changing():
            try:
                _stop(fault)
                if route.name not in _WITHOUT_TOKEN:
                    self._known(token)
                call.require(*route.scopes)
                found = route.function(call)
                reply: Json = {"code": 0, "msg": route.message}
                if not isinstance(found, Download):
                    reply |= found if route.bare else {"data": found}
            except Refused as refused:
                found, status, reply = {}, refused.status, refused.reply
                headers |= refused.headers
            feishu.calls.append(Called(route.name, {**call.query, **call.path}, call.body, reply["code"], status))
        if isinstance(found, Download):
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
            return web.Response(body=found.content, content_type="application/octet-stream", headers=headers)
        return web.json_response(reply, status=status, headers=headers)

    def _known(self, value: str) -> None:
        if not value:
            raise Refused(99991661, _MISSING)
        moment = self._feishu.now()
        if not any(each.value == value and each.expires > moment for each in self._feishu.tokens):
            raise Refused(99991663, _STALE)

    async def _endpoint(self, request: web.Request) -> web.StreamResponse:
        body: Any = await _body(request) or {}
        feishu, fault = self._feishu, self._feishu.faults.take("ws.endpoint")
        if fault and fault.kind == "hang":
            await asyncio.Event().wait()
        if fault and fault.kind in ("cut", "lose"):
            return _cut(request)
        if fault and fault.kind == "page":
            return _page(fault)
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "refuse":
            return web.json_response({"code": fault.code, "msg": fault.message}, status=200)
        if (body.get("AppID"), body.get("AppSecret")) != (feishu.app_id, feishu.app_secret):
            return web.json_response({"code": 10014, "msg": "app_id or app_secret is invalid"})
        return web.json_response({"code": 0, "msg": "ok", "data": feishu.socket.endpoint()})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        fault = self._feishu.faults.take("ws.connect")
        if fault and fault.kind == "hang":
            await asyncio.Event().wait()
        if fault:
            return _cut(request)
        return await self._feishu.socket.connect(request)


def _stop(fault: Fault | None) -> None:
    if fault is None:
        return
    if fault.kind == "rate":
        headers = {"x-ogw-ratelimit-limit": "100", "x-ogw-ratelimit-reset": str(int(fault.seconds))}
        raise Refused(99991400, "request trigger frequency limit", fault.status, headers)
    if fault.kind == "refuse":
        raise Refused(fault.code, fault.message, fault.status)
    if fault.kind == "page":
        raise Refused(-1, "broken down", fault.status)


def _page(fault: Fault) -> web.Response:
    page = f"<html><head><title>{fault.status}</title></head><body>Bad Gateway</body></html>"
    return web.Response(status=fault.status, text=page, content_type="text/html")


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _body(request: web.Request) -> Any:
    if request.content_type == "multipart/form-data":
        return await _parts(request)
    text = await request.text()
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError:
        return None


async def _parts(request: web.Request) -> Json:
    """Give the parts of a form; the SDK sends a file without the name that would tell it from a text."""
    found: Json = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read())
        name = str(part.name)
        found[name] = Upload(part.filename or "", content) if name in _FILES else content.decode()
    return found
