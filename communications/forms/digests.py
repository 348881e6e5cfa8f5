"""How somebody wants their own digest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communications.models import DigestPreference
from communications.words.digests import DAYS, Frequency
from communications.words.notices import About
from initiatives.forms.start import ZoneField, ZoneSelect, timezone_choices

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


def _hour(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, help_text=help_text, choices=HOURS, coerce=int)


class DigestForm(forms.Form):
    """How often, when, by which clock, and when nothing may come."""

    frequency = forms.ChoiceField(
        label=_("How often"),
        help_text=_("Nothing is sent when there is nothing to tell."),
        choices=Frequency.choices,
    )
    weekday = forms.TypedChoiceField(
        label=_("On which day"),
        help_text=_("Every month: on the first such day of the month. Every day: this does not matter."),
        choices=DAYS,
        coerce=int,
    )
    hour = _hour(_("At what time"))
    timezone = ZoneField(label=_("Time zone"), choices=timezone_choices, widget=ZoneSelect)
    quiet_from = _hour(_("Quiet from"), _("What is late waits until the quiet hours are over."))
    quiet_until = _hour(_("Quiet until"), _("The same time twice: never quiet."))

    about = forms.MultipleChoiceField(
        label=_("What you hear of"),
        help_text=_("In the digest and at the bell alike. Your own tasks are always told."),
        choices=About.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    at_once = forms.BooleanField(
        label=_("Announcements as a letter at once"),
        help_text=_("Besides the digest, which then does not tell them again."),
        required=False,
    )

    @classmethod
    def of(cls, preference: DigestPreference, usual_zone: str, data: Any = None) -> "DigestForm":
        """Return the form as somebody wants their digest now."""
        initial = {name: getattr(preference, name) for name in cls.base_fields if name != "about"}
        initial |= {
            "timezone": preference.timezone or usual_zone,
            "about": [about for about in About.values if about not in preference.muted],
        }
        return cls(data, initial=initial)

    def values(self) -> dict[str, Any]:
        """Return what was chosen as the verb takes it."""
        given = dict(self.cleaned_data)
        wanted = given.pop("about")
        return {**given, "muted": [about for about in About.values if about not in wanted]}
