"""Consulting partners, signing off, answering objections, retiring; the data development agenda; what stands beside."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import day_field
from initiatives.forms.start import free_code
from initiatives.kernel.access import Actor
from initiatives.queries import partners, people
from measurement.forms.indicators import KIND_HINTS, choice, text
from measurement.models import Indicator, SignOff, WantedIndicator
from measurement.periods import Period, PeriodError, parse
from measurement.queries import indicators
from measurement.words import HeadBasis, Level, Position, WantState


class ConsultForm(forms.Form):
    """Whom to ask, until when."""

    partners = forms.MultipleChoiceField(
        label=gettext_lazy("Partners to ask"),
        help_text=gettext_lazy("Tick none to ask those that report it, or everybody where nobody does yet."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    answer_by = day_field(gettext_lazy("Answer by"))

    def __init__(self, actor: Actor, asked: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.code: row for row in partners(actor).filter(state="active") if row.code not in asked}
        self.fields["partners"].choices = [  # type: ignore[attr-defined]
            (code, row.name) for code, row in self.rows.items()
        ]

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        chosen = [self.rows[code] for code in self.cleaned_data["partners"]]
        return {"partners": chosen or None, "answer_by": self.cleaned_data["answer_by"]}


class ReasonForm(forms.Form):
    """A step for a reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RetireForm(ReasonForm):
    """Why an indicator is retired, and the last day that is asked for."""

    last_day = day_field(
        gettext_lazy("Last day asked for"), gettext_lazy("Empty: today. What was reported stays.")
    )


class SignOffForm(forms.Form):
    """What a partner says of a definition; staff say how it was given to them."""

    position = forms.ChoiceField(
        label=gettext_lazy("What do you say?"),
        choices=[choice for choice in Position.choices if choice[0] != Position.WAITING],
        widget=forms.RadioSelect,
    )
    comment = text(
        gettext_lazy("Your note or objection"),
        gettext_lazy("Needed unless you simply agree. It stays with the definition."),
        rows=3,
    )
    how_given = text(
        gettext_lazy("How was it given?"),
        gettext_lazy("You enter it on the partner's behalf: by telephone, at the meeting of 3 May ..."),
        length=300,
    )

    def __init__(self, actor: Actor, asked: SignOff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.partner_id == asked.partner_id:
            del self.fields["how_given"]
        else:
            self.fields["how_given"].required = True


class AnswerForm(forms.Form):
    """What was done about an objection."""

    answer = forms.CharField(
        label=gettext_lazy("What was done about it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WantedForm(forms.Form):
    """A measure that is wanted: who sees to it, what is missing, the plan, by when."""

    name = forms.CharField(label=gettext_lazy("What we would like to know"), max_length=200)
    question = text(gettext_lazy("The question it would answer"), length=300)
    missing = text(
        gettext_lazy("What is missing"), gettext_lazy("Nobody asks; not by group; too late ..."), rows=2
    )
    plan = text(
        gettext_lazy("The plan"), gettext_lazy("Who could give the data, and what comes first."), rows=2
    )
    owner = choice(gettext_lazy("Who sees to it"), [], empty=gettext_lazy("Nobody yet"))
    by = day_field(gettext_lazy("By when"))
    state = choice(gettext_lazy("State"), WantState.choices[:2])

    def __init__(self, actor: Actor, *args: Any, wanted: WantedIndicator | None = None, **kw: Any) -> None:
        if wanted is not None:
            kw["initial"] = {
                name: getattr(wanted, name) for name in ("name", "question", "missing", "plan", "by", "state")
            }
            kw["initial"]["owner"] = str(wanted.owner.public_id) if wanted.owner else ""
        super().__init__(*args, **kw)
        self.people = {str(person.public_id): person for person in people(actor)}
        listed = [(key, person.name) for key, person in self.people.items()]
        self.fields["owner"].choices = [("", _("Nobody yet")), *listed]  # type: ignore[attr-defined]
        if wanted is None:
            del self.fields["state"]

    def values(self) -> dict[str, Any]:
        """Return what the services take, the owner as a person."""
        return {**self.cleaned_data, "owner": self.people.get(self.cleaned_data["owner"])}


class WantedDefinitionForm(forms.Form):
    """What kind of figure a wanted measure becomes; the rest of its sheet follows."""

    kind = choice(gettext_lazy("What kind of figure"), list(KIND_HINTS.items()))

    def values(self, actor: Actor, wanted: WantedIndicator) -> dict[str, Any]:
        """Return what the service takes, with a code made from the name."""
        taken = {code.lower() for code in indicators(actor).values_list("code", flat=True)}
        return {"kind": self.cleaned_data["kind"], "code": free_code(wanted.name, taken)}


class ContributorForm(forms.Form):
    """Which partner measure stands beside a community indicator, and why."""

    measure = forms.ChoiceField(label=gettext_lazy("Partner measure"))
    because = text(gettext_lazy("Why it may contribute"), length=300)

    def __init__(self, actor: Actor, linked: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = indicators(actor).filter(level=Level.PARTNER, state="active").exclude(code__in=linked)
        self.rows: dict[str, Indicator] = {row.code: row for row in rows}
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            (code, row.name) for code, row in self.rows.items()
        ]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {"measure": self.rows[self.cleaned_data["measure"]], "because": self.cleaned_data["because"]}


class HeadsForm(forms.Form):
    """What a named source says of how many different people there are."""

    period = forms.CharField(
        label=gettext_lazy("Period"), help_text=gettext_lazy("Such as 2024-Q1 or 2024."), max_length=21
    )
    basis = choice(gettext_lazy("What is known"), HeadBasis.choices)
    value = forms.DecimalField(
        label=gettext_lazy("Number, or percent of overlap"), min_value=0, max_digits=18, decimal_places=3
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)
    note = text(gettext_lazy("Note"), rows=2)

    def clean_period(self) -> Period:
        """Return the period that the code names."""
        try:
            return parse(self.cleaned_data["period"])
        except PeriodError as error:
            raise forms.ValidationError(str(error)) from error


class TargetForm(forms.Form):
    """A target to hold a community figure against."""

    target = forms.DecimalField(
        label=gettext_lazy("Target"), required=False, max_digits=18, decimal_places=6, localize=True
    )
    target.widget.attrs["class"] = "input input-s"
