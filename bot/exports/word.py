"""Documents as Word, filled into templates: ours, or those an organisation has uploaded and we have checked."""

import io
import re
import zipfile
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from docx.shared import Cm
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError, TemplateAssertionError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.drawn_tree import draw
from bot.exports.apart import CHECKED_SECONDS, Apart
from bot.exports.paper import wide
from bot.pictures import png
from chat.documents import Document, Orgchart
from dossier.errors import DossierError
from dossier.reading import APART

TEMPLATES = ("minutes", "change_request", "progress_report", "acceptance_report", "record", "cover", "dossier")
"""What has a template: four kinds of record, any other record, a dossier's cover, and a dossier as a whole."""

STANDARD = "standard"
"""The template of the dossier standard, which organisations do not replace."""

MOST_BYTES = 5 * 1024 * 1024
_MOST_KEPT = 128
_MOST_UNPACKED, _MOST_ENTRIES = 60 * 1024 * 1024, 2_000
_EXTERNAL = re.compile(rb"""<Relationship\b[^>]*TargetMode\s*=\s*["']External["'][^>]*>""")
_HYPERLINK = re.compile(rb"""/relationships/hyperlink["']""")
# How Jinja names what it does not know.
_NO_FILTER = re.compile(r"^No (?:filter|test) named '([^']+)'")
_UNKNOWN = re.compile(r"has no (?:attribute|element) '?([^']+)'?|^'([^']+)' is undefined")
_apart = Apart()
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Runs what somebody wrote into a template: it sees its values alone. A text that is gone through is its lines."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"{operator} is not for templates")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        read = super()._parse(source, name, filename)
        for loop in read.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "lines", [], [], None, None, lineno=loop.lineno)
        read.set_environment(self)
        return read

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
        return _read(source)


@cache
def _sandbox() -> _Sandbox:
    made = _Sandbox(autoescape=True, undefined=StrictUndefined, finalize=_in_words)
    made.globals.clear()
    made.filters["lines"] = _lines
    return made


def _lines(value: Any) -> Any:
    return value.splitlines() if isinstance(value, str) else value


def _in_words(value: Any) -> Any:
    """Write a list a line each, and a row of one as a line, where a template names the whole of it."""
    if isinstance(value, Mapping):
        return APART.join(str(_in_words(inner)) for inner in value.values() if inner)
    if isinstance(value, list | tuple):
        return "\n".join(str(_in_words(inner)) for inner in value)
    return value


# Of many records with one template it is read once: that is half of what a document takes.
@lru_cache(maxsize=_MOST_KEPT)
def _read(source: str) -> Template:
    sandbox = _sandbox()
    return super(_Sandbox, sandbox).from_string(source)


def template_of(kind: str) -> str:
    """Give the name of the template that documents of a kind of record are filled into."""
    return kind if kind in TEMPLATES[:4] else "record"


def word(document: Document, template: str, own: bytes | None = None) -> bytes:
    """Fill a document into our template of that name, or into the organisation's `own`.

    Raises DossierError where the organisation's own cannot be filled.
    """
    return _filled(document, _ours(template)) if own is None else _apart.fill(document, own)


def fill_own(document: Document, template: bytes) -> bytes:
    """Fill a document into a template of somebody else's, however long it takes. Raises DossierError."""
    try:
        return _filled(document, template)
    except MemoryError:
        raise
    except Exception as error:  # Whatever it does wrong is said of it.
        raise _broken(error, document) from None


