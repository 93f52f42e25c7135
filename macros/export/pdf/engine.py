"""The PDF engine: styles and fonts are read once, then each document is laid out for the paper that is asked for."""

from __future__ import annotations

import io
import logging
import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape, unescape
from typing import Any

from macros.export.pdf.fields import FieldWords, fill_in, read_fields, retag, settle_links
from macros.export.pdf.finish import finish
from macros.export.pdf.tables import Tables
from macros.export.pdf.typing_font import TypingFont
from macros.export.pdf.values import Document, Made, Paper, Styles

TYPING_FONT = "inter-400.woff2"
_FILES = "file:///paper/"
_VARIANT = "pdf/ua-1"
# What the style sheet may give up, step by step, where a sheet would not fit the pages it promises; 0 is as designed.
_TIGHTER = (0, 1, 2, 3, 4)


def missing() -> str:
    """What has to be installed before there can be PDFs, in one sentence; empty where all is there."""
    try:
        import pikepdf  # noqa: F401
        import weasyprint  # noqa: F401
    except ImportError as error:
        return (
            f"PDFs need the Python package {error.name}. In a course's folder `make .venv/.pdf` brings it; "
            "elsewhere: pip install weasyprint pikepdf."
        )
    except OSError:
        return (
            "PDFs need Pango on this computer (Debian, Ubuntu: apt-get install libpangoft2-1.0-0 libharfbuzz-subset0; "
            "macOS: brew install pango)."
        )
    return ""


class Engine:
    """Makes PDFs with one set of styles. Costs a second to open and a third of one for a sheet, so keep it."""

    def __init__(self, styles: Styles) -> None:
        # Without this the maker's complaints about rules that are meant for browsers fill the screen.
        logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        from weasyprint.text.fonts import FontConfiguration

        self._fetcher = _fetcher(styles)
        self._fonts = FontConfiguration()
        self._face = TypingFont(styles.files[TYPING_FONT])
        self._css = self._read(styles.css)

    def make(self, document: Document, paper: Paper) -> Made:
        """The document as a file. Lines move closer, a step at a time, where it would need more pages than promised."""
        return self.bind((document,), paper)

    def bind(self, documents: Sequence[Document], paper: Paper, title: str = "") -> Made:
        """Several documents as one file, each with its own page numbers; `title` is the file's, else the first document's.

        Raises ValueError where one names a file that did not come with the styles, because nothing is fetched.
        """
        from weasyprint.urls import FatalURLFetchingError

        try:
            return self._bound(documents, paper, title)
        except FatalURLFetchingError as error:
            # It is no Exception in WeasyPrint, and would pass by everybody who catches one.
            raise ValueError(str(error)) from None

    def _bound(self, documents: Sequence[Document], paper: Paper, title: str) -> Made:
        words: dict[str, FieldWords] = {}
        links: dict[str, str] = {}
        parts = []
        for document in documents:
            html = _parsed(document, self._fetcher)
            words |= read_fields(html.etree_element)
            fill_in(html.etree_element, document.values)
            links |= settle_links(html.etree_element, document.address)
            retag(html.etree_element)
            parts.append(self._fitted(html, paper, document))
        whole = parts[0].copy([page for part in parts for page in part.pages])
        if title:
            whole.metadata.title = title
        out = io.BytesIO()
        tables = Tables()
        whole.write_pdf(out, finisher=tables.read, pdf_forms=True, pdf_variant=_VARIANT)
        return Made(finish(out.getvalue(), words, self._face, tables.parts, links), len(whole.pages))

    def _fitted(self, html: Any, paper: Paper, document: Document) -> Any:
        laid = None
        sheets = [self._css, self._read(_page_rules(paper, document))]
        for tight in _TIGHTER:
            html.etree_element.set("data-tight", str(tight))
            laid = html.render(
                stylesheets=sheets, font_config=self._fonts, pdf_forms=True, pdf_variant=_VARIANT
            )
            if not document.promised or len(laid.pages) <= document.promised:
                break
        return laid

    def _read(self, css: str) -> Any:
        from weasyprint import CSS

        return CSS(string=css, base_url=_FILES, font_config=self._fonts, url_fetcher=self._fetcher)


def _fetcher(styles: Styles) -> Any:
    """Gives out the files that came with the styles and pictures inside addresses; anything else does not exist."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(_FILES):
                name = url.removeprefix(_FILES)
                return URLFetcherResponse(url, styles.files[name])
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols=("data",), fail_on_errors=True)


def _parsed(document: Document, fetcher: Any) -> Any:
    from weasyprint import HTML

    return HTML(string=_page(document), base_url=_FILES, url_fetcher=fetcher)


def _page_rules(paper: Paper, document: Document) -> str:
    """The paper's size for every kind of page the styles name, the words at its foot, and what stands above."""
    boxes = f"@bottom-left {{ content: {_quoted(document.footer)} }}" if document.footer else ""
    if document.band:
        boxes += f"@top-left {{ content: {_quoted(document.band)}; font: 600 8pt Inter; padding-block-start: 2mm }}"
    if document.logo:
        # A background, because it fits itself to the room and no reader needs to hear of it.
        picture = f"url(data:{picture_type(document.logo)};base64,{b64encode(document.logo).decode()})"
        boxes += (
            f'@top-right {{ content: ""; inline-size: 45mm; block-size: 6mm; margin-block-start: 1mm;'
            f" background: {picture} no-repeat right center / contain }}"
        )
    names = (
        ("", ""),
        (" learn-portrait", ""),
        (" learn-landscape", " landscape"),
        (" learn-certificate", " landscape"),
    )
    return "\n".join(f"@page{name} {{ size: {paper.value}{turn}; {boxes} }}" for name, turn in names)


def picture_type(body: bytes) -> str:
    """What kind of picture the bytes are, by their beginning; empty where they are none that can be printed."""
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/svg+xml" if b"<svg" in body[:2000] else ""


# A link is followed by a reader and never fetched; letters and pictures inside the file need no fetching.
_OUTSIDE = re.compile(
    r"""<(?!a\s|svg:a\s)[^<>]*?[\s:]href\s*=\s*(?P<sign>["'])(?!\s*(?:#|data:|(?P=sign)))\s*(?P<part>[^"']+?)\s*(?P=sign)"""
    r"""|(?:url\(|@import)\s*["']?\s*(?!["'#\s]|data:|url\()(?P<style>[^"'()\s;]+)""",
    re.IGNORECASE,
)
_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)


def outside_part(drawing: str) -> str:
    """The first address from which an SVG takes a part of itself, be it a file or a host; empty where it holds all it needs.

    Neither the PDF maker nor a browser fetches such a part, and both draw the rest without a word.
    """
    match = _OUTSIDE.search(_REMARK.sub("", drawing))
    return unescape(match["part"] or match["style"]) if match else ""


def _quoted(words: str) -> str:
    """Words as CSS writes them; what could end the string is written by its number."""
    return '"' + "".join(f"\\{ord(c):x} " if c in '"\\\n\r\f<' else c for c in words) + '"'


def _page(document: Document) -> str:
    author = f'<meta name="author" content="{escape(document.author)}">' if document.author else ""
    about = f'<meta name="description" content="{escape(document.subject)}">' if document.subject else ""
    return (
        f'<!doctype html><html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(document.title)}</title>{author}{about}</head><body>{document.html}</body></html>"
    )
