"""Letters: a template folder gives subject, plain text and HTML, in the reader's language and our look."""

from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import css_inline
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

STYLES = "css/email.css"


def absolute(path: str) -> str:
    """Return the full address of one of our pages."""
    return settings.BASE_URL.rstrip("/") + path


def message_id(name: str) -> str:
    """Return the Message-ID of a letter that has the name to itself: sent again, it is known for the same."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{name}@{host}>"


def stopped_by(address: str) -> dict[str, str]:
    """Return the headers by which mail programs stop letters of a kind with one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def inlined(html: str) -> str:
    """Return the HTML with its styles at the elements, as mail programs want it."""
    styles = Path(str(finders.find(STYLES))).read_text(encoding="utf-8")
    inliner = css_inline.CSSInliner(
        load_remote_stylesheets=False, extra_css=styles, keep_at_rules=True, keep_style_tags=True
    )
    return inliner.inline(html)


def letter(
    template: str,
    to: str,
    context: Mapping[str, Any],
    *,
    language: str = "",
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """Return the letter of `email/<template>/` (subject.txt, body.txt, body.html) to one address, unsent.

    The context's values fill fixed places of our own templates; `base_url` is added.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        values = {**context, "base_url": settings.BASE_URL, "language": language or settings.LANGUAGE_CODE}
        subject = " ".join(render_to_string(f"email/{template}/subject.txt", values).split())
        text = render_to_string(f"email/{template}/body.txt", values).strip() + "\n"
        html = render_to_string(f"email/{template}/body.html", values)
    message = EmailMultiAlternatives(subject, text, to=[to], headers=dict(headers or {}))
    message.attach_alternative(inlined(html), "text/html")
    return message
