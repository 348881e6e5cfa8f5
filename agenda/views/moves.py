"""Bringing a version from state to state: each verb with a page that says what it does."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.versions import ReasonForm, ReviewForm, RuleForm
from agenda.models import CommonAgenda, RatificationRule
from agenda.queries import present_contents, ratification_rule, stand, warnings
from agenda.services import adopt, change_rule, confirm, consult, propose, redraft, review
from agenda.services.versions import REVIEW_AFTER
from agenda.views.base import FormPage, VersionForm
from agenda.words import AdoptionRule
from initiatives.kernel import clock
from initiatives.kernel.access import Capability


class Plain(forms.Form):
    """Nothing is asked but to go on."""


class Consult(VersionForm):
    """Open a draft for consultation."""

    submit = gettext_lazy("Open for consultation")

    def form(self, data: Any = None) -> forms.Form:
        return Plain(data)

    def act(self, form: Any) -> CommonAgenda:
        return consult(self.actor, self.version)

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Open the draft for consultation?"),
            "lead": _("It can still be written. Everybody sees that their word is wanted now."),
            "back": self.version_url(self.version),
            "breadcrumbs": self.crumbs_of((_("Consult"), "")),
        }


class Redraft(VersionForm):
    """Take a version back to the draft."""

    submit = gettext_lazy("Take it back to the draft")

    def form(self, data: Any = None) -> forms.Form:
        return ReasonForm(data)

    def act(self, form: Any) -> CommonAgenda:
        return redraft(self.actor, self.version, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Take it back to the draft?"),
            "lead": _(
                "Its text may change again. Positions that partners have taken are kept on file and asked for anew."
            ),
            "back": self.version_url(self.version),
            "breadcrumbs": self.crumbs_of((_("Back to the draft"), "")),
        }


class Propose(VersionForm):
    """Put a version to the partners."""

    submit = gettext_lazy("Propose it to the partners")

    def form(self, data: Any = None) -> forms.Form:
        return Plain(data)

    def act(self, form: Any) -> CommonAgenda:
        return propose(self.actor, self.version)

    def told(self) -> Mapping[str, Any]:
        rule = ratification_rule(self.actor)
        return {
            "title": _("Propose version %d to the partners?") % self.version.number,
            "lead": _("From now on it does not change. Each partner says whether it adopts it."),
            "back": self.version_url(self.version),
            "notes": [rule_words(rule.rule, rule.quorum)],
            "warnings": warnings(self.actor, present_contents(self.actor, self.version)),
            "breadcrumbs": self.crumbs_of((_("Propose"), "")),
        }


class Adopt(VersionForm):
    """Adopt a proposed version."""

    submit = gettext_lazy("Adopt")

    def form(self, data: Any = None) -> forms.Form:
        today = clock.today(self.actor.initiative.timezone)
        return ReviewForm(data, initial={"review_due": today + REVIEW_AFTER})

    def act(self, form: Any) -> CommonAgenda:
        return adopt(self.actor, self.version, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        message = _("Version %d is adopted and holds from today.") % self.version.number
        return self.go(self.version_url(self.version), message)

    def told(self) -> Mapping[str, Any]:
        how = stand(self.actor, self.version)
        said = _("%(adopted)s of %(asked)s partners are for it, %(answered)s have answered.") % {
            "adopted": how.adopted,
            "asked": how.asked,
            "answered": how.answered,
        }
        return {
            "title": _("Adopt version %d?") % self.version.number,
            "lead": _(
                "It holds from today, the version before is kept. Its charts stand still as they are now."
            ),
            "back": self.version_url(self.version),
            "notes": [said, rule_words(self.version.rule, self.version.quorum)],
            "breadcrumbs": self.crumbs_of((_("Adopt"), "")),
        }


class Review(VersionForm):
    """Put the version in force under review."""

    submit = gettext_lazy("Begin the review")

    def form(self, data: Any = None) -> forms.Form:
        return Plain(data)

    def act(self, form: Any) -> CommonAgenda:
        return review(self.actor, self.version)

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Begin the review of version %d?") % self.version.number,
            "lead": _("It goes on holding. In the end you confirm it, or begin the next version."),
            "back": self.version_url(self.version),
            "breadcrumbs": self.crumbs_of((_("Review"), "")),
        }


class ConfirmForm(ReviewForm):
    """When it is looked at again, and what the review found."""

    reason = ReasonForm.base_fields["reason"]


class Confirm(VersionForm):
    """End a review: the version stays as it is."""

    submit = gettext_lazy("Confirm it")

    def form(self, data: Any = None) -> forms.Form:
        today = clock.today(self.actor.initiative.timezone)
        return ConfirmForm(data, initial={"review_due": today + timedelta(days=365)})

    def act(self, form: Any) -> CommonAgenda:
        return confirm(self.actor, self.version, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Confirm version %d?") % self.version.number,
            "lead": _("It stays as it is until the next review."),
            "back": self.version_url(self.version),
            "breadcrumbs": self.crumbs_of((_("Confirm"), "")),
        }


class Rule(FormPage):
    """By which rule versions are adopted."""

    capability = Capability.SHAPE_AGENDA
    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> forms.Form:
        rule = ratification_rule(self.actor)
        return RuleForm(data, initial={"rule": rule.rule, "quorum": rule.quorum})

    def act(self, form: Any) -> RatificationRule:
        return change_rule(self.actor, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(
            self.url("agenda:home"), _("Saved. A version that is proposed already keeps its rule.")
        )

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("When is an agenda adopted?"),
            "lead": _("Agree on it before you need it. A partner that declines stays a partner."),
            "back": self.url("agenda:home"),
            "breadcrumbs": self.trail((_("Rule of adoption"), "")),
        }


def rule_words(rule: str, quorum: int) -> str:
    """Return a rule of adoption in a sentence."""
    return _("The rule: %(rule)s, and at least %(quorum)s %% of the partners have answered.") % {
        "rule": str(AdoptionRule(rule).label).lower(),
        "quorum": quorum,
    }
