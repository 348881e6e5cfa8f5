"""The views that pages derive from: whoever is signed in, one initiative, one form."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import structlog
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django_htmx.http import HttpResponseClientRedirect

from initiatives.accounts import freshly_signed_in
from initiatives.kernel.access import ROLE_NAMES, Actor, Capability, Scope, require
from initiatives.kernel.errors import Busy, DomainError, Forbidden, NotFound
from initiatives.kernel.faults import AT_ONCE, OF_DATABASE, described, sqlstate, told_of_database
from initiatives.queries import enter, lacks_second_step
from initiatives.services.people import notice_presence
from initiatives.web.answers import SeeOther, drawn, error_page, private, safe_path, wants_fragment
from initiatives.web.forms import errors_in
from initiatives.web.frame import my_initiatives, navigation, preview_of

if TYPE_CHECKING:
    from initiatives.models import User

log = structlog.get_logger(__name__)

# What a page asks for: one capability, or one for each method.
Needs = Capability | Mapping[str, Capability]


def require_fresh_sign_in(request: HttpRequest) -> None:
    """Ask for the password again (and come back to this request) unless the sign-in is fresh."""
    if not freshly_signed_in(request):
        raise ReauthenticationRequired


class SignedInView(View):
    """A page for whoever is signed in, outside any initiative. Everybody else is sent to sign in first."""

    template_name: ClassVar[str] = ""
    fragment: ClassVar[str] = ""
    fresh: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return private(self.sign_in_first())
        try:
            answer = self.answer(**kwargs)
        except Http404:
            answer = error_page(request, NotFound.status)
        except DomainError as error:
            answer = error_page(request, error.status, error.message, self.frame())
        except OF_DATABASE as problem:
            answer = self.not_stored(problem)
        return private(answer)

    def not_stored(self, problem: Exception) -> HttpResponseBase:
        """Return the page of what the database refused; nothing was changed, and trying again may do."""
        told = told_of_database(problem)
        assert told is not None
        tell = log.warning if told.status == 409 or sqlstate(problem) in AT_ONCE else log.error
        tell("page_refused", fault=described(problem), view=type(self).__name__)
        answer = error_page(self.request, told.status, told.message, self.frame())
        if isinstance(told, Busy):
            answer["Retry-After"] = str(told.retry_after)
        return answer

    def answer(self, **kwargs: Any) -> HttpResponseBase:
        """Run the handler of the method with my_initiatives at hand, and draw its answer."""
        self.mine = my_initiatives(self.request.user)
        return drawn(self.handle(**kwargs))

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        """Call get, post, ... after asking for a fresh sign-in where the page wants one."""
        if self.fresh and self.request.method == "POST":
            require_fresh_sign_in(self.request)
        handler = getattr(self, str(self.request.method).lower(), self.http_method_not_allowed)
        answer: HttpResponseBase = handler(self.request, **kwargs)
        return answer

    def sign_in_first(self) -> HttpResponseBase:
        """Send to the sign-in page and back here; htmx is told 401, so that what was typed stays."""
        if wants_fragment(self.request):
            return HttpResponse(status=401)
        if self.request.method in ("GET", "HEAD"):
            return redirect_to_login(self.request.get_full_path())
        return redirect_to_login(safe_path(self.request, self.request.headers.get("Referer")))

    def frame(self) -> dict[str, Any]:
        """Return what base.html needs around every page."""
        return {"my_initiatives": getattr(self, "mine", [])}

    def page(
        self,
        context: Mapping[str, Any] | None = None,
        *,
        template: str = "",
        fragment: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Answer with the template, or with its partial `fragment` when htmx asks for a piece."""
        name, piece = template or self.template_name, fragment or self.fragment
        if piece and wants_fragment(self.request):
            name = f"{name}#{piece}"
        return TemplateResponse(self.request, name, {**self.frame(), **(context or {})}, status=status)

    @property
    def back_to(self) -> str:
        """The path of ours to which one is led back once something is done here (`?next=`), empty for none."""
        return safe_path(self.request, self.request.GET.get("next"), "")

    @property
    def returns(self) -> str:
        """What an address carries so that one is led back from there as from here: "?next=...", or nothing."""
        return f"?{urlencode({'next': self.back_to})}" if self.back_to else ""

    def go(self, url: str, message: Any = "") -> HttpResponseBase:
        """Answer a POST: go to `url` (a path of ours), or back to where one came from, with a message shown there."""
        url = self.back_to or url
        if message:
            messages.success(self.request, message)
        return HttpResponseClientRedirect(url) if wants_fragment(self.request) else SeeOther(url)


