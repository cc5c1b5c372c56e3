"""Hash chains: an entry's hash depends on everything in it, on the order, and on all before it."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from storage.chains import GENESIS, canonical, content_hash, link, new_salt

PARTS = st.lists(st.text(max_size=5), max_size=4)


@given(PARTS, PARTS)
def test_other_parts_give_another_link(one: list[str], other: list[str]) -> None:
    assert (link(GENESIS, *one) == link(GENESIS, *other)) == (one == other)


def test_text_cannot_be_shifted_between_parts() -> None:
    assert link(GENESIS, "ab", "c") != link(GENESIS, "a", "bc")


def test_a_link_depends_on_the_one_before() -> None:
    assert link(link(GENESIS, "a"), "b") != link(link(GENESIS, "x"), "b")


def test_a_link_is_what_it_has_always_been() -> None:
    expected = hashlib.sha256(bytes(32) + (1).to_bytes(8, "big") + b"7" + (3).to_bytes(8, "big") + b"\x01\x02\x03")
    assert link(GENESIS, 7, b"\x01\x02\x03") == expected.digest()


def test_the_order_of_fields_does_not_count() -> None:
    assert canonical({"b": 1, "a": "变更"}) == canonical({"a": "变更", "b": 1}) == '{"a":"变更","b":1}'


def test_a_content_cannot_be_guessed_without_its_salt() -> None:
    content = {"phone": "13800001234"}
    assert len({content_hash(new_salt(), content) for _ in range(10)}) == 10
    assert content_hash("aa", content) == content_hash("aa", dict(content))
