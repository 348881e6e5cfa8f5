"""What people fill in to plan a survey, to answer one and to share what it showed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communications.kinds.surveys import SurveyType, Theme
from communications.services.surveys import LONGEST_REMARK
from communications.words.surveys import Audience, SurveyKind, SurveyRating, SurveyState
from initiatives.forms.fields import Filter, day_field, text_field
from initiatives.forms.versions import VersionedForm
from initiatives.kernel import clock

if TYPE_CHECKING:
    from communications.models import Survey
    from initiatives.kernel.access import Actor

USUAL = timedelta(days=14)


class SurveyFilter(Filter):
    """Narrows the list of rounds."""

    kind = forms.ChoiceField(
        label=_("What is asked"), required=False, choices=[("", _("All")), *SurveyKind.choices]
    )
    state = forms.ChoiceField(
        label=_("How it stands"), required=False, choices=[("", _("All")), *SurveyState.choices]
    )


class PlanSurveyForm(forms.Form):
    """A round: which questions, to whom, from when until when."""

    kind = forms.ChoiceField(label=_("What you ask"), choices=SurveyKind.choices, widget=forms.RadioSelect)
    audience = forms.ChoiceField(
        label=_("Whom you ask"),
        help_text=_("As they are on the day on which it opens. The backbone is not asked about itself."),
        choices=[("", _("Those who are usually asked")), *Audience.choices],
        required=False,
    )
    title = text_field(_("What it is called"), _("Left empty: the kind and the month."), most=200)
    opens_on = day_field(_("First day"), required=True)
    closes_on = day_field(
        _("Last day"),
        _("Two weeks are usual. Three days before, those who have not answered get a reminder."),
        required=True,
    )

    def __init__(self, actor: Actor, kind: str, data: Any = None) -> None:
        today = clock.today(actor.initiative.timezone)
        super().__init__(data, initial={"kind": kind, "opens_on": today, "closes_on": today + USUAL})


class ChangeSurveyForm(VersionedForm):
    """Another title, another last day."""

    title = text_field(_("What it is called"), required=True, most=200)
    closes_on = day_field(_("Last day"), required=True)

    def __init__(self, row: Survey, data: Any = None) -> None:
        super().__init__(data, initial={"title": row.title, "closes_on": row.closes_on})


class AnswerSurveyForm(forms.Form):
    """One person's answers. Nothing of it is kept with their name."""

    def __init__(self, kind: SurveyType, data: Any = None) -> None:
        super().__init__(data)
        self.kind = kind
        for one in kind.statements:
            self.fields[one.code] = forms.ChoiceField(
                label=one.text,
                choices=SurveyRating.choices,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "scale"}),
            )
        self.fields["remark"] = text_field(
            kind.question,
            _("Write so that nobody can tell from it who you are. It is read apart from your answers above."),
            rows=3,
            most=LONGEST_REMARK,
        )

    def themed(self) -> Iterator[tuple[Theme, list[forms.BoundField]]]:
        """Yield each theme with the fields of its statements."""
        for theme in self.kind.themes:
            yield theme, [self[one.code] for one in self.kind.under(theme)]

    def values(self) -> dict[str, Any]:
        """Return what the verb takes."""
        given = dict(self.cleaned_data)
        remark = given.pop("remark")
        return {"ratings": given, "remark": remark}


class ShareResultsForm(VersionedForm):
    """What was heard, and what follows from it."""

    response = text_field(
        _("What you heard, and what you do about it"),
        _("It stands above the figures. Say also what you will not do, and why."),
        rows=5,
        required=True,
        most=4000,
    )

    def __init__(self, row: Survey, data: Any = None) -> None:
        super().__init__(data, initial={"response": row.response})
