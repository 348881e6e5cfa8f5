"""Restating the figures of earlier periods under the present definition."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, Forbidden, NotFound
from initiatives.web import paginate
from measurement.forms.back_casts import BackCastForm
from measurement.models import Indicator
from measurement.queries import indicator
from measurement.queries.back_casts import earlier_figures
from measurement.services import back_cast
from measurement.views.indicators import IndicatorView

PER_PAGE = 40


class BackCastPage(IndicatorView):
    """Earlier periods by partner: what was reported then, and boxes for what it would be now."""

    capability = Capability.DEFINE
    template_name = "measurement/back_cast.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        return self.show(indicator(self.actor, code))

    def draw(self, found: Indicator, data: Any = None) -> tuple[BackCastForm, Any]:
        """Return the form over the page of rows that the address asks for, and that page."""
        version, rows = earlier_figures(self.actor, found)
        page = paginate(self.request, rows, PER_PAGE)
        named = [(row, self.period_name(row.period)) for row in page.object_list]
        return BackCastForm(version, named, data), page

    def show(self, found: Indicator, drawn: tuple[BackCastForm, Any] | None = None) -> HttpResponseBase:
        """Draw the page; with errors it is refused."""
        form, page = drawn or self.draw(found)
        context = {
            "indicator": found,
            "version": form.version,
            "form": form,
            "page": page,
            "breadcrumbs": self.crumbs_of(
                found,
                (_("Definitions"), self.url("measurement:versions", found.code)),
                (_("Restate earlier figures"), ""),
            ),
        }
        return self.page(context, status=422 if form.errors else 200)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        form, page = self.draw(found, request.POST)
        values = form.values()
        if values:
            try:
                with transaction.atomic():
                    done = back_cast(self.actor, found, values, source=form.source)
            except (NotFound, Forbidden):
                raise
            except DomainError as error:
                form.refuse(error)
            else:
                message = ngettext(
                    "%(count)d figure is restated.", "%(count)d figures are restated.", done.observations
                ) % {"count": done.observations}
                here = self.url("measurement:back_cast", found.code)
                return self.go(f"{here}?page={page.number}", message)
        return self.show(found, (form, page))
