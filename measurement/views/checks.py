"""What hand-ins are held to: the checks that always run, and the rules between indicators that staff make."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError
from initiatives.queries import events, told
from initiatives.web import paginate
from measurement.forms.checks import ChangeRuleForm, RuleForm, initial_of, slots_for
from measurement.kinds.checks import CHECKS
from measurement.models import CheckRule
from measurement.queries import check_rule, check_rules, said, told_outcome, trial, wording_of
from measurement.services import change_rule, make_rule, stop_rule, take_up_rule, wording
from measurement.views.base import MeasurementView
from measurement.words import CheckMissing, CheckSeverity


class Checks(MeasurementView):
    """The rules between indicators, and the checks that every figure goes through."""

    capability = Capability.DEFINE
    template_name = "measurement/checks.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        page = paginate(request, check_rules(self.actor).order_by("-active", "name", "id"))
        for rule in page.object_list:
            rule.newest = rule.wordings[0]
            rule.says = said(wording_of(rule.newest))
        context = {
            "page": page,
            "always": [
                {"label": check.label, "says": check.says, "severity": CheckSeverity(check.severity).label}
                for check in CHECKS
            ],
            "tabs": self.tabs("checks"),
            "breadcrumbs": self.trail((_("Checks"), "")),
        }
        return self.page(context)


class RuleView(MeasurementView):
    """What the pages of one rule share: the form, and what it would have found."""

    capability = Capability.DEFINE
    template_name = "measurement/check_rule.html"

    def show(
        self,
        form: RuleForm,
        rule: CheckRule | None = None,
        tried: dict[str, Any] | None = None,
        status: int = 200,
    ) -> HttpResponseBase:
        """Draw the form, with the trial where there was one."""
        context = {
            "form": form,
            "rule": rule,
            "tried": tried,
            "wordings": [self.told_wording(version) for version in rule.wordings] if rule else [],  # type: ignore[attr-defined]
            "told": told(events(self.actor).filter(subject=f"check:{rule.public_id}")[:8]) if rule else [],
            "breadcrumbs": self.trail(
                (_("Checks"), self.url("measurement:checks")), (rule.name if rule else _("Make a rule"), "")
            ),
        }
        return self.page(context, status=status)

    def told_wording(self, version: Any) -> dict[str, Any]:
        """Return a wording as it is read."""
        return {
            "number": version.number,
            "says": said(wording_of(version)),
            "severity": CheckSeverity(version.severity).label,
            "missing": CheckMissing(version.missing).label,
            "reason": version.reason,
            "when": version.made_at,
            "who": version.made_by,
        }

    def try_out(self, form: RuleForm) -> dict[str, Any]:
        """Return what the rule would have found in past hand-ins. Raises DomainError for one that makes no sense."""
        says = wording(**form.values())
        found = trial(self.actor, says)
        rows = [
            {
                "partner": flagged.partner_name,
                "period": self.period_name(flagged.period),
                "message": told_outcome(says, flagged.outcome),
            }
            for flagged in found.flagged
        ]
        return {"says": said(says), "looked_at": found.looked_at, "count": found.count, "rows": rows}

    def put(self, form: RuleForm, error: DomainError) -> None:
        """Put a fault of the services at its field."""
        for fault in error.errors:
            field = form.put_at_slot(fault.field)
            form.add_error(field if field in form.fields else None, str(fault.message))


class MakeRule(RuleView):
    """Make a rule; try it first on what was handed in before."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(RuleForm(self.actor))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = RuleForm(self.actor, request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            if request.POST.get("do") == "try":
                return self.show(form, tried=self.try_out(form))
            given = {"name": form.cleaned_data["name"], "message": form.cleaned_data["message"]}
            made = make_rule(self.actor, **given, **form.values())
        except DomainError as error:
            self.put(form, error)
            return self.show(form, status=422)
        message = _("Made. “%s” only notes what it finds, until you make it graver.") % made.name
        return self.go(self.url("measurement:checks"), message)


class RulePage(RuleView):
    """A rule: its wording, what it was before, what a change would have found."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        rule = check_rule(self.actor, public_id)
        return self.show(ChangeRuleForm(self.actor, initial=self.initial(rule), slots=self.slots(rule)), rule)

    def slots(self, rule: CheckRule) -> int:
        """Return how many figures each side of the form has room for."""
        return slots_for(rule.wordings[0])  # type: ignore[attr-defined]

    def initial(self, rule: CheckRule) -> dict[str, Any]:
        """Return the form's fields as the rule is worded now."""
        return initial_of(rule.name, rule.wordings[0])  # type: ignore[attr-defined]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        rule = check_rule(self.actor, public_id)
        form = ChangeRuleForm(self.actor, request.POST, slots=self.slots(rule))
        tries = request.POST.get("do") == "try"
        if tries:
            form.fields["reason"].required = False
        if not form.is_valid():
            return self.show(form, rule, status=422)
        try:
            if tries:
                return self.show(form, rule, tried=self.try_out(form))
            given = {name: form.cleaned_data[name] for name in ("name", "message", "severity", "reason")}
            change_rule(self.actor, rule, **given, **form.values())
        except DomainError as error:
            self.put(form, error)
            return self.show(form, rule, status=422)
        return self.go(
            self.url("measurement:check_rule", public_id), _("Changed. The former wording is kept.")
        )


class StopRule(MeasurementView):
    """Hold hand-ins to a rule no longer."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        stop_rule(self.actor, check_rule(self.actor, public_id))
        return self.go(self.url("measurement:check_rule", public_id), _("Stopped. You can take it up again."))


class TakeUpRule(MeasurementView):
    """Hold hand-ins to a stopped rule again."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        take_up_rule(self.actor, check_rule(self.actor, public_id))
        return self.go(self.url("measurement:check_rule", public_id), _("Hand-ins are held to it again."))
