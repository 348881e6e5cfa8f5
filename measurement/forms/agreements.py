"""Agreements on sharing data: the terms, a file, an end before its time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms.fields import day_field
from initiatives.forms.versions import VersionedForm
from initiatives.kernel.access import Actor
from initiatives.queries import partners
from measurement.models import DataSharingAgreement
from measurement.queries import dimensions, indicators
from measurement.words import Audience, SharedLevel

DAYS = {"min_value": 0, "max_value": 3650, "required": False}


def text_field(label: Any, help_text: Any = "") -> forms.CharField:
    """Return the field of a few lines, never required."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AgreementForm(VersionedForm):
    """The terms of an agreement. Title, partners and first day must be given; what governs has a choice each."""

    SECTIONS = (
        (_("Between whom, about what"), ("title", "parties", "purpose", "indicators", "dimensions")),
        (_("What others may see"), ("level", "audience", "after_end")),
        (_("How long"), ("starts_on", "ends_on", "renewal_days", "termination")),
        (
            _("Use and publication"),
            ("permitted_use", "forbidden_use", "publication_rights", "review_days"),
        ),
        (
            _("Law and safety"),
            (
                "legal_basis",
                "consent",
                "security",
                "retention",
                "destruction",
                "breach_notice_days",
                "contacts",
            ),
        ),
    )

    title = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("Give the agreement a title.")}
    )
    parties = forms.MultipleChoiceField(
        label=_("Partners"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one partner.")},
    )
    purpose = text_field(_("Purpose"), _("What the data are shared for."))
    indicators = forms.MultipleChoiceField(
        label=_("Indicators it covers"),
        help_text=_("None chosen: all that these partners report."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    dimensions = forms.MultipleChoiceField(
        label=_("Broken down by"),
        help_text=_("Other breakdowns are kept from everybody but the backbone. None chosen: any."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    level = forms.ChoiceField(label=_("Depth"), choices=SharedLevel.choices, initial=SharedLevel.AGGREGATE)
    audience = forms.ChoiceField(
        label=_("Who may see their figures"),
        help_text=_("Besides the backbone and the partner itself, while the agreement holds."),
        choices=Audience.choices,
        initial=Audience.TOTALS,
    )
    after_end = forms.ChoiceField(
        label=_("And after its end"), choices=Audience.choices, initial=Audience.TOTALS
    )
    starts_on = day_field(_("Holds from"), required=True)
    ends_on = day_field(_("Last day"), _("Empty: until it is terminated."))
    renewal_days = forms.IntegerField(
        label=_("Remind us of the renewal so many days before"),
        initial=60,
        min_value=0,
        max_value=3650,
    )
    termination = text_field(_("How it may be terminated"))
    permitted_use = text_field(_("Permitted use"))
    forbidden_use = text_field(_("Forbidden use"))
    publication_rights = text_field(_("Publication"), _("Who may publish what, and who is asked before."))
    review_days = forms.IntegerField(label=_("Days to look at a publication before"), **DAYS)  # type: ignore[arg-type]
    legal_basis = text_field(_("Legal basis"))
    consent = text_field(_("Consent"), _("How those whom the data are about agreed to it."))
    security = text_field(_("Security"))
    retention = text_field(_("How long data are kept"))
    destruction = text_field(_("How data are destroyed"))
    breach_notice_days = forms.IntegerField(label=_("Days to tell of a breach"), **DAYS)  # type: ignore[arg-type]
    contacts = text_field(_("Contacts"), _("Whom to ask on either side."))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, dict[str, Any]] = {
            "parties": {row.code: row for row in partners(actor)},
            "indicators": {row.code: row for row in indicators(actor)},
            "dimensions": {row.code: row for row in dimensions(actor)},
        }
        for name, rows in self.known.items():
            self.fields[name].choices = [(code, row.name) for code, row in rows.items()]  # type: ignore[attr-defined, union-attr]

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields by section, for the page."""
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        chosen = {name: [rows[code] for code in self.cleaned_data[name]] for name, rows in self.known.items()}
        return {**self.cleaned_data, **chosen}


def initial_of(found: DataSharingAgreement) -> dict[str, Any]:
    """Return what the form is filled from."""
    plain = {name: getattr(found, name) for name in AgreementForm.base_fields if hasattr(found, name)}
    elements = list(found.elements.all())
    return {
        **plain,
        "parties": [row.partner.code for row in found.parties.all()],
        "indicators": [row.indicator.code for row in elements if row.indicator],
        "dimensions": [row.dimension.code for row in elements if row.dimension],
    }


class TerminateForm(forms.Form):
    """The last day of an agreement, and why."""

    last_day = day_field(_("Last day"), required=True)
    reason = forms.CharField(
        label=_("Why"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why it ends.")},
    )


class AgreementFileForm(forms.Form):
    """The signed paper."""

    file = forms.FileField(
        label=_("Signed agreement"),
        help_text=_("A PDF or a picture (PNG, JPEG), up to 10 MB. A former file is replaced."),
        error_messages={"required": _("Choose a file.")},
    )
