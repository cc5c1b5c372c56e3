"""Frames of Feishu's long connection (protobuf, package pbbp2): the few fields there are, read and written by hand.

The SDK has them only behind its whole import, with a copy of protobuf of its own.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

CONTROL, DATA = 0, 1
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_SIZES = {_FIXED64: 8, _FIXED32: 4}
_NUMBERS = {1: "sequence", 2: "log", 3: "service", 4: "method"}
_TEXTS = {6: "encoding", 7: "kind", 9: "log_text"}
_HEADER, _PAYLOAD = 5, 8
_MASK = (1 << 64) - 1


class Unreadable(ValueError):
    """Bytes are not a frame, or frames not the pieces of one payload."""


@dataclass(slots=True)
class Frame:
    """One frame. `method` is CONTROL or DATA; of the headers, `type` says what it is, `sum` and `seq` (from 0) which
    piece of a payload, `message_id` of which. The rest is given back as it came."""

    method: int
    headers: dict[str, str] = field(default_factory=dict)
    payload: bytes = b""
    service: int = 0
    sequence: int = 0
    log: int = 0
    encoding: str = ""
    kind: str = ""
    log_text: str = ""

    def encode(self) -> bytes:
        """Give the frame as bytes."""
        found = bytearray()
        for number, name in _NUMBERS.items():
            found += _varint(number << 3 | _VARINT) + _varint(getattr(self, name))
        for key, value in self.headers.items():
            found += _field(_HEADER, _field(1, key.encode()) + _field(2, value.encode()))
        texts = {number: getattr(self, name).encode() for number, name in _TEXTS.items()}
        for number, content in sorted({**texts, _PAYLOAD: self.payload}.items()):
            found += _field(number, content) if content else b""
        return bytes(found)


def decode(data: bytes) -> Frame:
    """Give the frame that bytes are. Raises Unreadable."""
    frame, seen = Frame(CONTROL), set()
    for number, value in _fields(data):
        seen.add(number)
        if number in _NUMBERS and isinstance(value, int):
            setattr(frame, _NUMBERS[number], value)
        elif number == _HEADER:
            header = dict(_fields(_bytes(value)))
            frame.headers[_text(header.get(1, b""))] = _text(header.get(2, b""))
        elif number == _PAYLOAD:
            frame.payload = _bytes(value)
        elif number in _TEXTS:
            setattr(frame, _TEXTS[number], _text(value))
    if not seen >= _NUMBERS.keys():
        raise Unreadable("a frame needs SeqID, LogID, service and method")
    return frame


class Assembly:
    """Puts payloads together that came in several frames, as many of them at a time as there may be."""

    def __init__(self, most_bytes: int = 4 * 1024 * 1024, most: int = 32) -> None:
        """Take how large a payload may be, and how many may be incomplete before the oldest is given up."""
        self._most_bytes, self._most = most_bytes, most
        self._begun: OrderedDict[tuple[str, int], dict[int, bytes]] = OrderedDict()

    def add(self, frame: Frame) -> bytes | None:
        """Give the payload when a frame was its last missing piece, else None. Raises Unreadable."""
        try:
            total, number = int(frame.headers.get("sum") or 1), int(frame.headers.get("seq") or 0)
        except ValueError:
            raise Unreadable("the pieces are not numbered") from None
        if total <= 1:
            return frame.payload
        name = frame.headers.get("message_id", ""), total
        pieces = self._begun.setdefault(name, {})
        pieces[number] = frame.payload
        if not 0 <= number < total or sum(map(len, pieces.values())) > self._most_bytes:
            del self._begun[name]
            raise Unreadable("the pieces are too many, or too large")
        if len(pieces) == total:
            del self._begun[name]
            return b"".join(pieces[each] for each in range(total))
        if len(self._begun) > self._most:
            self._begun.popitem(last=False)
        return None


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    position = 0
    while position < len(data):
        tag, position = _read_varint(data, position)
        kind = tag & 7
        if kind == _VARINT:
            value, position = _read_varint(data, position)
            yield tag >> 3, value
            continue
        if kind == _BYTES:
            size, position = _read_varint(data, position)
        elif kind in _SIZES:
            size = _SIZES[kind]
        else:
            raise Unreadable(f"wire type {kind} is unknown")
        if position + size > len(data):
            raise Unreadable("a frame ends too early")
        yield tag >> 3, data[position : position + size]
        position += size


def _read_varint(data: bytes, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if position >= len(data):
            raise Unreadable("a frame ends too early")
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & _MASK, position
    raise Unreadable("a number is too long")


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(content)) + content


def _bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise Unreadable("a number stands where bytes belong")
    return value


def _text(value: int | bytes) -> str:
    try:
        return _bytes(value).decode()
    except UnicodeDecodeError:
        raise Unreadable("a text is not UTF-8") from None
