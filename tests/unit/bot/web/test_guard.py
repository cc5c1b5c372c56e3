"""Who may ask the web chat for anything, and what is said to everybody else."""

import re
from uuid import uuid4

import httpx
import pytest

from tests.unit.bot.web.product import Product

PAGE = "/w/w1/lilei/c/abc1"


def csrf(client: httpx.Client) -> str:
    """Open a page and give the token of its session."""
    found = re.search(r'data-csrf="([^"]+)"', client.get(PAGE).text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "169.254.169.254", ""])
def test_a_foreign_host_name_is_refused(client: httpx.Client, host: str) -> None:
    assert client.get(PAGE, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1", "LOCALHOST"])
def test_the_names_of_this_machine_are_answered(client: httpx.Client, host: str) -> None:
    assert client.get(PAGE, headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_what_another_sites_page_sends_is_refused(client: httpx.Client, product: Product, origin: str) -> None:
    headers = {"x-csrf-token": csrf(client), "origin": origin}
    answer = client.post(f"{PAGE}/send", data={"text": "/x", "event": str(uuid4())}, headers=headers)
    assert (answer.status_code, answer.text) == (403, "请求来自别的网站，已拒绝。")
    assert client.post("/demo/clock", json={"advance": "PT1H"}, headers={"origin": origin}).status_code == 403
    assert product.events == []


@pytest.mark.parametrize("token", [None, "", "x", "é"])
def test_a_post_without_its_sessions_token_is_refused(
    client: httpx.Client, product: Product, token: str | None
) -> None:
    csrf(client)
    headers = {} if token is None else {"x-csrf-token": token.encode()}
    answer = client.post(f"{PAGE}/send", data={"text": "/x", "event": str(uuid4())}, headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.text) == (403, "页面已过期，请刷新后再试。")
    assert product.events == []


def test_the_token_of_another_session_is_refused(client: httpx.Client) -> None:
    token = csrf(client)
    client.cookies.clear()
    csrf(client)
    assert client.post(f"{PAGE}/send", data={"text": "x"}, headers={"x-csrf-token": token}).status_code == 403


def test_the_session_is_kept_from_scripts_and_other_sites(client: httpx.Client) -> None:
    cookie = client.get(PAGE).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(client: httpx.Client) -> None:
    page = client.get(PAGE)
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page.text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/w/w1/nobody/dm", "There is no such persona."),
        ("/w/w2/lilei/dm", "There is no such persona."),
        ("/w/w1/lilei/c/none", "没有这个频道。"),
        ("/w/w1/lilei/c/abc2", "没有这个频道。"),
        ("/w/w1/ann/c/none", "There is no such channel."),
        ("/w/w1/lilei/dm?thread=9", "没有这条消息。"),
        ("/w/w1/lilei/dm/older?before=x", "没有这条消息。"),
        ("/w/w1/lilei/files/none", "没有这个文件。"),
        ("/nowhere", "There is no such page."),
        ("/w/w1/%00/dm", "There is no such persona."),
    ],
)
def test_what_is_not_there_is_said_in_the_readers_language(client: httpx.Client, path: str, sentence: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (404, sentence)
    page = client.get(path, headers={"accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert sentence in page.text


def test_a_file_that_is_still_being_fetched_is_said_to_be_on_its_way(client: httpx.Client) -> None:
    answer = client.get("/w/w1/ann/records/r1/files/f2", headers={"accept": "text/html"})

    assert answer.status_code == 503
    assert "“合同.pdf” is still on its way" in answer.text


def test_a_wrong_method_is_refused_with_a_sentence(client: httpx.Client) -> None:
    answer = client.post(PAGE)
    assert (answer.status_code, answer.text) == (405, "这个地址不接受这种请求。")


def test_a_body_that_is_no_form_is_refused(client: httpx.Client) -> None:
    headers = {"x-csrf-token": csrf(client), "content-type": "multipart/form-data; boundary=x"}
    answer = client.post(f"{PAGE}/send", content=b"\xff\x00--x", headers=headers)
    assert answer.status_code == 400
    assert client.post(f"{PAGE}/send", content=b"\xff", headers={"x-csrf-token": csrf(client)}).status_code == 400


def test_the_start_leads_to_the_first_persona(client: httpx.Client) -> None:
    assert client.get("/", follow_redirects=True).url.path == "/w/w1/ann/c/general1"
