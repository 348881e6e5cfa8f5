"""What people fill in to share a lesson, to apply it and to look back after an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.queries import activities
from agenda.queries import strategies
from communications.queries.decisions import decisions
from communications.queries.lessons import after_action_reviews
from communications.words.lessons import Confidence, LessonVisibility, UseResult
from initiatives.forms.fields import Filter, day_field, find_field, text_field
from initiatives.forms.linked import LinkedForm
from initiatives.queries import groups, partners
from measurement.queries import indicators

if TYPE_CHECKING:
    from communications.models import Lesson
    from initiatives.kernel.access import Actor

LONG = 4000


class LessonFilter(Filter):
    """Narrows the library."""

    q = find_field()
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure"),
        required=False,
        choices=[("", gettext_lazy("Any")), *Confidence.choices],
    )
    applied = forms.BooleanField(label=gettext_lazy("Applied somewhere"), required=False)

    def wanted(self) -> dict[str, Any]:
        """Return what the query takes."""
        asked = self.asked()
        return {"search": asked.pop("q", ""), **asked}


def where(form: LinkedForm, actor: Actor) -> None:
    """Offer where something was learned or applied."""
    form.offer("activity", _("Activity"), activities(actor).order_by("title", "id"))
    form.offer("strategy", _("Strategy"), strategies(actor).order_by("name", "id"))
    form.offer("decision", _("Decision"), Titled.of(decisions(actor)))


class Titled:
    """A decision by its number and title."""

    def __init__(self, row: Any) -> None:
        self.row, self.public_id = row, row.public_id

    def __str__(self) -> str:
        return f"{self.row.number}. {self.row.wording[0].title}"

    @classmethod
    def of(cls, rows: Any) -> list[Titled]:
        """Return the decisions, the latest first."""
        return [cls(row) for row in rows]


class LessonForm(LinkedForm):
    """What was learned, how sure we are, and what follows."""

    claim = text_field(
        gettext_lazy("What you learned"),
        gettext_lazy("In a sentence: “The bus timetable, not motivation, is behind Monday absence”."),
        required=True,
        most=300,
    )
    so_what = text_field(gettext_lazy("What follows from it"), rows=2, required=True, most=LONG)
    context = text_field(gettext_lazy("Where and when"), rows=2, most=LONG)
    evidence = text_field(gettext_lazy("What shows it"), rows=2, most=LONG)
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure are you?"), choices=Confidence.choices, widget=forms.RadioSelect
    )
    applies_to = text_field(gettext_lazy("For whom else it may hold"), most=300)
    visibility = forms.ChoiceField(label=gettext_lazy("Who may read it"), choices=LessonVisibility.choices)
    nameless = forms.BooleanField(
        label=gettext_lazy("Do not name the partner"),
        help_text=gettext_lazy(
            "What did not work helps others most. The backbone and the partner still see whose it is."
        ),
        required=False,
    )

    PLAIN = ("claim", "so_what", "context", "evidence", "confidence", "applies_to", "visibility", "nameless")

    def __init__(self, actor: Actor, row: Lesson | None, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.setdefault("initial", {})
        if row is None:
            initial.setdefault("confidence", Confidence.LOW)
        else:
            initial |= {name: getattr(row, name) for name in self.PLAIN}
            for name in ("activity", "strategy", "decision", "review"):
                initial[name] = str(getattr(row, name).public_id) if getattr(row, name) else ""
            initial["indicator"] = row.indicator.code if row.indicator else ""
            initial["partner"] = row.partner.code if row.partner else ""
        super().__init__(*args, **kwargs)
        own = partners(actor) if actor.is_staff else partners(actor).filter(pk=actor.partner_id or 0)
        self.offer("partner", _("Whose lesson it is"), own.order_by("name", "id"), "code")
        self.offer("indicator", _("Indicator"), indicators(actor).order_by("name", "id"), "code")
        where(self, actor)
        self.offer("review", _("The look back it came from"), after_action_reviews(actor))

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        given = self.linked()
        given["decision"] = given["decision"].row if given["decision"] else None
        return given


class WhereForm(LinkedForm):
    """A form that says where something was done."""

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where(self, actor)

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.linked()
        given["decision"] = given["decision"].row if given["decision"] else None
        return given


class UseForm(WhereForm):
    """Where a lesson was applied, and what came of it."""

    what = text_field(gettext_lazy("What was done"), rows=2, required=True, most=500)
    used_on = day_field(gettext_lazy("When"), gettext_lazy("Today, unless you say another day."))
    result = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=UseResult.choices, widget=forms.RadioSelect
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("result", UseResult.TOO_EARLY)
        super().__init__(actor, *args, **kwargs)


class RetireForm(forms.Form):
    """Why a lesson no longer holds."""

    reason = text_field(gettext_lazy("Why"), rows=2, required=True, most=500)


class LookBackForm(WhereForm):
    """A look back after something was done."""

    title = text_field(gettext_lazy("What you look back at"), required=True, most=200)
    held_on = day_field(
        gettext_lazy("When you looked back"), gettext_lazy("Today, unless you say another day.")
    )
    expected = text_field(gettext_lazy("What was expected"), rows=3, required=True, most=LONG)
    happened = text_field(gettext_lazy("What happened"), rows=3, required=True, most=LONG)
    why = text_field(gettext_lazy("Why it came so"), rows=3, most=LONG)
    keep = text_field(gettext_lazy("What to keep"), rows=2, most=LONG)
    change = text_field(gettext_lazy("What to change"), rows=2, most=LONG)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.offer("group", _("Group"), groups(actor).order_by("name", "id"))
