"""One log line and one id for each request."""

import re
from collections.abc import Callable
from time import perf_counter

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from django_structlog.middlewares.request import RequestMiddleware

from config import metrics

OPEN = "/p/"
TOO_BIG = gettext_lazy("That is too big to be taken.")
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestLog(RequestMiddleware):
    """Bind a request id to every log line of a request, and send it back as X-Request-ID.

    An id given by a proxy is kept when it is well formed. The line names the route, not the address: paths
    and queries carry names, tokens and search words.
    """

    def prepare(self, request: HttpRequest) -> None:
        given = request.headers.get("X-Request-ID", "")
        if not WELL_FORMED.fullmatch(given):
            request.META.pop("HTTP_X_REQUEST_ID", None)
            request.__dict__.pop("headers", None)
        super().prepare(request)
        request.begun = perf_counter()  # type: ignore[attr-defined]
        request.id = structlog.contextvars.get_contextvars()["request_id"]  # type: ignore[attr-defined]

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        seconds = perf_counter() - request.begun  # type: ignore[attr-defined]
        metrics.request(request.method or "", route(request), response.status_code, seconds)
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {route(request)}"


def route(request: HttpRequest) -> str:
    """The pattern that answered the request, without what was filled in."""
    return f"/{request.resolver_match.route}" if request.resolver_match else "(no route)"


class Bodies:
    """Middleware: refuse what is too big before anything of it is read or lies on the disk.

    Who may send a file is known only once its body was read: without this anybody could fill the disk. The open pages
    take words alone. It has to be the last of all, before the check of where a form comes from reads the body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        most = settings.LARGEST_OPEN_BODY if request.path_info.startswith(OPEN) else settings.LARGEST_BODY
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > most:
            return HttpResponse(TOO_BIG, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
