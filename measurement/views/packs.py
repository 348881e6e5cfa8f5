"""Starter packs: choosing well-defined indicators with their sheets in view."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel.access import Capability
from initiatives.web import errors_in
from measurement.forms.packs import PackForm
from measurement.packs import PACKS, PackIndicator
from measurement.queries import indicators
from measurement.services import take_from_packs
from measurement.views.base import MeasurementView


class Packs(MeasurementView):
    """All packs on one page, so that ticks may be set across them; `?pack=` names the one that is open at first."""

    capability = Capability.DEFINE
    template_name = "measurement/packs.html"

    def taken(self) -> set[str]:
        """Return the codes in use."""
        return set(indicators(self.actor).values_list("code", flat=True))

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(PackForm(self.taken()), request.GET.get("pack", ""))

    def show(self, form: PackForm, opened: str = "", status: int = 200) -> HttpResponseBase:
        """Draw the packs, each indicator with its sheet and its box; a pack with a tick in it is open."""
        ticked = set(form.data.getlist("codes") if form.is_bound else [])  # type: ignore[attr-defined]
        offered = {row.code for row in form.offered}
        first = PACKS[0].code if not ticked and opened not in {pack.code for pack in PACKS} else opened
        packs = []
        for pack in PACKS:
            rows = [sheet_of(row, row.code not in offered, row.code in ticked) for row in pack.indicators]
            chosen = sum(row["ticked"] for row in rows)
            packs.append({"pack": pack, "rows": rows, "open": bool(chosen) or pack.code == first})
        context = {"packs": packs, "form": form, "breadcrumbs": self.trail((_("Starter packs"), ""))}
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = PackForm(self.taken(), request.POST)
        if form.is_valid():
            rows = form.cleaned_data["codes"]
            with errors_in(form):
                take_from_packs(self.actor, **form.cleaned_data)
            if form.is_valid():
                message = ngettext(
                    "%(count)d indicator is in.", "%(count)d indicators are in.", len(rows)
                ) % {"count": len(rows)}
                return self.go(self.url("measurement:home"), message)
        return self.show(form, status=422)


def sheet_of(row: PackIndicator, taken: bool, ticked: bool) -> dict[str, Any]:
    """Return an indicator of a pack as its sheet is read."""
    return {
        "code": row.code,
        "taken": taken,
        "ticked": ticked,
        **row.values(),
        "kind": row.kind.label,
        "level": row.level.label,
        "rba_type": row.rba_type.label,
        "cadence": row.cadence.label,
        "direction": row.direction.label,
    }
