"""What files look like at a glance: small pictures and first lines, and nothing that would harm whoever looks."""

import io
import struct
import zlib

import httpx
import pytest
from PIL import Image

from dossier.fields import FileRef
from storage.files import StoredFile
from tests.unit.bot.web.product import Product

ADDRESS = "/w/w1/lilei/records/r1/files/f1"


def attach(product: Product, content: bytes, kind: str) -> None:
    """Have the record hold this file."""
    product.attached = StoredFile(FileRef(id="f1", name="a", size=len(content), type=kind), held=content)


def drawn(form: str, size: tuple[int, int] = (1600, 900), mode: str = "RGB") -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "teal").save(written, form)
    return written.getvalue()


def png(width: int, height: int) -> bytes:
    """Make a PNG that says it is so large, with hardly anything in it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_picture_is_shown_small(product: Product, client: httpx.Client, form: str) -> None:
    attach(product, drawn(form), f"image/{form.lower()}")
    answer = client.get(f"{ADDRESS}/preview")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (480, 270)


def test_a_picture_lies_as_it_was_taken_and_says_nothing_of_where(product: Product, client: httpx.Client) -> None:
    written, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Ann"
    Image.new("RGB", (800, 400)).save(written, "JPEG", exif=exif)
    attach(product, written.getvalue(), "image/jpeg")
    answer = client.get(f"{ADDRESS}/preview")
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.height > image.width
    assert b"Camera of Ann" not in answer.content


@pytest.mark.parametrize(
    "content",
    [png(50_000, 50_000), png(12_000, 12_000), png(100, 100), b"\x89PNG\r\n\x1a\n", b"no picture", b""],
    ids=["beyond all measure", "too large", "without content", "torn", "something else", "empty"],
)
def test_what_is_no_picture_or_too_large_a_one_has_none(product: Product, client: httpx.Client, content: bytes) -> None:
    attach(product, content, "image/png")
    assert client.get(f"{ADDRESS}/preview").status_code == 404


def test_the_first_lines_of_a_text_are_shown_and_are_nothing_but_text(product: Product, client: httpx.Client) -> None:
    attach(product, ("<script>alert(1)</script>\n" + "第二行\n" * 500).encode("gb18030"), "text/plain")
    answer = client.get(f"{ADDRESS}/preview")
    assert answer.text.startswith("<pre>&lt;script&gt;alert(1)&lt;/script&gt;\n第二行\n")
    assert answer.text.endswith("\n…</pre>")
    assert answer.text.count("\n") == 12


def test_a_short_text_is_shown_as_a_whole(product: Product, client: httpx.Client) -> None:
    attach(product, b"one\ntwo\n", "text/plain")
    assert client.get(f"{ADDRESS}/preview").text == "<pre>one\ntwo</pre>"


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/pdf", "application/octet-stream"])
def test_nothing_else_is_shown(product: Product, client: httpx.Client, kind: str) -> None:
    attach(product, b"<svg><script>1</script></svg>", kind)
    assert client.get(f"{ADDRESS}/preview").status_code == 404


def test_whoever_may_not_see_the_record_sees_no_preview(client: httpx.Client) -> None:
    assert client.get("/w/w1/lilei/records/r2/files/f1/preview").status_code == 404


def test_one_that_is_still_being_fetched_has_none_yet(client: httpx.Client) -> None:
    assert client.get("/w/w1/lilei/records/r1/files/f2/preview").status_code == 404
