"""Starter packs: choosing well-defined indicators with their sheets in view."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel.access import Capability
from initiatives.web import errors_in
from measurement.forms.packs import PackForm
from measurement.packs import PACKS, Pack
from measurement.queries import indicators
from measurement.services import take_from_packs
from measurement.views.base import MeasurementView


class Packs(MeasurementView):
    """The packs; `?pack=` names the one that is open."""

    capability = Capability.DEFINE
    template_name = "measurement/packs.html"

    def pack(self, request: HttpRequest) -> Pack:
        """Return the pack that the address names, else the first."""
        wanted = request.GET.get("pack", "")
        return next((pack for pack in PACKS if pack.code == wanted), PACKS[0])

    def taken(self) -> set[str]:
        """Return the codes in use."""
        return set(indicators(self.actor).values_list("code", flat=True))

    def get(self, request: HttpRequest) -> HttpResponseBase:
        pack = self.pack(request)
        return self.show(pack, PackForm(pack, self.taken()))

    def show(self, pack: Pack, form: PackForm, status: int = 200) -> HttpResponseBase:
        """Draw the sheets of the pack, each with its box."""
        here = self.url("measurement:packs")
        ticked = form.data.getlist("codes") if form.is_bound else []  # type: ignore[attr-defined]
        offered = {row.code for row in form.offered}
        context = {
            "pack": pack,
            "packs": [
                {"label": one.name, "url": f"{here}?pack={one.code}", "current": one is pack} for one in PACKS
            ],
            "rows": [
                {
                    "code": row.code,
                    "taken": row.code not in offered,
                    "ticked": row.code in ticked,
                    **row.values(),
                    "kind": row.kind.label,
                    "level": row.level.label,
                    "rba_type": row.rba_type.label,
                    "cadence": row.cadence.label,
                    "direction": row.direction.label,
                }
                for row in pack.indicators
            ],
            "form": form,
            "breadcrumbs": self.trail((_("Starter packs"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        pack = self.pack(request)
        form = PackForm(pack, self.taken(), request.POST)
        if form.is_valid():
            rows = form.cleaned_data["codes"]
            with errors_in(form):
                take_from_packs(self.actor, **form.cleaned_data)
            if form.is_valid():
                message = ngettext(
                    "%(count)d indicator is in.", "%(count)d indicators are in.", len(rows)
                ) % {"count": len(rows)}
                return self.go(self.url("measurement:home"), message)
        return self.show(pack, form, 422)
