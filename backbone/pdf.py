"""A report as a PDF, where the extra `reports` is installed; elsewhere its page prints, and says so."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

SHEET = Path(__file__).with_name("pdf.css")
SVG = re.compile(r"(<svg\b[^>]*>)")
# Drawings are laid out apart from the page, so that each carries its own look.
DRAWN = (
    "<style>svg{color:#1c1a17;fill:none;stroke:#1c1a17;stroke-width:1.5}.sp-line{stroke-width:1.75}"
    ".sp-path{stroke:#686257;stroke-width:1;stroke-dasharray:3 3}.sp-dot,.sp-end{fill:#1c1a17;stroke:none}"
    ".sp-hollow{fill:#fff;stroke:#1c1a17;stroke-width:1.5}</style>"
)


@cache
def engine() -> Any:
    """Return the library that writes PDF; None where it, or a library of the system that it draws with, is missing."""
    try:
        import weasyprint
    except (ImportError, OSError):
        return None
    return weasyprint


def makes_pdf() -> bool:
    """Whether reports can be had as PDF here."""
    return engine() is not None


def pdf(page: str) -> bytes:
    """Return a page of report_pdf.html as a PDF, tagged for screen readers. It fetches nothing from anywhere."""
    library = engine()
    document = library.HTML(string=SVG.sub(rf"\g<1>{DRAWN}", page), url_fetcher=_refuse)
    sheet = library.CSS(string=_sheet(), url_fetcher=_refuse)
    content: bytes = document.write_pdf(stylesheets=[sheet], pdf_tags=True)
    return content


@cache
def _sheet() -> str:
    return SHEET.read_text()


def _refuse(url: str, *_args: Any, **_more: Any) -> Any:
    raise ValueError(url)
