"""Setting a target: its form, its history, its end."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.web import errors_in
from measurement.forms.targets import WHOLE, TargetForm, initial_of
from measurement.models import Indicator
from measurement.queries import indicator, standing_targets, standings, target_versions
from measurement.services import set_target, withdraw_target
from measurement.views.indicators import IndicatorView


class TargetPage(IndicatorView):
    """What is wanted of an indicator: set it, change it with a reason, and see what it was."""

    capability = Capability.DEFINE
    template_name = "measurement/target.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        whose = request.GET.get("whose", WHOLE)
        standing = self.standing(found, whose)
        initial = {**initial_of(standing, found), "whose": whose}
        if standing is None and whose == WHOLE:
            initial |= self.latest(found)
        return self.show(found, TargetForm(self.actor, found, initial=initial))

    def standing(self, found: Indicator, whose: str) -> Any:
        """Return the target that stands for whom the form is about; None for none."""
        rows = standing_targets(self.actor).filter(target__indicator=found)
        return next((row for row in rows if initial_of(row, found)["whose"] == whose), None)

    def latest(self, found: Indicator) -> dict[str, Any]:
        """Return the latest figure as a baseline to begin with."""
        [standing] = standings(self.actor, among=[found.pk])
        if standing.latest is None or standing.latest.value is None:
            return {}
        value = round(standing.latest.value, standing.version.decimals)
        return {"baseline_value": value, "baseline_date": standing.latest.period.end}

    def show(self, found: Indicator, form: TargetForm, status: int = 200) -> HttpResponseBase:
        """Draw the form beside what was wanted before."""
        rows = target_versions(self.actor).filter(target__indicator=found).order_by("-set_at", "-id")
        context = {
            "indicator": found,
            "form": form,
            "history": list(rows[:20]),
            "standing": list(
                standing_targets(self.actor).filter(target__indicator=found).order_by("target_id")
            ),
            "breadcrumbs": self.crumbs_of(found, (_("Target"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        form = TargetForm(self.actor, found, request.POST)
        if "work_out" in request.POST:
            return self.show(found, form)
        if form.is_valid():
            with errors_in(form):
                set_target(self.actor, found, **form.values())
            if form.is_valid():
                return self.go(self.url("measurement:indicator", found.code), _("The target is set."))
        return self.show(found, form, 422)


class WithdrawTarget(TargetPage):
    """Say that a target is wanted no more."""

    capability = {"POST": Capability.DEFINE}  # type: ignore[assignment]

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        rows = standing_targets(self.actor).filter(target__indicator=found)
        row = next((row for row in rows if str(row.target.public_id) == request.POST.get("target")), None)
        if row is None:
            raise NotFound
        form = TargetForm(self.actor, found, initial=initial_of(row, found))
        reason = request.POST.get("reason", "").strip()
        if not reason:
            form.full_clean()
            form.cleaned_data = {}
            form.add_error(None, _("Say why the target is withdrawn."))
            return self.show(found, form, 422)
        withdraw_target(self.actor, row.target, reason=reason[:4000])
        return self.go(
            self.url("measurement:indicator", found.code), _("The target is withdrawn; it stays on record.")
        )
