"""Answers: page or fragment, where one is led, errors with the frame they happened in, kept by nobody."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

PER_PAGE = 50


class SeeOther(HttpResponseRedirect):
    """The answer to a POST: look there (303)."""

    status_code = 303


def paginate(request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> Page[Any]:
    """Return the page of `rows` that the address asks for; a bad number gives the first or last page."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of the page rather than the page."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def safe_path(request: HttpRequest, address: str | None, otherwise: str = "/") -> str:
    """Return the path of `address` when it lies in Concert, else `otherwise`: no redirect leads outside."""
    if not address or not url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return otherwise
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or otherwise


def error_page(
    request: HttpRequest, status: int, message: str = "", frame: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return the page of an error with the frame it happened in, or a toast when htmx asked."""
    if wants_fragment(request) and message and status not in (403, 404):
        answer = HttpResponse(status=422, headers={"HX-Reswap": "none"})
        return trigger_client_event(answer, "toast", {"message": message, "tone": "bad"})
    names = [f"errors/{status}.html", "errors/error.html"]
    context = {**(frame or {}), "status": status, "message": message}
    return TemplateResponse(request, names, context, status=status).render()


def drawn(answer: HttpResponseBase) -> HttpResponseBase:
    """Render the answer now, while its rows may still be read."""
    render = getattr(answer, "render", None)
    return render() if render else answer


def private(answer: HttpResponseBase) -> HttpResponseBase:
    """Mark an answer as one person's: kept by nobody, and another for htmx than for a browser."""
    if not answer.has_header("Cache-Control"):
        answer["Cache-Control"] = "no-store, private"
    patch_vary_headers(answer, ["HX-Request", "Cookie"])
    return answer


class PrivatePages:
    """Middleware: a page that says nothing about being kept is kept by nobody, those of the accounts too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.get("Content-Type", "").startswith("text/html"):
            private(answer)
        return answer
