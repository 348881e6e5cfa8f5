"""What people fill in to tell the initiative something, and what the backbone does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.queries.voice import open_questions, themes
from communications.services.voice import LONGEST, LONGEST_ANSWER
from communications.words.voice import Heard, VoiceOutcome, VoiceState
from initiatives.forms.fields import Filter, choose, day_field, find_field, text_field
from initiatives.forms.places import PlacedForm
from initiatives.forms.versions import VersionedForm

if TYPE_CHECKING:
    from communications.models import FeedbackItem, OpenQuestion, VoiceForm
    from initiatives.kernel.access import Actor

NO_NAMES = gettext_lazy("Leave out what tells who somebody is: names, a street, a school class.")


class FeedbackFilter(Filter):
    """Narrows what people said."""

    search = find_field()
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    heard = forms.ChoiceField(
        label=gettext_lazy("Where it was said"),
        required=False,
        choices=[("", gettext_lazy("Anywhere")), *Heard.choices],
    )

    def __init__(self, actor: Actor, concerns: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [("", _("Any")), ("waiting", _("Waiting for an answer")), *VoiceState.choices]
        states.append(("set_aside", _("Set aside")))
        if concerns:
            states.append(("concern", _("Concerns")))
        choose(self.fields["state"], states)
        choose(self.fields["theme"], [("", _("Any")), *((theme, theme) for theme in themes(actor))])


class NoteForm(PlacedForm):
    """What somebody said elsewhere, written down by staff."""

    said = text_field(
        gettext_lazy("What was said"), gettext_lazy("In their words."), rows=4, required=True, most=LONGEST
    )
    heard = forms.ChoiceField(label=gettext_lazy("Where it was said"))
    signed = text_field(
        gettext_lazy("Who said it"),
        gettext_lazy("As they wish to be called: “a father at Parents United”. Not their name."),
        most=80,
    )
    contact = text_field(
        gettext_lazy("How they can be answered"),
        gettext_lazy("Shown nowhere, and forgotten once this is closed."),
        most=200,
    )
    theme = text_field(gettext_lazy("Theme"), gettext_lazy("Such as “Getting to school”."), most=80)
    place = forms.ChoiceField(label=gettext_lazy("Where it is about"), required=False)
    question = forms.ChoiceField(label=gettext_lazy("In answer to"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["heard"], [row for row in Heard.choices if row[0] != Heard.PAGE])
        self.offer_places(actor)
        self.questions = {str(row.public_id): row for row in open_questions(actor)}
        if self.questions:
            asked = [(key, row.asks) for key, row in self.questions.items()]
            choose(self.fields["question"], [("", _("No question")), *asked])
        else:
            del self.fields["question"]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.placed()
        return {**given, "question": self.questions.get(given.get("question", ""))}


class SortForm(PlacedForm):
    """What it is about, and where."""

    theme = text_field(gettext_lazy("Theme"), gettext_lazy("Such as “Getting to school”."), most=80)
    place = forms.ChoiceField(label=gettext_lazy("Where it is about"), required=False)

    def __init__(self, actor: Actor, row: FeedbackItem, data: Any = None) -> None:
        super().__init__(data, initial={"theme": row.theme, "place": row.place.code if row.place else ""})
        self.offer_places(actor)
        if known := themes(actor):
            self.fields["theme"].help_text = _("Used so far: %s.") % ", ".join(known[:12])


class AnswerForm(VersionedForm):
    """The answer, and what came of it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=VoiceOutcome.choices, widget=forms.RadioSelect
    )
    answer = text_field(
        gettext_lazy("Your answer"),
        gettext_lazy("What was done and since when, or why not. Plain words, so that it can be shown."),
        rows=5,
        required=True,
        most=LONGEST_ANSWER,
    )

    def __init__(self, row: FeedbackItem, data: Any = None) -> None:
        initial = {"outcome": row.outcome or VoiceOutcome.ANSWERED, "answer": row.answer}
        super().__init__(data, initial=initial)


