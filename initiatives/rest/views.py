"""The base of every API operation.

One request is one transaction: authenticate, enter the initiative (a stranger is told that there is nothing),
check the capability, count against the limits, check the shape, act. Whatever goes wrong undoes everything
and is told as a problem.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, ClassVar, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, NotAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from initiatives import limits
from initiatives.kernel.access import Actor, Capability, Scope, require
from initiatives.kernel.errors import FieldError, Forbidden, NotFound
from initiatives.kernel.tenancy import person
from initiatives.models import ApiToken, User
from initiatives.queries import enter, lacks_second_step
from initiatives.rest import answers, bodies, idempotency
from initiatives.rest.authentication import SessionAuthentication, TokenAuthentication
from initiatives.rest.pages import LONGEST_PAGE, PAGE, read_page
from initiatives.rest.problems import Problem, nothing_here, of_validation, render
from initiatives.rest.schema import ConcertSchema, Operation
from initiatives.shapes import Body, Query, Row

Handler = TypeVar("Handler", bound=Callable[..., HttpResponse])


def operation(
    needs: Capability | Scope,
    *,
    body: type[Body] | None = None,
    query: type[Query] | None = None,
    answer: type[Any] | None = None,
    many: bool = False,
    status: int = 200,
    match: str = "",
    takes_csv: bool = False,
    gives_csv: bool = False,
    problems: tuple[int, ...] = (),
) -> Callable[[Handler], Handler]:
    """Declare a handler: what it needs, what it takes and what it gives. A handler without it is refused.

    `needs` is a Capability inside an initiative, a Scope outside. `many` marks a list in pages. `match` says
    whether If-Match is "required" or "honoured". `takes_csv` and `gives_csv` say that CSV does besides JSON.
    `problems` adds to the statuses told in the schema.
    """

    def declare(handler: Handler) -> Handler:
        handler.operation = Operation(  # type: ignore[attr-defined]
            needs, body, query, answer, many, status, match, takes_csv, gives_csv, problems
        )
        return handler

    return declare


class ApiView(APIView):
    """What all operations share. Subclasses say in whose scope they run."""

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes = []
    throttle_classes = []
    schema = ConcertSchema()
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    tag: ClassVar[str] = ""

    request: Request
    query: dict[str, Any]
    body: dict[str, Any]
    who: Any

    @abstractmethod
    def scope(self, **path: Any) -> AbstractContextManager[Any]:
        """Open the scope in which the operation runs and yield who is acting there."""

    @abstractmethod
    def permit(self, who: Any, needs: Capability | Scope) -> None:
        """Raise Forbidden unless `who` may do what the operation needs."""

    @property
    def user(self) -> User:
        """The account on whose behalf the request is made."""
        return self.request.user  # type: ignore[return-value]

    @property
    def token(self) -> ApiToken | None:
        """The token the request carries, None for a session."""
        return self.request.auth if isinstance(self.request.auth, ApiToken) else None

    @property
    def plain_request(self) -> HttpRequest:
        """The request as Django knows it."""
        return self.request._request

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        self.args, self.kwargs = args, kwargs
        self.format_kwarg = None
        self.headers = {}
        self.request = self.initialize_request(request, *args, **kwargs)
        try:
            response = self._answer(**kwargs)
        except Exception as error:  # noqa: BLE001 - every error becomes a problem, the unforeseen are logged
            response = self.handle_exception(error)  # type: ignore[assignment]
        patch_vary_headers(response, ("Accept", "Authorization", "Cookie"))
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache"
        return response

    def _answer(self, **path: Any) -> HttpResponse:
        self._require_principal()
        if any("\x00" in value for value in path.values() if isinstance(value, str)):
            raise nothing_here()
        try:
            with self.scope(**path) as who:
                return self._inside(who, path)
        except NotFound:
            if not hasattr(self, "_entered"):
                self._count(None)
            raise

    def _require_principal(self) -> None:
        """Raise NotAuthenticated unless somebody is known to ask; who guesses keys is counted by address."""
        try:
            if not isinstance(self.user, User):
                raise NotAuthenticated
        except APIException:
            limits.check(self.plain_request, caller="", initiative=None)
            raise

    def _inside(self, who: Any, path: dict[str, Any]) -> HttpResponse:
        self._entered, self.who = True, who
        handler = self._handler()
        declared: Operation | None = getattr(handler, "operation", None)
        if declared is None:
            raise RuntimeError(f"{type(self).__name__}.{handler.__name__} declares no operation")
        self._count(who.initiative.pk if isinstance(who, Actor) else None)
        self.permit(who, declared.needs)
        self._negotiate(declared)
        if declared.match == "required" and "If-Match" not in self.plain_request.headers:
            raise answers.missing_match()
        key = idempotency.key_of(self.plain_request)
        if key:
            earlier = idempotency.earlier_answer(self.plain_request, self.user, self.token, key)
            if earlier is not None:
                return earlier
        self.query = self._read_query(declared)
        self.body = self._read_body(declared)
        inner = {name: value for name, value in path.items() if name != "slug"}
        response: HttpResponse = handler(who, **inner)
        if key:
            idempotency.keep_answer(self.user, self.token, key, response)
        return response

    def _handler(self) -> Callable[..., HttpResponse]:
        method = (self.plain_request.method or "").lower()
        handler: Callable[..., HttpResponse] | None = None
        if method in self.http_method_names:
            handler = getattr(self, method, None)
        if handler is None:
            allowed = ", ".join(self.allowed_methods)
            message = _("%(method)s does not work here.") % {"method": method.upper()}
            raise Problem(405, "method_not_allowed", message, headers={"Allow": allowed})
        return handler

    def _count(self, initiative: int | None) -> None:
        caller = f"token-{self.token.pk}" if self.token else f"user-{self.user.pk}"
        limits.check(self.plain_request, caller=caller, initiative=initiative)

    def _negotiate(self, declared: Operation) -> None:
        """Settle on JSON or CSV. Raises Problem when neither is what was asked for."""
        wanted = self.plain_request.GET.get("format", "")
        offered = ("json", "csv") if declared.many or declared.gives_csv else ("json",)
        if wanted and wanted not in offered:
            message = _("Choose one of: %(formats)s.") % {"formats": ", ".join(offered)}
            raise Problem(400, "invalid", message, errors=[FieldError("format", "invalid_choice", message)])
        self.wants_csv = wanted == "csv"
        made = "text/csv" if self.wants_csv else "application/json"
        if not self.plain_request.accepts(made):
            raise Problem(406, "not_acceptable", _("This is answered as %(type)s only.") % {"type": made})

    def _read_query(self, declared: Operation) -> dict[str, Any]:
        given = self.plain_request.GET.dict()
        bodies.refuse_unwritable(given)
        if declared.query is None:
            return {}
        shape = declared.query(data=given)
        if not shape.is_valid():
            raise of_validation(shape.errors)
        return dict(shape.validated_data)

    def _read_body(self, declared: Operation) -> Any:
        if declared.body is None:
            return {}
        kind = bodies.media_type(self.plain_request)
        if declared.takes_csv and kind == bodies.CSV:
            return self.read_csv(bodies.csv_of(self.plain_request))
        if kind != bodies.JSON and (kind or self.plain_request.body):
            raise Problem(415, "unsupported_media_type", _("Send application/json."))
        data = bodies.json_of(self.plain_request)
        return self.read_json(declared, data)

    def read_json(self, declared: Operation, data: Any) -> Any:
        """Return the body's clean values by the declared shape. Raises Problem."""
        assert declared.body is not None
        shape = declared.body(data=data, partial=self.plain_request.method == "PATCH")
        if not shape.is_valid():
            raise of_validation(shape.errors)
        return dict(shape.validated_data)

    def read_csv(self, rows: list[dict[str, str]]) -> Any:
        """Return the clean values of a CSV body, for operations that take one."""
        raise Problem(415, "unsupported_media_type", _("Send application/json."))

    # Answers ------------------------------------------------------------------------------------------------

    def page(self, shape: type[Row], rows: "QuerySet[Any]", order: tuple[str, ...]) -> HttpResponse:
        """Answer with one page of the rows, in an order whose columns are unique together and never empty."""
        size = self._page_size()
        cursor = self.plain_request.GET.get("cursor", "")
        page = read_page(shape, rows, order, size=size, cursor=cursor)
        following = self._address("cursor", page.next) if page.next else None
        former = self._address("cursor", page.previous) if page.previous else None
        if self.wants_csv:
            return self._csv_page(shape, page.rows, following)
        body = {"next": following, "previous": former, "results": page.rows}
        return answers.json_answer(self.plain_request, body)

    def listed(
        self, shape: type[Row], rows: Sequence[dict[str, Any]], start: str, place: str
    ) -> HttpResponse:
        """Answer with one page of rows that come from no table.

        The next page begins where the parameter `start` is the next row's `place`.
        """
        size = self._page_size()
        following = self._address(start, rows[size][place]) if len(rows) > size else None
        if self.wants_csv:
            return self._csv_page(shape, rows[:size], following)
        body = {"next": following, "previous": None, "results": rows[:size]}
        return answers.json_answer(self.plain_request, body)

    def numbered(self, shape: type[Row], rows: Iterable[dict[str, Any]]) -> HttpResponse:
        """Answer with one page of rows that come from no table and have no name of their own.

        Each is given its `number`, from 1; the page begins with the one that the parameter `from` names.
        """
        first = self.query.get("from", 1)
        every = [{"number": number, **row} for number, row in enumerate(rows, 1) if number >= first]
        return self.listed(shape, every, "from", "number")

    def _csv_page(
        self, shape: type[Row], rows: Sequence[dict[str, Any]], following: str | None
    ) -> HttpResponse:
        response = answers.csv_answer(rows, shape.names(), type(self).__name__.lower())
        if following:
            response["Link"] = f'<{following}>; rel="next"'
        return response

    def _page_size(self) -> int:
        given = self.plain_request.GET.get("page_size", "")
        if not given:
            return PAGE
        if not (given.isascii() and given.isdigit() and len(given) < 9 and 1 <= int(given) <= LONGEST_PAGE):
            message = _("A page has 1 to %(most)s rows.") % {"most": LONGEST_PAGE}
            raise Problem(400, "invalid", message, errors=[FieldError("page_size", "out_of_range", message)])
        return int(given)

    def _address(self, name: str, value: Any) -> str:
        given = self.plain_request.GET
        declared: Operation = self._handler().operation  # type: ignore[attr-defined]
        asked = {"page_size", "format", *(declared.query().fields if declared.query else ())}
        query = QueryDict(mutable=True)
        query.update({one: given[one] for one in given if one in asked})
        query[name] = str(value)
        return self.plain_request.build_absolute_uri(f"{self.plain_request.path}?{query.urlencode()}")

    def one(self, shape: type[Row], rows: "QuerySet[Any]", status: int = 200) -> HttpResponse:
        """Answer with the only row of the query, or 404."""
        return self.json(answers.one(shape, rows), status)

    def json(self, data: Any, status: int = 200) -> HttpResponse:
        """Answer with JSON."""
        return answers.json_answer(self.plain_request, data, status)

    def created(self, shape: type[Row], rows: "QuerySet[Any]", address: str) -> HttpResponse:
        """Answer that the only row of the query was made, and at which address it is found."""
        response = self.one(shape, rows, 201)
        response["Location"] = self.plain_request.build_absolute_uri(address)
        return response

    def gone(self) -> HttpResponse:
        """Answer that it is done and that nothing is left to be said."""
        return HttpResponse(status=204)

    def locked(self, shape: type[Row], rows: "QuerySet[Any]") -> Any:
        """Return the only row of the query, locked, after comparing If-Match with what it is now.

        Raises Problem: 404, 412, and 428 where the operation requires If-Match.
        """
        row = answers.lock(rows)
        self.matched(lambda: answers.one(shape, rows))
        return row

    def matched(self, current: Callable[[], Mapping[str, Any]]) -> None:
        """Compare If-Match, where it is sent or required, with what `current` says the locked thing is now.

        Raises Problem: 412, and 428 where the operation requires If-Match.
        """
        required = self._handler().operation.match == "required"  # type: ignore[attr-defined]
        if required or "If-Match" in self.plain_request.headers:
            answers.check_match(self.plain_request, current(), required=required)


