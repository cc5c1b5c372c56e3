"""The prompt of `python -m tests.slack` does what is typed and shows what came of it."""

from typing import Any

import pytest
from aiohttp import ClientSession, web

from tests.slack.__main__ import Prompt
from tests.slack.local import Driver, LocalSlack, running

FORM: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "x"},
        }
    ],
}


def test_a_form_is_opened_filled_in_and_sent(slack: LocalSlack, capsys: pytest.CaptureFixture[str]) -> None:
    bearer = {"Authorization": f"Bearer {slack.bot_token}"}

    async def answer(request: web.Request) -> web.Response:
        fields = await request.post()
        if "payload" in fields:
            return web.json_response({"response_action": "errors", "errors": {"name": "is taken"}})
        call = {"trigger_id": fields["trigger_id"], "view": FORM}
        async with ClientSession() as client:
            await client.post(f"{slack.api_url}views.open", json=call, headers=bearer)
        return web.Response()

    async def make() -> web.Application:
        app = web.Application()
        app.add_routes([web.post("/slack/events", answer)])
        return app

    with running(make) as url, Driver.over_http(slack, url) as driver:
        slack.add_channel("general", [slack.add_user("Ann")])
        prompt = Prompt(slack, driver)
        for line in ("/form now", "set Name = Old", "send", "press Nothing"):
            prompt.onecmd(line)
    said = capsys.readouterr().out
    assert "A form" in said
    assert "Name = 'Old' is taken" in said
    assert "no button 'Nothing'" in said
