"""What a file looks like at a glance: a small picture of a picture, the first lines of a text."""

from io import BytesIO
from threading import Lock

from bot.intake.sniffing import TEXT, decoded
from storage.files import StoredFile
from storage.spool import spooled
from storage.uploads import WebUploads

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"}
"""The types of which there is a small picture."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_SIDE = 480
# Each takes four bytes while it is made smaller; a JPEG is read smaller than it is.
_MOST_PIXELS = 32_000_000
_MOST_LINES, _MOST_LETTERS, _HEAD = 12, 1200, 16 * 1024
# One at a time: however many look, so much memory is taken once.
_making = Lock()


def has_preview(kind: str) -> bool:
    """Tell whether a file of a media type has something to look at."""
    return kind in PICTURES or kind == TEXT


def picture(uploads: WebUploads, file: StoredFile) -> bytes | None:
    """Give a picture of at most 480 by 480 as PNG, without what else was in the file; None where there can be none."""
    from PIL import Image, ImageOps

    unreadable = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
    with _making, spooled(uploads.pieces(file), file.ref.size) as spool:
        try:
            # Nothing is read but the head before its size is known.
            with Image.open(spool.file, formats=_FORMATS) as image:
                image.draft("RGB", (_SIDE, _SIDE))
                if image.width * image.height > _MOST_PIXELS:
                    return None
                turned = ImageOps.exif_transpose(image)
                turned.thumbnail((_SIDE, _SIDE))
                small = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
        except (*unreadable, Image.DecompressionBombWarning):
            return None
        written = BytesIO()
        small.save(written, "PNG")
        return written.getvalue()


def lines(uploads: WebUploads, file: StoredFile) -> str | None:
    """Give the first lines of a text, None for what is none."""
    # One segment of it, of which the first bytes are enough.
    head = next(uploads.pieces(file), b"")[:_HEAD]
    text = decoded(head)
    if text is None:
        return None
    shown = "\n".join(text.splitlines()[:_MOST_LINES])[:_MOST_LETTERS].rstrip()
    whole = len(head) < _HEAD and len(shown) >= len(text.rstrip())
    return shown if whole else f"{shown}\n…"
