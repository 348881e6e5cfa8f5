"""Choosing what an audience is shown, and writing stories and texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from backbone.words import Consent, PassageKind, StoryUse
from initiatives.forms.fields import choose, day_field, text_field

if TYPE_CHECKING:
    from backbone.models import Passage
    from backbone.queries import Shown
    from initiatives.kernel.access import Actor
    from measurement.models import Indicator

LAST = 99


def _place(label: str, initial: int | None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=LAST,
        initial=initial,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "w-4"}),
    )


class ChoiceForm(forms.Form):
    """A place for every indicator, story and text; what has none is not shown."""

    def __init__(
        self, indicators: Sequence[Indicator], passages: Sequence[Passage], shown: Shown, data: Any = None
    ) -> None:
        super().__init__(data)
        self.named: dict[str, Any] = {}
        placed = {row.pk: number for number, row in enumerate(shown.indicators, 1)}
        beside = {row.pk: number for number, row in enumerate(shown.passages, 1)}
        chosen = placed if shown.is_chosen else {}
        for row in sorted(indicators, key=lambda row: chosen.get(row.pk, LAST)):
            self._offer(f"indicator-{row.code}", row, row.name, chosen.get(row.pk))
        for passage in sorted(passages, key=lambda row: beside.get(row.pk, LAST)):
            self._offer(f"passage-{passage.public_id}", passage, str(passage), beside.get(passage.pk))

    def _offer(self, name: str, row: Any, label: str, place: int | None) -> None:
        self.fields[name] = _place(label, place)
        self.named[name] = row

    def _rows(self, kind: str) -> list[dict[str, Any]]:
        return [
            {"field": self[name], "row": row}
            for name, row in self.named.items()
            if name.startswith(f"{kind}-")
        ]

    @property
    def indicator_rows(self) -> list[dict[str, Any]]:
        """The fields of the indicators, each with its row."""
        return self._rows("indicator")

    @property
    def passage_rows(self) -> list[dict[str, Any]]:
        """The fields of the stories and texts, each with its row."""
        return self._rows("passage")

    def chosen(self) -> dict[str, list[Any]]:
        """Return what was given a place, in the order of the places; what shares one stays as it stood."""
        given = [(name, place) for name, place in self.cleaned_data.items() if place]
        given.sort(key=lambda item: item[1])
        return {
            f"{kind}s": [self.named[name] for name, _place in given if name.startswith(f"{kind}-")]
            for kind in ("indicator", "passage")
        }


class PassageForm(forms.Form):
    """A story, or a text of the backbone's own."""

    def __init__(
        self, actor: Actor, kind: PassageKind, indicators: Sequence[Indicator], data: Any = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        story = kind == PassageKind.STORY
        self.fields["title"] = text_field(
            gettext_lazy("Heading"), gettext_lazy("Leave it empty for none."), most=200
        )
        self.fields["body"] = text_field(
            gettext_lazy("Story") if story else gettext_lazy("Text"),
            gettext_lazy("In the words of whoever tells it.")
            if story
            else gettext_lazy("Two or three plain sentences."),
            rows=5,
            required=True,
            most=4000,
        )
        if story:
            self.fields["told_by"] = text_field(
                gettext_lazy("Told by"),
                gettext_lazy("As they wish to be named: with their name, or only as what they are."),
                required=True,
                most=200,
            )
            self.fields["agreed_on"] = day_field(
                gettext_lazy("They agreed on"),
                gettext_lazy("The day on which they agreed that it may be passed on."),
                required=True,
            )
            self._ask_consent()
        self.fields["about"] = forms.ChoiceField(
            label=gettext_lazy("About"),
            help_text=gettext_lazy("The indicator whose figures it makes plain, if one."),
            required=False,
        )
        self.by_code = {row.code: row for row in indicators}
        choose(self.fields["about"], [("", "–"), *((row.code, row.name) for row in indicators)])

    def _ask_consent(self) -> None:
        self.fields["agreed_how"] = forms.ChoiceField(
            label=gettext_lazy("How they agreed"),
            required=False,
            choices=[("", gettext_lazy("Not noted")), *Consent.choices],
        )
        self.fields["agreed_by"] = text_field(
            gettext_lazy("Who agreed"),
            gettext_lazy("Where somebody speaks for them, such as a parent. Only staff see it."),
            most=200,
        )
        self.fields["uses"] = forms.MultipleChoiceField(
            label=gettext_lazy("Where it may be told"),
            help_text=gettext_lazy("It is told nowhere else, wherever it was chosen."),
            choices=StoryUse.choices,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["agreed_until"] = day_field(
            gettext_lazy("They agreed until"),
            gettext_lazy("After this day it is told no longer. Leave it empty where they set no end."),
        )

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        return {**self.cleaned_data, "about": self.by_code.get(self.cleaned_data["about"])}
