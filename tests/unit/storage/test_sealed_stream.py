"""Sealed streams: what comes out is what went in, to the byte, or nothing does."""

import os
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealed_stream import SEGMENT, seal, unseal
from storage.secrets import WrongKey

KEY = bytes(range(32))
HEADER, TAG = 40, 16
FIRST, NEXT = SEGMENT - HEADER - TAG, SEGMENT - TAG


def sealed(content: bytes, about: str = "a") -> bytes:
    return b"".join(seal(KEY, [content], about))


def opened(given: bytes, about: str = "a", key: bytes = KEY) -> bytes:
    return b"".join(unseal(key, [given], about))


@pytest.mark.parametrize("size", [0, 1, FIRST - 1, FIRST, FIRST + 1, FIRST + NEXT, FIRST + NEXT + 1, 3 * SEGMENT])
def test_what_comes_out_is_what_went_in(size: int) -> None:
    content = os.urandom(size)
    assert opened(sealed(content)) == content


@given(st.lists(st.binary(max_size=300_000), max_size=8), st.integers(1, 100_000))
def test_how_it_is_cut_on_the_way_does_not_matter(pieces: list[bytes], length: int) -> None:
    stream = b"".join(seal(KEY, pieces, "a"))
    cut = [stream[at : at + length] for at in range(0, len(stream), length)]
    assert b"".join(unseal(KEY, cut, "a")) == b"".join(pieces)


def test_the_same_content_never_looks_the_same() -> None:
    assert sealed(b"x" * 100) != sealed(b"x" * 100)


def test_it_opens_with_its_key_and_as_what_it_is_alone() -> None:
    with pytest.raises(WrongKey):
        opened(sealed(b"secret"), about="b")
    with pytest.raises(WrongKey):
        opened(sealed(b"secret"), key=bytes(32))


@pytest.mark.parametrize("at", [0, 5, 35, HEADER, HEADER + 3, -1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    stream = bytearray(sealed(b"secret"))
    stream[at] ^= 1
    with pytest.raises(WrongKey):
        opened(bytes(stream))


def test_what_was_cut_off_left_out_moved_or_added_is_noticed() -> None:
    stream = sealed(os.urandom(FIRST + 2 * NEXT))
    one, two, three = stream[:SEGMENT], stream[SEGMENT : 2 * SEGMENT], stream[2 * SEGMENT :]
    for wrong in (one, one + two, one + three, one + three + two, stream + two, stream[:-1], stream + b"x", b"", b"("):
        with pytest.raises(WrongKey):
            opened(wrong)


def test_nothing_is_given_of_a_segment_that_is_not_whole() -> None:
    stream = bytearray(sealed(os.urandom(FIRST + NEXT)))
    stream[-1] ^= 1
    pieces = unseal(KEY, [bytes(stream)], "a")
    assert len(next(pieces)) == FIRST
    with pytest.raises(WrongKey):
        next(pieces)


def test_a_file_of_any_length_takes_the_same_memory() -> None:
    piece, count = os.urandom(1024 * 1024), 256

    def long() -> Iterator[bytes]:
        for _ in range(count):
            yield piece

    tracemalloc.start()
    length = sum(len(each) for each in unseal(KEY, seal(KEY, long(), "a"), "a"))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert length == count * len(piece)
    assert most < 16 * 1024 * 1024
