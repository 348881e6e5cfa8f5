"""The OpenAPI description, drawn from what each operation declares and from nothing else."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from initiatives.kernel.access import Capability, Scope
from initiatives.rest.answers import dumps, json_answer
from initiatives.rest.idempotency import HEADER
from initiatives.rest.pages import LONGEST_PAGE, PAGE
from initiatives.rest.problems import PROBLEM
from initiatives.shapes import Body, Query


@dataclass(frozen=True)
class Operation:
    """What a handler declares of itself; see `initiatives.rest.views.operation`."""

    needs: Capability | Scope
    body: type[Body] | None
    query: type[Query] | None
    answer: type[Any] | None
    many: bool
    status: int
    match: str
    takes_csv: bool
    gives_csv: bool
    problems: tuple[int, ...]


class Fault(serializers.Serializer):  # type: ignore[type-arg]
    """One fault at one place."""

    field = serializers.CharField(help_text="Dotted path of the field, such as observations.3.numerator.")
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemDetails(serializers.Serializer):  # type: ignore[type-arg]
    """What went wrong (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable, for programs.")
    detail = serializers.CharField(help_text="For people, in the language that was asked for.")
    errors = Fault(many=True)  # type: ignore[assignment]
    request_id = serializers.CharField()


MEANINGS = {
    400: "The request cannot be read, or a field has the wrong type.",
    401: "No valid token and nobody signed in.",
    403: "The role, or the token's scopes, do not allow this.",
    404: "It does not exist, or not for you.",
    409: "The thing is in a state in which this cannot be done.",
    412: "It was changed since it was read.",
    413: "The body is too large.",
    415: "The body has a media type that is not taken here.",
    422: "A rule of the domain is not met.",
    428: "If-Match is missing.",
    429: "Too many requests; see Retry-After.",
}


@cache
def _page_of(row: Any) -> type[serializers.Serializer[Any]]:
    """Return the shape of a page of such rows."""
    return type(
        f"{row.__name__}Page",
        (serializers.Serializer,),
        {
            "__doc__": f"One page. {(row.__doc__ or '').strip()}",
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": row(many=True),
        },
    )


class ConcertSchema(AutoSchema):
    """Describes an operation from its declaration."""

    @property
    def _declared(self) -> Operation | None:
        handler = getattr(self.view, self.method.lower(), None)
        return getattr(handler, "operation", None)

    def is_excluded(self) -> bool:
        return self._declared is None

    @property
    def _operation(self) -> Operation:
        declared = self._declared
        assert declared is not None
        return declared

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False  # pages are described as they are, not as lists to be wrapped

    def get_operation_id(self) -> str:
        method = self.method.lower()
        verb = "list" if self._operation.many and method == "get" else self.method_mapping[method]
        return "_".join([*(token.replace("-", "_") for token in self._tokenize_path()), verb])

    def _words(self) -> tuple[str, str]:
        doc = getattr(self.view, self.method.lower()).__doc__ or ""
        first, _blank, rest = doc.strip().partition("\n\n")
        return " ".join(first.split()), " ".join(rest.split())

    def get_summary(self) -> str:
        return self._words()[0].rstrip(".")

    def get_description(self) -> str:  # type: ignore[override]
        summary, rest = self._words()
        return f"{summary}\n\n{rest}\n\nNeeds `{self._operation.needs}`.".replace("\n\n\n\n", "\n\n")

    def get_tags(self) -> list[str]:
        tokens = [token for token in self._tokenize_path() if token]
        return [getattr(self.view, "tag", "") or (tokens[1] if len(tokens) > 1 else tokens[0])]

    def get_request_serializer(self) -> Any:
        body = self._operation.body
        if body is None:
            return {}
        media: dict[str, Any] = {"application/json": body}
        if self._operation.takes_csv:
            media["text/csv"] = OpenApiTypes.STR
        return media

    def get_response_serializers(self) -> Any:
        declared = self._operation
        responses: dict[Any, Any] = {}
        if declared.many and declared.answer is not None:
            responses[200, "application/json"] = _page_of(declared.answer)  # type: ignore[arg-type]
            responses[200, "text/csv"] = OpenApiTypes.STR
        elif declared.answer is None:
            responses[declared.status] = OpenApiResponse(description="Done.")
        else:
            responses[declared.status, "application/json"] = declared.answer
            if declared.gives_csv:
                responses[declared.status, "text/csv"] = OpenApiTypes.STR
        for status in self._problems():
            responses[status, PROBLEM] = OpenApiResponse(ProblemDetails, description=MEANINGS[status])
        return responses

    def _problems(self) -> list[int]:
        declared = self._operation
        statuses = {400, 401, 403, 404, 429, *declared.problems}
        if self.method != "GET":
            statuses |= {409, 422}
        if declared.body is not None:
            statuses |= {413, 415}
        if declared.match:
            statuses |= {412}
        if declared.match == "required":
            statuses |= {428}
        return sorted(statuses)

    def get_override_parameters(self) -> list[Any]:
        declared = self._operation
        parameters: list[Any] = [declared.query] if declared.query is not None else []
        if declared.many:
            parameters += [
                OpenApiParameter("cursor", str, description="From next or previous of another page."),
                OpenApiParameter(
                    "page_size",
                    {"type": "integer", "minimum": 1, "maximum": LONGEST_PAGE, "default": PAGE},
                    description="Rows in a page.",
                ),
            ]
        if declared.many or declared.gives_csv:
            parameters.append(OpenApiParameter("format", str, enum=["json", "csv"], default="json"))
        if self.method == "POST":
            parameters.append(
                OpenApiParameter(
                    HEADER,
                    {"type": "string", "maxLength": 200},
                    OpenApiParameter.HEADER,
                    description="Repeated with the same key, the request has one effect and one answer.",
                )
            )
        if declared.match:
            parameters.append(
                OpenApiParameter(
                    "If-Match",
                    str,
                    OpenApiParameter.HEADER,
                    required=declared.match == "required",
                    description="The ETag that you have read.",
                )
            )
        return parameters


class TokenScheme(OpenApiAuthenticationExtension):
    """How a bearer token is described."""

    target_class = "initiatives.rest.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token made under “API tokens”."}


class SessionScheme(OpenApiAuthenticationExtension):
    """How a signed-in session is described."""

    target_class = "initiatives.rest.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


@cache
def _document() -> bytes:
    """Return the description as JSON; it is the same for everybody."""
    return dumps(SchemaGenerator().get_schema(request=None, public=True))


def schema(request: HttpRequest) -> HttpResponse:
    """Answer with the OpenAPI description of the whole API."""
    return json_answer(request, _document())
