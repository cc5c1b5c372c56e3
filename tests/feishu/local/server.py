"""The local Feishu behind a real port, in a thread of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from tests.feishu.local.state import LocalFeishu
from tests.feishu.local.web_api import WebApi
from tests.slack.local.server import running


@contextmanager
def serving(feishu: LocalFeishu, port: int = 0) -> Iterator[LocalFeishu]:
    """Run a local Feishu; afterwards `feishu.base_url` says where: that is the app's FEISHU_DOMAIN."""

    async def make() -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.add_routes(WebApi(feishu).routes())
        app.on_shutdown.append(lambda _: feishu.socket.close())
        return app

    with running(make, port) as url:
        feishu.base_url = url
        yield feishu
