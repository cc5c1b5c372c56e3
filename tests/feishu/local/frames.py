"""The frames of the long connection: protobuf (pbbp2) on the wire, written down here apart from any SDK."""

from collections.abc import Iterator
from dataclasses import dataclass, field

CONTROL, DATA = 0, 1
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


@dataclass(slots=True)
class Frame:
    """One frame: `method` is CONTROL or DATA; headers are type, message_id, trace_id, sum, seq."""

    method: int
    headers: dict[str, str] = field(default_factory=dict)
    payload: bytes = b""
    service: int = 0
    sequence: int = 0
    log: int = 0

    def encode(self) -> bytes:
        """Give the bytes of it."""
        numbers = enumerate((self.sequence, self.log, self.service, self.method), start=1)
        found = b"".join(_varint(number << 3 | _VARINT) + _varint(value) for number, value in numbers)
        for key, value in self.headers.items():
            found += _field(5, _field(1, key.encode()) + _field(2, value.encode()))
        return found + (_field(8, self.payload) if self.payload else b"")


def decode(data: bytes) -> Frame:
    """Give the frame of bytes. Raises ValueError when they are none."""
    frame, seen = Frame(-1), set()
    for number, value in _fields(data):
        seen.add(number)
        if isinstance(value, int):
            name = {1: "sequence", 2: "log", 3: "service", 4: "method"}.get(number)
            if name is not None:
                setattr(frame, name, value)
        elif number == 5:
            header = dict(_fields(value))
            frame.headers[_text(header[1])] = _text(header[2])
        elif number == 8:
            frame.payload = value
    if not {1, 2, 3, 4} <= seen:
        raise ValueError(f"a frame needs SeqID, LogID, service and method, not only fields {sorted(seen)}")
    return frame


def _text(value: int | bytes) -> str:
    if isinstance(value, bytes):
        return value.decode()
    raise ValueError("a header is text")


def _field(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    position = 0
    while position < len(data):
        tag, position = _read_varint(data, position)
        number, kind = tag >> 3, tag & 7
        if kind == _VARINT:
            value, position = _read_varint(data, position)
            yield number, value
            continue
        if kind == _BYTES:
            size, position = _read_varint(data, position)
        elif kind in (_FIXED32, _FIXED64):
            size = 4 if kind == _FIXED32 else 8
        else:
            raise ValueError(f"wire type {kind} is unknown")
        if position + size > len(data):
            raise ValueError("the frame ends too early")
        yield number, data[position : position + size]
        position += size


def _read_varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if position >= len(data):
            raise ValueError("the frame ends too early")
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7
