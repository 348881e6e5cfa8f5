"""The ground of the pages behind a link, for people without an account.

Looking uses nothing up; a button begins, in the name that was given. The secret stands in the address of the first
page alone. Its button puts the right into the session; what the link opens lies under the link's public id, and asks at
every step whether the link still works.
"""

from abc import abstractmethod
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from initiatives import limits
from initiatives.forms.links import HolderForm
from initiatives.kernel.access import Actor, require
from initiatives.kernel.errors import Conflict, DomainError, NotFound
from initiatives.kernel.links import SecretLink
from initiatives.kernel.tenancy import tenant
from initiatives.queries import active_initiative
from initiatives.queries.links import LinkKind, LinkPointer
from initiatives.web import SeeOther, drawn, error_page, private


class StartByLink(View):
    """What the link is for, and a button to begin. Reading it changes nothing, whoever reads."""

    http_method_names = ["get", "head", "post"]
    kind: ClassVar[LinkKind[Any]]
    session_key: ClassVar[str]
    template_name: ClassVar[str]
    page_name: ClassVar[str]
    name_hint: ClassVar[Any] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            limits.check(request, caller="", initiative=None)
            return private(drawn(super().dispatch(request, *args, **kwargs)))
        except DomainError as error:
            return private(error_page(request, error.status, "" if error.status == 404 else error.message))

    @abstractmethod
    def begin(self, actor: Actor) -> SecretLink:
        """Begin by the link: the verb of its app."""

    @abstractmethod
    def told(self, link: Any) -> dict[str, Any]:
        """Return what the page says of what the link opens."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        pointer = self.pointer_of(secret)
        with tenant(pointer.initiative_id):
            link, closed = self.kind.standing(pointer)
            name = link.membership.name if link.membership else ""
            return self.show(request, link, closed, self.form(initial={"name": name}))

    def form(self, *args: Any, **kwargs: Any) -> HolderForm:
        """Return the form that asks for the holder's name."""
        return HolderForm(self.name_hint, *args, **kwargs)

    def show(
        self, request: HttpRequest, link: Any, closed: str, form: HolderForm, status: int = 200
    ) -> HttpResponseBase:
        """Draw what the link is for, or why it works no longer."""
        context = {
            "initiative": active_initiative(),
            "link": link,
            "closed": closed,
            "form": form,
            **self.told(link),
        }
        status = 410 if closed else status
        return drawn(TemplateResponse(request, self.template_name, context, status=status))

    def post(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        pointer = self.pointer_of(secret)
        form = self.form(request.POST)
        if not form.is_valid():
            with tenant(pointer.initiative_id):
                return self.show(request, *self.kind.standing(pointer), form, 422)
        holder = form.cleaned_data["name"]
        try:
            with self.kind.entered(pointer, holder, request.user.pk) as actor:
                link = self.begin(actor)
        except Conflict:
            with tenant(pointer.initiative_id):
                return self.show(request, *self.kind.standing(pointer), form)
        opened = dict(request.session.get(self.session_key, {}))
        opened[str(link.public_id)] = [pointer.initiative_id, pointer.link_id, holder]
        if not request.user.is_authenticated:
            request.session.cycle_key()
        request.session[self.session_key] = opened
        return SeeOther(self.opened(link))

    def opened(self, link: Any) -> str:
        """Return the address that the button leads to."""
        return reverse(self.page_name, args=[link.public_id])

    def pointer_of(self, secret: str) -> LinkPointer:
        """Return where the link with this secret lies. Raises NotFound."""
        found = self.kind.pointer(secret)
        if found is None:
            raise NotFound
        return found


class ByLink:
    """Mixed into a page: its actor is the link's holder, its addresses are those behind the link.

    The page is asked with `public_id`, that of what the link opens.
    """

    PAGES: ClassVar[dict[str, str]]
    kind: ClassVar[LinkKind[Any]]
    session_key: ClassVar[str]
    request: Any
    actor: Any
    link_id: UUID

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = self.enter(request, **kwargs)
        except DomainError as error:
            status = 410 if error.code == "link_closed" else error.status
            answer = error_page(request, status, "" if status == 404 else error.message)
        return private(answer)

    def enter(self, request: HttpRequest, *, link_id: UUID, **kwargs: Any) -> HttpResponseBase:
        """Enter by what the session holds of the link, check the right, handle and draw."""
        self.link_id = link_id
        given = request.session.get(self.session_key, {}).get(str(link_id))
        if given is None:
            raise Conflict(
                "link_closed", _("Open the link in your letter once more, and press the button there.")
            )
        initiative_id, pk, holder = given
        limits.check(request, caller=f"link-{pk}", initiative=initiative_id)
        with self.kind.entered(LinkPointer(initiative_id, pk), holder, request.user.pk) as actor:
            self.actor = actor
            self.slug = actor.initiative.slug
            needed = self.capability_for(str(request.method))  # type: ignore[attr-defined]
            if needed is None:
                refused: HttpResponseBase = self.http_method_not_allowed(request)  # type: ignore[attr-defined]
                return refused
            require(actor, needed)
            if request.method in ("GET", "HEAD", "OPTIONS"):
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
            opened = self.kind.rows().values_list(f"{self.kind.thing}__public_id", flat=True).get(pk=pk)
            with timezone.override(ZoneInfo(actor.initiative.timezone)):
                return drawn(self.handle(public_id=opened, **kwargs))  # type: ignore[attr-defined]

    def frame(self) -> dict[str, Any]:
        """Return what base.html needs: no rail, no account."""
        link = self.actor.link if hasattr(self, "actor") else None
        return {"condition": self.condition, "by_link": link}  # type: ignore[attr-defined]

    def url(self, name: str, *args: Any) -> str:
        """Return the address of a page behind the link; other pages do not exist for its holder."""
        if name not in self.PAGES:
            return ""
        return reverse(self.PAGES[name], args=[self.link_id, *args[1:]])

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """There is nowhere to go up to."""
        return []