def check(content: bytes, samples: Mapping[str, Document], template: str) -> None:
    """Raise DossierError, saying what is wrong, for what cannot be an organisation's template of that name."""
    if not content or len(content) > MOST_BYTES:
        raise DossierError("template-size", max=MOST_BYTES // (1024 * 1024))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in entries):
                # Word packs in no other way, and no other way of unpacking stops at a size.
                raise DossierError("template-no-word")
            if len(entries) > _MOST_ENTRIES or sum(each.file_size for each in entries) > _MOST_UNPACKED:
                raise DossierError("template-bomb")
            names = {each.filename for each in entries}
            if "word/document.xml" not in names:
                raise DossierError("template-no-word")
            if any("vbaProject" in name for name in names):
                raise DossierError("template-macros")
            links = b"".join(packed.read(each) for each in entries if each.filename.endswith(".rels"))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        raise DossierError("template-no-word") from None
    if any(not _HYPERLINK.search(each) for each in _EXTERNAL.findall(links)):
        raise DossierError("template-external")
    _apart.fill(samples[template], content, CHECKED_SECONDS)


def ours(template: str) -> bytes:
    """Give our template of that name as a Word file. Raises KeyError for a name there is none of."""
    if template not in (*TEMPLATES, STANDARD):
        raise KeyError(template)
    return _ours(template)


def standard_word(document: Document) -> bytes:
    """Fill the dossier standard into its template, which is ours alone."""
    return _filled(document, _ours(STANDARD))


@cache
def _ours(template: str) -> bytes:
    return (resources.files("bot.exports") / "templates" / f"{template}.docx").read_bytes()


def _values(document: Document) -> dict[str, Any]:
    values: dict[str, Any] = _without_controls(document.values())
    sheet = values["sheet"] or {}
    return values | {"fields": sheet.get("fields", {}), "labels": sheet.get("labels", {})}


def _filled(document: Document, template: bytes) -> bytes:
    values = _values(document)
    made = DocxTemplate(io.BytesIO(template))
    if document.orgchart is not None:
        values["orgchart"]["picture"] = _Picture(made, document.orgchart)
    made.render(values, _sandbox(), autoescape=True)
    made.core_properties.title, made.core_properties.author = values["name"][:250], ""
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


class _Picture:
    """The drawing of an organisation chart in a template, with words for those who cannot see it.

    Templates of others see no name of it that does not begin with an underscore, and may use none that does.
    """

    def __init__(self, made: DocxTemplate, orgchart: Orgchart) -> None:
        self._made = made
        self._orgchart = orgchart

    def __str__(self) -> str:
        drawn = draw(self._orgchart.boxes)
        part: Any = self._made.current_rendering_part
        inline = part.new_pic_inline(io.BytesIO(png(drawn.svg)), Cm(wide(drawn)))
        inline.docPr.set("descr", _without_controls(f"{self._orgchart.title} · {self._orgchart.note}"))
        return f'</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r><w:r><w:t xml:space="preserve">'

    __html__ = __str__


def _without_controls(value: Any) -> Any:
    """Leave out what XML cannot hold."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, Mapping):
        return {name: _without_controls(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_controls(inner) for inner in value]
    return value


def names(document: Document) -> list[str]:
    """Give the names a template can be filled with, as they are written in it."""
    values = _values(document)
    inner = [f"{part}.{name}" for part in ("dossier", "fields", "labels") for name in values.get(part) or ()]
    return [name for name in values if name not in ("dossier", "fields", "labels", "words")] + inner


def is_blank(content: bytes) -> bool:
    """Tell whether a template that can be filled has no name in it, so that nothing of a record would appear."""
    return not DocxTemplate(io.BytesIO(content)).get_undeclared_template_variables(_sandbox())


def _broken(error: Exception, document: Document) -> DossierError:
    """Say what is wrong with a template in words of ours: a name, a place, or what it may not do."""
    text = " ".join(str(error).split())
    if isinstance(error, UndefinedError) and (found := _UNKNOWN.search(text)):
        allowed, name = names(document), found[1] or found[2]
        near = get_close_matches(name, {each.rpartition(".")[2]: 0 for each in allowed}, 1, 0.79)
        listed = ", ".join(each for each in allowed if not each.startswith("labels."))
        if not near:
            return DossierError("template-unknown", name=name, names=listed)
        meant = next(each for each in allowed if each.rpartition(".")[2] == near[0])
        return DossierError("template-meant", name=name, near=meant, names=listed)
    if isinstance(error, TemplateAssertionError) and (found := _NO_FILTER.search(text)):
        return DossierError("template-filter", name=found[1])
    if isinstance(error, TemplateSyntaxError):
        lines = [line.strip() for line in getattr(error, "docx_context", ()) if "{" in line]
        return DossierError("template-place", place=lines[-1][:80]) if lines else DossierError("template-syntax")
    return DossierError("template-forbidden")