class ShowForm(forms.Form):
    """The words under which it is shown to everybody."""

    shown_as = text_field(gettext_lazy("You said"), NO_NAMES, rows=4, required=True, most=LONGEST)
    signed = text_field(
        gettext_lazy("Said by"), gettext_lazy("Such as “a grandmother”. Leave it empty for nobody."), most=80
    )

    def __init__(self, row: FeedbackItem, data: Any = None) -> None:
        initial = {"shown_as": row.shown_as or row.said, "signed": row.signed}
        super().__init__(data, initial=initial)


class ConcernForm(forms.Form):
    """Why somebody may be in danger."""

    note = text_field(
        gettext_lazy("What worries you"), gettext_lazy("For the lead alone."), rows=3, most=LONGEST
    )


class EndConcernForm(forms.Form):
    """What was done about a concern."""

    note = text_field(gettext_lazy("What was done"), rows=3, required=True, most=LONGEST)


class CloseForm(forms.Form):
    """Closing it, with a reason where it has no answer."""

    reason = text_field(
        gettext_lazy("Why"), gettext_lazy("Needed where it has no answer, or is set aside."), rows=2, most=500
    )
    set_aside = forms.BooleanField(
        label=gettext_lazy("Set it aside: an advertisement, an insult, a mistake"),
        help_text=gettext_lazy("It counts nowhere and is shown nowhere."),
        required=False,
    )


class VoiceFormForm(forms.Form):
    """Whether everybody may tell us something, and what stands beside the form."""

    is_open = forms.BooleanField(
        label=gettext_lazy("Everybody may tell us something on the public page"),
        help_text=gettext_lazy(
            "Without an account and without a name. Nothing is shown before you have read it."
        ),
        required=False,
    )
    safeguarding_name = text_field(
        gettext_lazy("Whom to turn to where somebody may be in danger"),
        gettext_lazy("A person or a service who answers. The form is not opened without."),
        most=120,
    )
    safeguarding_contact = text_field(
        gettext_lazy("How to reach them"), gettext_lazy("A phone number first."), most=200
    )
    emergency = text_field(
        gettext_lazy("In an emergency"),
        gettext_lazy("What people should call at once, such as “Call 911”."),
        most=200,
    )
    answer_within = forms.IntegerField(
        label=gettext_lazy("Days until an answer"),
        help_text=gettext_lazy("You are reminded of what waits longer. It is promised beside the form."),
        min_value=1,
        max_value=365,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "w-4"}),
    )

    def __init__(self, row: VoiceForm, data: Any = None) -> None:
        names = ("is_open", "safeguarding_name", "safeguarding_contact", "emergency", "answer_within")
        super().__init__(data, initial={name: getattr(row, name) for name in names})


class QuestionForm(forms.Form):
    """A question put to everybody."""

    asks = text_field(
        gettext_lazy("Your question"),
        gettext_lazy("One open question: “What keeps your children from school on Mondays?”"),
        required=True,
        most=300,
    )
    background = text_field(
        gettext_lazy("Why you ask"),
        gettext_lazy("What is to be decided, by whom and when."),
        rows=3,
        most=4000,
    )
    opens_on = day_field(gettext_lazy("Open from"), gettext_lazy("Today, unless you say another day."))
    closes_on = day_field(gettext_lazy("Open until"), required=True)

    def __init__(self, row: OpenQuestion | None, data: Any = None) -> None:
        names = ("asks", "background", "opens_on", "closes_on")
        initial = {name: getattr(row, name) for name in names} if row else {}
        super().__init__(data, initial=initial)

    def values(self) -> dict[str, Any]:
        """Return what the services take; no first day means today, or the one that stands."""
        return {name: value for name, value in self.cleaned_data.items() if name != "opens_on" or value}


class HeardForm(forms.Form):
    """What was heard in answer to a question."""

    heard = text_field(
        gettext_lazy("What you heard, and what follows"),
        gettext_lazy("Everybody reads it. What was said most, what was said by few, what you will do."),
        rows=8,
        required=True,
        most=10_000,
    )

    def __init__(self, row: OpenQuestion, data: Any = None) -> None:
        super().__init__(data, initial={"heard": row.heard})
