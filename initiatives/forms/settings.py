"""The initiative's settings, in plain words."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from initiatives.forms.start import MONTHS, ZoneField, ZoneSelect, timezone_choices
from initiatives.forms.versions import VersionedForm
from initiatives.models import Initiative

# What is kept as a share and typed in per cent.
SHARES = ("coverage_floor", "on_track_from", "slightly_behind_from")
# What stays as it is where nothing is said of it.
UNCHANGED_UNSAID = ("population_floor", "rounded_to")


class SettingsForm(VersionedForm):
    """Everything about an initiative that may be changed, save its address."""

    name = forms.CharField(label=_("Name"), max_length=200)
    purpose = forms.CharField(
        label=_("For whom, and to what end"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    timezone = ZoneField(
        label=_("Time zone"),
        help_text=_("Days begin and hand-ins are due by this clock."),
        choices=timezone_choices,
        widget=ZoneSelect,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Of letters to people who have not chosen one."),
        choices=settings.LANGUAGES,
    )
    fiscal_year_start = forms.TypedChoiceField(
        label=_("Our year begins in"),
        help_text=_("Only changes how quarters are named and grouped into years."),
        choices=MONTHS,
        coerce=int,
    )
    suppression_threshold = forms.IntegerField(
        label=_("Hide figures about fewer than"),
        help_text=_(
            "People. Small groups can be recognised; ten is usual in schools and clinics. Zeros are shown."
        ),
        min_value=2,
        max_value=1000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    population_floor = forms.IntegerField(
        label=_("Hide shares and rates of fewer than"),
        help_text=_("People in all, as some authorities ask; 0 for no such rule."),
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    rounded_to = forms.TypedChoiceField(
        label=_("Counts of people are told"),
        help_text=_(
            "To all below staff, beside what is hidden. Shares and rates follow from the rounded counts."
        ),
        required=False,
        choices=Initiative.Rounding.choices,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    coverage_floor = forms.DecimalField(
        label=_("Give no judgement when less is in than"),
        help_text=_("Per cent, measured by last period's volume and not by the number of partners."),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    on_track_from = forms.DecimalField(
        label=_("On track from"),
        help_text=_("Per cent of the progress that was expected by now."),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(200),
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    slightly_behind_from = forms.DecimalField(
        label=_("Slightly behind from"),
        help_text=_("Per cent of the progress that was expected by now. Below it an indicator is off track."),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(200),
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    gap_to = forms.ChoiceField(
        label=_("A group's gap is measured to"),
        help_text=_("Charts and pages name it, so that a gap is never read as another one."),
        choices=Initiative.GapTo.choices,
        widget=forms.RadioSelect,
    )
    self_acceptance = forms.TypedChoiceField(
        label=_("Who accepts figures?"),
        choices=[
            ("no", _("Always a second person")),
            ("yes", _("One person may do both, and it is marked")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    two_step_for_leads = forms.BooleanField(
        label=_("Leads sign in in two steps"),
        help_text=_("A lead without a second step is asked to set one up before going on."),
        required=False,
    )

    @classmethod
    def of(cls, initiative: Initiative, data: Any = None) -> "SettingsForm":
        """Return the form with the settings as they are, or as they were sent."""
        settable = [key for key in cls.base_fields if key != "version"]
        initial: dict[str, Any] = {key: getattr(initiative, key) for key in settable}
        for name in SHARES:
            initial[name] = f"{(getattr(initiative, name) * 100).normalize():f}"
        initial["self_acceptance"] = "yes" if initiative.self_acceptance else "no"
        return cls(data, initial=initial)

    def values(self) -> dict[str, Any]:
        """Return the settings as the service takes them."""
        given = {
            key: value
            for key, value in self.cleaned_data.items()
            if key not in SHARES and not (key in UNCHANGED_UNSAID and value is None)
        }
        shares = {name: self.cleaned_data[name] for name in SHARES}
        return {**given, **{name: share / 100 for name, share in shares.items() if share is not None}}
