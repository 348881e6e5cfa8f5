"""Dimensions: the ways of breaking figures down, and the list of categories of each."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.web import errors_in
from measurement.forms.dimensions import CategoryLines, DimensionChangeForm, DimensionForm
from measurement.models import Dimension
from measurement.queries import dimension, dimensions, indicators_by
from measurement.services import define_dimension, extend_dimension
from measurement.views.base import MeasurementView


class Dimensions(MeasurementView):
    """The ways of breaking figures down."""

    capability = Capability.DEFINE
    template_name = "measurement/dimensions.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(DimensionForm())

    def show(self, form: DimensionForm, status: int = 200) -> HttpResponseBase:
        """Draw the list and the form."""
        context = {
            "rows": list(dimensions(self.actor)),
            "form": form,
            "tabs": self.tabs("dimensions"),
            "breadcrumbs": self.trail((_("Dimensions"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = DimensionForm(request.POST)
        if form.is_valid():
            taken = {code.lower() for code in dimensions(self.actor).values_list("code", flat=True)}
            with errors_in(form):
                made = define_dimension(self.actor, **form.values(taken))
            if form.is_valid():
                message = _("“%s” can now be chosen for an indicator.") % made.name
                return self.go(self.url("measurement:dimensions"), message)
        return self.show(form, 422)


class ChangeDimension(MeasurementView):
    """One dimension: its name, its categories in order, and from when until when each is offered."""

    capability = Capability.DEFINE
    template_name = "measurement/dimension.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = dimension(self.actor, code)
        form = DimensionChangeForm(initial={"name": found.name, "exclusive": found.exclusive})
        return self.show(found, form, CategoryLines(found))

    def show(
        self, found: Dimension, form: DimensionChangeForm, lines: CategoryLines, status: int = 200
    ) -> HttpResponseBase:
        """Draw the form, and which indicators are broken down by it."""
        context = {
            "dimension": found,
            "form": form,
            "lines": lines,
            "used_by": indicators_by(self.actor, found),
            "breadcrumbs": self.trail(
                (_("Dimensions"), self.url("measurement:dimensions")), (found.name, "")
            ),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = dimension(self.actor, code)
        form, lines = DimensionChangeForm(request.POST), CategoryLines(found, request.POST)
        readable: Any = [form.is_valid(), lines.is_valid()]
        if all(readable):
            with errors_in(form):
                extend_dimension(self.actor, found, **form.cleaned_data, categories=lines.values())
            if form.is_valid():
                return self.go(self.url("measurement:dimension", found.code), _("Saved."))
        return self.show(found, form, lines, 422)
