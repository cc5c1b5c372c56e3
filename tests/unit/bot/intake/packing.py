"""ZIPs as people pack them, and as nobody should."""

import io
import struct
import zipfile
from collections.abc import Mapping


def packed(files: Mapping[str, bytes]) -> bytes:
    """Pack files by name; a `mimetype` lies there as it is."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, inner in files.items():
            file.writestr(name, inner, zipfile.ZIP_STORED if name == "mimetype" else None)
    return content.getvalue()


def packed_in_packed(deep: int) -> bytes:
    """Pack a ZIP in a ZIP in a ZIP …"""
    content = packed({"a.txt": b"x"})
    for _ in range(deep - 1):
        content = packed({f"{n}.zip": content for n in range(4)})
    return content


def overlapping() -> bytes:
    """Pack one file, and list it a thousand times."""
    content = packed({"a.bin": bytes(60_000)})
    at = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry = content[at:end]
    counts = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(entry) * 1000, at, 0)
    return content[:at] + entry * 1000 + counts


def said_to_be(size: int, holding: bytes = bytes(1000)) -> bytes:
    """Pack a file that says of itself that it is so large."""
    content = bytearray(packed({"a.bin": holding}))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<L", size)
    return bytes(content)


def of_version(content: bytes, version: int) -> bytes:
    """Have a ZIP ask for a later version of unpacking than there is."""
    later = bytearray(content)
    later[later.index(b"PK\x01\x02") + 6] = version
    return bytes(later)


def with_damaged_entry() -> bytes:
    """Pack a file whose packed content nobody can read."""
    content = bytearray(packed({"a.xml": b"hello " * 300}))
    at = 30 + len("a.xml")
    content[at : at + 8] = b"\xff" * 8
    return bytes(content)


def with_two_names(others: Mapping[str, bytes] | None = None) -> bytes:
    """Pack a file that is called otherwise in the directory than where it lies, as some programs do, before others."""
    return packed({"a.xml": b"hello", **(others or {})}).replace(b"a.xml", b"b.xml", 1)
