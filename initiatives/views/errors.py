"""What is shown when there is nothing to show."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from initiatives.web import error_page, private


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponseBase:
    """Answer a request that cannot be understood."""
    return private(error_page(request, 400))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponseBase:
    """Answer a request that is not allowed."""
    return private(error_page(request, 403))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponseBase:
    """Answer an address that leads nowhere; what the exception tells stays inside."""
    return private(error_page(request, 404))


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form that did not come from one of our own pages, or from one too old."""
    return private(HttpResponse(render_to_string("errors/csrf.html", {}, request), status=403))


def broken(request: HttpRequest) -> HttpResponseBase:
    """Answer when something went wrong on our side, without touching the database."""
    request_id = getattr(request, "id", "")
    return private(HttpResponse(render_to_string("errors/500.html", {"request_id": request_id}), status=500))
