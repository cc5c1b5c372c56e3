"""Bodies of Slack's requests: JSON, forms, and JSON in forms; what is none of them is refused."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.bodies import read

FORM = "application/x-www-form-urlencoded"
_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.dictionaries(_WORDS, _WORDS, min_size=1))
def test_a_form_is_read_as_it_was_filled_in(filled: dict[str, str]) -> None:
    body = {f"f{name}": value for name, value in filled.items()}
    assert read(urlencode(body).encode(), FORM) == body


def test_what_stands_in_a_payload_is_what_counts() -> None:
    assert read(urlencode({"payload": '{"type": "view_closed", "a": "变更"}'}).encode(), FORM) == {
        "type": "view_closed",
        "a": "变更",
    }


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", FORM, ""])
def test_json_is_read_whatever_it_is_called(kind: str) -> None:
    assert read('{"type": "event_callback", "a": "变更"}'.encode(), kind) == {"type": "event_callback", "a": "变更"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[1]", "application/json"),
        (b"nothing", "application/json"),
        (b"", "application/json"),
        (b"", FORM),
        (b"&".join(b"a%d=" % n for n in range(101)), FORM),
        (b'{"a": ', FORM),
        (b"payload=[1]", FORM),
        (b"payload=%7B", FORM),
        (b"a=\xff", FORM),
    ],
)
def test_what_is_no_request_of_slacks_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        read(body, kind)


def test_half_characters_become_a_mark_and_no_error() -> None:
    assert read(b"text=%E5%8F&command=%2Fchange", FORM) == {"text": "\ufffd", "command": "/change"}
