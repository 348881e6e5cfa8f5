"""Writing a version, moving it from state to state, saying something about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.fields import cause_choices, causes_chosen, indicator_choices
from agenda.models import Cause, CommonAgenda
from agenda.queries import Section
from agenda.queries.versions import token_of
from agenda.services.versions import LONGEST
from agenda.words import BOUNDARIES, AdoptionRule, SectionKey
from initiatives.forms.fields import choose, day_field, text_field
from initiatives.kernel.access import Actor

HINTS: dict[str, Any] = {
    SectionKey.PROBLEM: gettext_lazy(
        "What is wrong, for whom, since when, with figures. Nobody's fault: what holds it in place."
    ),
    SectionKey.GEOGRAPHY: gettext_lazy("Where this is about."),
    SectionKey.POPULATION: gettext_lazy("Whom it is about, and how many they are."),
    SectionKey.AGES: gettext_lazy("From which age to which."),
    SectionKey.IN_SCOPE: gettext_lazy("What belongs to it."),
    SectionKey.OUT_OF_SCOPE: gettext_lazy("What does not, so that nobody has to ask again."),
    SectionKey.VISION: gettext_lazy("What it will be like when it is done, in plain words."),
    SectionKey.PRINCIPLES: gettext_lazy("How we treat each other and those concerned. One to a paragraph."),
    SectionKey.EVALUATION: gettext_lazy("By what, when and with whom we find out whether it works."),
    SectionKey.PUBLIC_SUMMARY: gettext_lazy(
        "Three or four sentences for somebody who has never heard of it. They stand on the plan on a page."
    ),
}
LONG = {SectionKey.PROBLEM: 12, SectionKey.EVALUATION: 6, SectionKey.PRINCIPLES: 6}


class DraftForm(forms.Form):
    """Every part of a version, each with the `<part>.token` of the wording it was opened with."""

    def __init__(
        self, version: CommonAgenda, parts: dict[SectionKey, Section], data: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        stands = {"title": version.title, **{key.value: part.text for key, part in parts.items()}}
        stands["change_note"] = version.change_note
        self.fields["title"] = text_field(
            gettext_lazy("Title"),
            gettext_lazy("What you would call it on a poster."),
            required=True,
            most=200,
        )
        for key in SectionKey:
            rows = LONG.get(key, 2 if key in BOUNDARIES else 4)
            self.fields[key.value] = text_field(key.label, HINTS[key], rows=rows, most=LONGEST)
        if version.supersedes_id:
            help_text = gettext_lazy("What is different from the version before, and why.")
            self.fields["change_note"] = text_field(
                gettext_lazy("What changed"), help_text, rows=3, most=LONGEST
            )
        for name in [*self.fields]:
            self.fields[f"{name}.token"] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.initial[name] = stands[name]
            self.initial[f"{name}.token"] = token_of(stands[name])

    @property
    def parts(self) -> list[str]:
        """The names of the parts, in their order."""
        return [name for name in self.fields if not name.endswith(".token")]

    def texts(self) -> dict[str, str]:
        """Return what was written, by part."""
        return {name: self.cleaned_data[name] for name in self.parts}

    def tokens(self) -> dict[str, str]:
        """Return the wording each part was opened with; parts without one are left out."""
        given = {name: self.cleaned_data[f"{name}.token"] for name in self.parts}
        return {name: token for name, token in given.items() if token}

    def take_up(self, name: str) -> str:
        """Take note of the wording that somebody else saved, so that saving once more replaces it; return it."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[f"{name}.token"] = self.initial[f"{name}.token"]
        self.data = data
        return str(self.initial[name])


class TitleForm(forms.Form):
    """How a first version is called."""

    title = text_field(
        gettext_lazy("Title"),
        gettext_lazy("What you would call it on a poster, such as “Every child reads by nine”."),
        required=True,
        most=200,
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = text_field(gettext_lazy("Why"), rows=3, required=True, most=2000)


class ReviewForm(forms.Form):
    """When a version is looked at again."""

    review_due = day_field(gettext_lazy("Look at it again on"), required=True)


class RuleForm(forms.Form):
    """By which rule versions are adopted."""

    rule = forms.ChoiceField(
        label=gettext_lazy("It is adopted when"), choices=AdoptionRule.choices, widget=forms.RadioSelect
    )
    quorum = forms.IntegerField(
        label=gettext_lazy("and when so many partners have answered"),
        help_text=gettext_lazy("Per cent of the partners that take part."),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class CauseForm(forms.Form):
    """A cause, and what it explains."""

    text = text_field(
        gettext_lazy("Cause"), gettext_lazy("Ask “why?” until it hurts a little."), required=True, most=300
    )
    parent = forms.ChoiceField(label=gettext_lazy("It explains"), required=False)
    evidence = text_field(gettext_lazy("How we know"), most=300)

    def __init__(self, version: CommonAgenda, *args: Any, cause: Cause | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        own = str(cause.public_id) if cause else ""
        known = [choice for choice in cause_choices(version) if choice[0] != own]
        choose(self.fields["parent"], [("", _("The problem itself")), *known])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        chosen = causes_chosen(self.version, [self.cleaned_data["parent"]])
        return {
            "text": self.cleaned_data["text"],
            "evidence": self.cleaned_data["evidence"],
            "parent": chosen[0] if chosen else None,
        }


class ChartForm(forms.Form):
    """Which indicator's course is shown, and what it says."""

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"))
    caption = text_field(
        gettext_lazy("What it says"),
        gettext_lazy("The answer in a sentence; it stands above the chart."),
        most=300,
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["indicator"], indicator_choices(actor))


class CommentForm(forms.Form):
    """What somebody says, and about which paragraph."""

    text = text_field(gettext_lazy("Your comment"), rows=3, required=True, most=4000)
    about = forms.CharField(widget=forms.HiddenInput, max_length=16)
    quote = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)


class ReplyForm(forms.Form):
    """What somebody answers."""

    text = text_field(gettext_lazy("Your reply"), rows=2, required=True, most=4000)


class SettleForm(forms.Form):
    """How a comment was settled."""

    resolution = text_field(gettext_lazy("What came of it"), most=500)
