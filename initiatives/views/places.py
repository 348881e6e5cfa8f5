"""Places: the tree, adding, moving, removing."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.forms.partners import PlaceForm
from initiatives.kernel.access import Capability
from initiatives.models import Place
from initiatives.queries import place, place_tree
from initiatives.services import add_place, change_place, remove_place
from initiatives.web import PageView, errors_in, held


class Places(PageView):
    """The tree of places, with a form to add one."""

    capability = {"GET": Capability.VIEW_PARTNERS, "POST": Capability.MANAGE_PARTNERS}
    template_name = "initiatives/places.html"
    section = "partners"
    condition = "backbone"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(PlaceForm(self.actor))

    def show(self, form: PlaceForm, status: int = 200) -> HttpResponseBase:
        """Draw tree and form."""
        partners = (_("Partners"), self.url("initiatives:partners"))
        context = {
            "tree": place_tree(self.actor),
            "form": form,
            "manages": self.actor.may(Capability.MANAGE_PARTNERS),
            "breadcrumbs": self.crumbs(partners, (_("Places"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = PlaceForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                added = add_place(self.actor, **form.values())
            if form.is_valid():
                return self.go(self.url("initiatives:places"), _("%s is in.") % added.name)
        return self.show(form, status=422)


class ChangePlace(PageView):
    """Rename a place or move it."""

    capability = Capability.MANAGE_PARTNERS
    template_name = "initiatives/place.html"
    section = "partners"
    condition = "backbone"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = place(self.actor, code)
        return self.show(found, self.form_of(found))

    def form_of(self, found: Place, data: Any = None) -> PlaceForm:
        """Return the form of the place as it is, or as it was sent."""
        initial = {"name": found.name, "parent": found.parent.code if found.parent else ""}
        return PlaceForm(self.actor, data, place=found, initial=initial)

    def show(self, found: Place, form: PlaceForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        back = self.url("initiatives:places")
        crumbs = self.crumbs((_("Places"), back), (found.name, ""))
        return self.page({"place": found, "form": form, "back": back, "breadcrumbs": crumbs}, status=status)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = held(lambda: place(self.actor, code))
        form = self.form_of(found, request.POST)
        if form.is_valid():
            with errors_in(form):
                form.require_unchanged(f"place:{found.code}")
                change_place(self.actor, found, **form.values())
            if form.is_valid():
                return self.go(self.url("initiatives:places"), _("Saved."))
        return self.show(found, form, status=422)


class RemovePlace(PageView):
    """Remove a place that nothing uses."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = place(self.actor, code)
        remove_place(self.actor, found)
        return self.go(self.url("initiatives:places"), _("%s is removed.") % found.name)