class PageView(SignedInView):
    """A page of one initiative, at /i/<slug>/...; outsiders get the same 404 as for what does not exist.

    Declare `capability`: one for all methods, or one for each (`{"GET": ..., "POST": ...}`). Handlers take
    the request and the address's parts after the slug; `self.actor` acts, `self.slug` names the initiative.
    """

    capability: ClassVar[Needs | None] = None
    section: ClassVar[str] = ""
    condition: ClassVar[str] = ""
    # Whether it stays what it is while its reader looks at everything else as somebody else would.
    as_oneself: ClassVar[bool] = False
    actor: Actor
    slug: str

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        if cls.capability is None:
            raise ImproperlyConfigured(f"{cls.__name__} declares no capability")
        return super().as_view(**initkwargs)

    @classmethod
    def capability_for(cls, method: str) -> Capability | None:
        """Return what the method asks for, None when the page does not know the method."""
        if isinstance(cls.capability, Mapping):
            return cls.capability.get("GET" if method in ("HEAD", "OPTIONS") else method)
        return cls.capability

    def answer(self, *, slug: str, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Enter the initiative, check the capability, handle and draw, all in one transaction."""
        method = str(self.request.method)
        self.slug = slug
        with (
            enter(cast("User", self.request.user), slug) as actor,
            timezone.override(ZoneInfo(actor.initiative.timezone)),
        ):
            self.actor = self.request.actor = actor  # type: ignore[attr-defined]
            self.mine = my_initiatives(self.request.user)
            needed = self.capability_for(method)
            if needed is None:
                return self.http_method_not_allowed(self.request)
            if lacks_second_step(actor.user, actor.role, actor.initiative):
                messages.warning(self.request, _("This initiative asks its leads for two-step sign-in."))
                return SeeOther(reverse("mfa_index"))
            notice_presence(actor)
            self.actor = self.request.actor = actor = self.looking(actor, method)  # type: ignore[attr-defined]
            require(actor, needed)
            if method in ("GET", "HEAD", "OPTIONS"):
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
            return drawn(self.handle(**kwargs))

    @property
    def looking_as(self) -> Any:
        """The name of the role as which a member of staff looks; empty for as oneself."""
        role = preview_of(self.request, self.slug)
        return ROLE_NAMES[role] if role else ""

    def looking(self, actor: Actor, method: str) -> Actor:
        """Return the actor, or as whom this member of staff looks; raises Forbidden for a change meanwhile."""
        role = preview_of(self.request, self.slug)
        if not role or not actor.is_staff or self.as_oneself:
            return actor
        if method not in ("GET", "HEAD", "OPTIONS"):
            raise Forbidden(
                _("You are looking as somebody else would: nothing can be changed. End that first.")
            )
        return replace(actor, role=role, partner_id=None, scopes=frozenset({Scope.READ}))

    def frame(self) -> dict[str, Any]:
        """Return what base.html needs, the actor and the navigation once the initiative is entered."""
        frame = super().frame()
        actor = getattr(self, "actor", None)
        if actor is not None:
            frame |= {
                "actor": actor,
                "navigation": navigation(actor, self.section),
                "condition": self.condition,
                "looking_as": self.looking_as,
            }
        return frame

    def url(self, name: str, *args: Any) -> str:
        """Return the address of a page of this initiative."""
        return reverse(name, args=[self.slug, *args])

    def crumbs(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return breadcrumbs from the initiative to here; items are (label, url), the last url is empty."""
        home = {"label": self.actor.initiative.name, "url": self.url("backbone:home")}
        return [home, *({"label": label, "url": url} for label, url in items)]


class FormView(PageView):
    """A page with one form that asks for one verb. Subclasses look things up in `prepare`, and act in `act`."""

    submit: ClassVar[Any] = ""

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        self.prepare(**kwargs)
        return super().handle(**kwargs)

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Look up what the address names. Raises NotFound."""

    @abstractmethod
    def form(self, data: Any = None) -> Form:
        """Return the form, empty or with what was sent."""

    @abstractmethod
    def act(self, form: Any) -> Any:
        """Do what the form asks for; what it returns is handed to `done`."""

    @abstractmethod
    def done(self, result: Any) -> HttpResponseBase:
        """Answer once it is done."""

    @abstractmethod
    def told(self) -> Mapping[str, Any]:
        """Return title, lead, back, breadcrumbs and what else the template shows."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if form.is_valid():
            with errors_in(form):
                result = self.act(form)
            if form.is_valid():
                return self.done(result)
        return self.show(form, 422)

    def show(self, form: Form, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        return self.page({"form": form, "submit": self.submit, **self.told()}, status=status)
