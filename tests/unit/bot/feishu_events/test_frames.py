"""Frames of the long connection, against an implementation that is not ours."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feishu.frames import CONTROL, DATA, Assembly, Frame, Unreadable, decode
from tests.feishu.local import frames as theirs

NUMBERS = st.integers(0, 2**64 - 1)
TEXTS = st.text(max_size=20)


@given(NUMBERS, NUMBERS, NUMBERS, st.dictionaries(TEXTS, TEXTS, max_size=5), st.binary(max_size=300), TEXTS, TEXTS)
def test_a_frame_reads_as_it_was_written(
    service: int, sequence: int, log: int, headers: dict[str, str], payload: bytes, encoding: str, log_text: str
) -> None:
    frame = Frame(DATA, headers, payload, service, sequence, log, encoding, "json", log_text)
    assert decode(frame.encode()) == frame
    other = theirs.decode(frame.encode())
    assert (other.service, other.sequence, other.log, other.payload) == (service, sequence, log, payload)
    assert other.headers == headers
    assert decode(theirs.Frame(CONTROL, headers, payload, service).encode()) == Frame(
        CONTROL, headers, payload, service
    )


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_unreadable(data: bytes) -> None:
    try:
        frame = decode(data)
    except Unreadable:
        return
    assert decode(frame.encode()) == frame


@pytest.mark.parametrize(
    "data",
    [b"", b"\x08", b"\x08\x01", b"\x2a\x7f", b"\x08" + b"\xff" * 11, b"\x0b", b"\x0d\x01", b"\x42\x01"],
)
def test_what_is_no_frame_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data)


def test_fields_of_another_type_are_unreadable() -> None:
    whole = Frame(DATA).encode()
    for wrong in (b"\x28\x01", b"\x40\x01", b"\x30\x01", b"\x32\x01\xff", b"\x2a\x02\x08\x01"):
        with pytest.raises(Unreadable):
            decode(whole + wrong)


def test_fields_that_nobody_knows_are_passed_over() -> None:
    assert decode(Frame(DATA, {"a": "b"}).encode() + b"\x52\x01x\x58\x07\x65abcd") == Frame(DATA, {"a": "b"})


def piece(name: str, number: int, total: int, content: bytes) -> Frame:
    return Frame(DATA, {"message_id": name, "sum": str(total), "seq": str(number)}, content)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_pieces_come_in_any_order_and_twice(order: tuple[int, ...]) -> None:
    assembly, pieces = Assembly(), [b"a", b"b", b"c"]
    *first, last = [piece("m", number, 3, pieces[number]) for number in order]
    for each in first * 2:
        assert assembly.add(each) is None
    assert assembly.add(piece("other", 0, 2, b"x")) is None
    assert assembly.add(last) == b"abc"


def test_a_payload_in_one_piece_needs_no_number() -> None:
    assert Assembly().add(Frame(DATA, payload=b"x")) == b"x"


@pytest.mark.parametrize(("number", "total"), [("3", "3"), ("-1", "3"), ("x", "3"), ("0", "y"), ("1", "²")])
def test_pieces_that_are_numbered_wrongly_are_unreadable(number: str, total: str) -> None:
    with pytest.raises(Unreadable):
        Assembly().add(Frame(DATA, {"message_id": "m", "sum": total, "seq": number}, b"x"))


def test_no_more_is_kept_than_there_may_be() -> None:
    assembly = Assembly(most_bytes=10, most=2)
    for name in ("first", "second", "third"):
        assert assembly.add(piece(name, 0, 2, b"x")) is None
    assert assembly.add(piece("second", 1, 2, b"y")) == b"xy"
    assert assembly.add(piece("first", 1, 2, b"y")) is None
    with pytest.raises(Unreadable):
        assembly.add(piece("third", 1, 3, b"x" * 11))
