"""Everything that can go wrong, told in one form: application/problem+json (RFC 9457)."""

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.core.signals import got_request_exception
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.exceptions import ErrorDetail

from initiatives.kernel.errors import Busy, DomainError, FieldError
from initiatives.kernel.faults import told_of_database
from initiatives.limits import TooMany

log = structlog.get_logger(__name__)

PROBLEM = "application/problem+json"


class Problem(Exception):
    """A fault of the request itself, found before any rule of the domain is asked."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, str(detail)
        self.errors, self.headers = tuple(errors), dict(headers or {})


def nothing_here() -> Problem:
    """What an outsider is told, and whoever asks for what does not exist: word for word the same."""
    return Problem(404, "not_found", _("There is nothing here."))


def render(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the problem as an answer to the request."""
    body = {
        "type": f"urn:concert:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "errors": [{"field": e.field, "code": e.code, "message": e.message} for e in problem.errors],
        "request_id": str(getattr(request, "id", "")),
    }
    response = HttpResponse(orjson.dumps(body), status=problem.status, content_type=PROBLEM)
    for name, value in problem.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def _flat(detail: Any, path: str = "") -> Iterator[FieldError]:
    """Yield the faults of a nested validation error with their dotted paths."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(part for part in (path, own) if part))
    elif isinstance(detail, list) and any(isinstance(inner, Mapping | list) for inner in detail):
        for number, inner in enumerate(detail):
            yield from _flat(inner, f"{path}.{number}" if path else str(number))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flat(inner, path)
    else:
        yield FieldError(path, getattr(detail, "code", "invalid"), str(detail))


def of_validation(detail: Any) -> Problem:
    """Return the problem for what the serializers found."""
    errors = tuple(_flat(detail))
    if len(errors) == 1:
        return Problem(400, "invalid", errors[0].message, errors=errors)
    return Problem(400, "invalid", _("Some fields are not right."), errors=errors)


def _of_framework(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.ValidationError):
        return of_validation(error.detail)
    detail = error.detail
    code = detail.code if isinstance(detail, ErrorDetail) else "error"
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    return Problem(error.status_code, str(code or "error"), str(detail), headers=headers)


def of(error: Exception) -> Problem | None:
    """Return what to tell of the error, or None when it is a fault of ours."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, DomainError):
        if error.status == 404:
            return nothing_here()
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany | Busy) else {}
        return Problem(error.status, error.code, error.message, errors=error.errors, headers=headers)
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    if isinstance(error, Http404):
        return nothing_here()
    if isinstance(error, PermissionDenied):
        return Problem(403, "forbidden", _("This is not allowed."))
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "too_large", _("What was sent is too large."))
    if isinstance(error, ValidationError):
        return Problem(400, "invalid", " ".join(error.messages))
    told = told_of_database(error)
    return of(told) if told is not None else None


def problem_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Answer a request in which `error` was raised; an error nobody foresaw is logged and told as opaque."""
    request = context["request"]
    problem = of(error)
    if problem is None or problem.status == 503:
        log.error("api_error", error=type(error).__name__, exc_info=error)
    elif problem.code == "conflict" and isinstance(error, IntegrityError):
        log.warning("api_race", error=str(error).split("\n")[0])
    if problem is None:
        got_request_exception.send(sender=problem_handler, request=getattr(request, "_request", request))
        problem = Problem(
            500, "error", _("Something went wrong on our side. The request id helps to find it.")
        )
    return render(getattr(request, "_request", request), problem)