class InitiativeView(ApiView):
    """Operations below `/api/v1/initiatives/<slug>/`: handlers take the Actor, then what the path names."""

    @contextmanager
    def scope(self, **path: Any) -> Iterator[Actor]:
        with enter(self.user, path["slug"], self.token) as actor:
            if lacks_second_step(actor.user, actor.role, actor.initiative):
                raise Forbidden(_("This initiative asks its leads for two-step sign-in."), "two_step")
            yield actor

    def permit(self, who: Actor, needs: Capability | Scope) -> None:
        if not isinstance(needs, Capability):
            raise RuntimeError(f"{type(self).__name__} declares no capability")
        require(who, needs)


class PersonView(ApiView):
    """Operations outside an initiative: handlers take the User first."""

    sessions_only: ClassVar[bool] = False

    @contextmanager
    def scope(self, **path: Any) -> Iterator[User]:
        if not self.user.is_active:
            raise NotFound
        with person(self.user):
            yield self.user

    def permit(self, who: User, needs: Capability | Scope) -> None:
        if not isinstance(needs, Scope):
            raise RuntimeError(f"{type(self).__name__} declares no scope")
        if self.token is None:
            return
        if self.sessions_only:
            raise Forbidden(_("This takes a person who is signed in; a token may not do it."), "session_only")
        if needs not in self.token.scopes:
            raise Forbidden(_("This token does not carry the scope “%s”.") % needs, "scope")


@csrf_exempt  # it does nothing; a form's error page is no answer of the API
def nowhere(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer any API address that does not exist."""
    return render(request, nothing_here())
