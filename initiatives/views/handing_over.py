"""Handing the initiative over: packages of the whole, and taking one in."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.forms.handing_over import TakeInForm
from initiatives.kernel.access import Capability
from initiatives.queries.handing_over import arrival, package, packages, who_goes_along
from initiatives.services import ask_package, remove_package, take_away, take_in
from initiatives.web import PageView, SignedInView, errors_in, paginate


class HandOver(PageView):
    """What a package holds, who goes along by name, the packages there are; asking for one."""

    capability = Capability.MANAGE_SETTINGS
    template_name = "initiatives/hand_over.html"
    section = "settings"
    fresh = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        page = paginate(request, packages(self.actor))
        people = who_goes_along(self.actor)
        context = {
            "page": page,
            "people": people,
            "nameless": people["all"] - people["name"],
            "being_made": any(row.state == row.State.ASKED for row in page.object_list),
            "arrival": arrival(self.actor),
            "breadcrumbs": self.crumbs(
                (_("Settings"), self.url("initiatives:settings")), (_("Hand over"), "")
            ),
        }
        return self.page(context)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        ask_package(self.actor)
        message = _("The package is being made. Come back in a moment.")
        return self.go(self.url("initiatives:hand_over"), message)


class TakePackage(PageView):
    """The file of a package, for a lead who has just signed in."""

    capability = {"POST": Capability.MANAGE_SETTINGS}
    fresh = True

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = package(self.actor, public_id)
        file = take_away(self.actor, found)
        name = f"{self.slug}-{found.built_at:%Y-%m-%d}.zip"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


class RemovePackage(PageView):
    """Remove a package before its time."""

    capability = {"POST": Capability.MANAGE_SETTINGS}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        remove_package(self.actor, package(self.actor, public_id))
        return self.go(self.url("initiatives:hand_over"), _("The package is removed."))


class TakeIn(SignedInView):
    """Take an initiative in that was packed on another installation."""

    template_name = "initiatives/take_in.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.page({"form": TakeInForm()})

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = TakeInForm(request.POST, request.FILES)
        if form.is_valid():
            values: dict[str, Any] = form.cleaned_data
            with errors_in(form):
                came = take_in(request.user, values["file"].file, slug=values["slug"])  # type: ignore[arg-type]
            if form.is_valid():
                message = _("%s is here. Its totals are being computed; next, invite its people.")
                if not came.new:
                    message = _("%s is here already, from this very package. Nothing was changed.")
                people = reverse("initiatives:people", args=[came.initiative.slug])
                return self.go(people, message % came.initiative.name)
        return self.page({"form": form}, status=422)
