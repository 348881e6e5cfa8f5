"""One log line and one id for each request."""

import re

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares.request import RequestMiddleware

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
        request.id = structlog.contextvars.get_contextvars()["request_id"]  # type: ignore[attr-defined]

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        match = request.resolver_match
        return f"{request.method} /{match.route if match else '(no route)'}"
