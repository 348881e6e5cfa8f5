"""Activities: writing one down, saying where it stands, and for whom they are."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.filters import partner_choices, place_choices, population_choices, strategy_choices
from activities.models import Activity, Outside
from activities.queries import populations
from activities.queries.bounds import bounds_met, bounds_of
from activities.services import Played
from activities.words import (
    ACTIVITY_MOVES,
    FIRST_STATES,
    NEEDS_REASON,
    ActivityKind,
    ActivityState,
    Bearing,
    Engagement,
    Part,
    StrategyKind,
)
from agenda.queries import strategies
from initiatives.forms.fields import choose, day_field, text_field
from initiatives.forms.versions import VersionedForm
from initiatives.kernel.access import Actor, Capability
from initiatives.queries import partners, people, places
from measurement.queries import indicators

# Rows for supporting partners: so many at least, and so many empty ones after those that are filled.
SLOTS, EMPTY_SLOTS = 4, 2
TEXTS = (
    *("title", "about", "expertise", "outputs", "resources", "evidence", "equity_note", "barriers"),
    "outside_reason",
    *("kind", "approach", "engagement", "planned_reach", "reached", "starts_on", "ends_on"),
)


class ActivityForm(VersionedForm):
    """An activity. A name is enough; whatever else is known makes it easier to see gaps and overlaps."""

    title = text_field(gettext_lazy("Name"), required=True, most=300)
    about = text_field(gettext_lazy("What is done"), rows=3, most=4000)
    lead = forms.ChoiceField(
        label=gettext_lazy("Who leads"),
        help_text=gettext_lazy("One partner. It says how the activity stands, once a month."),
        required=False,
    )
    strategy = forms.ChoiceField(label=gettext_lazy("Strategy"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        help_text=gettext_lazy("What partners do already is under way, not proposed."),
        required=False,
        choices=[(state.value, state.label) for state in FIRST_STATES],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Whose plan"),
        help_text=gettext_lazy(
            "Collective: planned together. Independent: the partner's own, in line with the agenda."
        ),
        choices=ActivityKind.choices,
        widget=forms.RadioSelect,
        initial=ActivityKind.COLLECTIVE,
    )
    approach = forms.ChoiceField(
        label=gettext_lazy("Approach"),
        help_text=gettext_lazy("A policy or a system that changes counts as much as a programme."),
        choices=StrategyKind.choices,
    )
    starts_on = day_field(gettext_lazy("From"))
    ends_on = day_field(gettext_lazy("Until"))
    date_reason = text_field(
        gettext_lazy("Why the dates change"),
        gettext_lazy("Needed once the activity is agreed. The first dates are kept beside the new ones."),
        rows=2,
        most=2000,
    )
    populations = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    places = forms.MultipleChoiceField(
        label=gettext_lazy("Where"), required=False, widget=forms.CheckboxSelectMultiple
    )
    planned_reach = forms.IntegerField(
        label=gettext_lazy("People to be reached"), required=False, min_value=0, max_value=2_147_483_647
    )
    reached = forms.IntegerField(
        label=gettext_lazy("Reached so far"), required=False, min_value=0, max_value=2_147_483_647
    )
    engagement = forms.ChoiceField(
        label=gettext_lazy("How far those concerned take part"),
        required=False,
        choices=[("", gettext_lazy("Not said yet")), *Engagement.choices],
    )
    equity_note = text_field(
        gettext_lazy("Who could be left out, and what is done about it"), rows=2, most=2000
    )
    outputs = text_field(
        gettext_lazy("What comes of it"), gettext_lazy("Places, visits, hours, courses."), rows=2, most=2000
    )
    feeds = forms.MultipleChoiceField(
        label=gettext_lazy("Partner measures it feeds"),
        help_text=gettext_lazy("What partners count about their own work."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contributes = forms.MultipleChoiceField(
        label=gettext_lazy("Indicators it should move"),
        help_text=gettext_lazy("A contribution: others play their part too."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    expertise = text_field(gettext_lazy("Expertise it uses"), rows=2, most=2000)
    resources = text_field(gettext_lazy("What it needs"), rows=2, most=2000)
    evidence = text_field(gettext_lazy("Why it should work"), rows=2, most=2000)
    barriers = text_field(gettext_lazy("What stands in its way"), rows=2, most=2000)
    by_backbone = forms.BooleanField(
        label=gettext_lazy("The backbone does it too"),
        help_text=gettext_lazy("Its page and the matrix say so, for everybody to read."),
        required=False,
    )
    outside_reason = text_field(
        gettext_lazy("Why it is done all the same"),
        gettext_lazy("It stays on the activity's page. You may leave it open and send the form again."),
        rows=2,
        most=2000,
    )
    warned = forms.BooleanField(required=False, widget=forms.HiddenInput)
    contact = forms.ChoiceField(
        label=gettext_lazy("Whom to ask"),
        help_text=gettext_lazy("Somebody of the lead partner. The monthly question goes to them."),
        required=False,
    )

    def __init__(self, actor: Actor, row: Activity | None, *args: Any, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = self.initial_of(row)
        super().__init__(*args, **kwargs)
        self.actor, self.row = actor, row
        self.bounds: list[Outside] = [] if row is None else bounds_of(actor, row)
        self._fill(actor)
        if row is not None:
            del self.fields["state"]
        if row is None or row.state == ActivityState.PROPOSED:
            del self.fields["date_reason"]
        if row is None:
            del self.fields["reached"]
        if not actor.is_staff:
            del self.fields["by_backbone"]

    def _fill(self, actor: Actor) -> None:
        active = partner_choices(actor)
        standing = [] if self.row is None else [one.partner for one in self.row.parts]  # type: ignore[attr-defined]
        known = dict(active)
        gone = [(row.code, row.name) for row in standing if row.code not in known]
        self.partner_codes = [*active, *dict(gone).items()]
        choose(self.fields["lead"], [("", _("Nobody yet")), *self.partner_codes])
        choose(self.fields["strategy"], [("", _("None yet")), *strategy_choices(actor)])
        choose(self.fields["places"], place_choices(actor))
        choose(self.fields["populations"], population_choices(actor))
        measured = indicators(actor).exclude(state="retired").order_by("name", "id")
        by_level: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
        for code, name, level in measured.values_list("code", "name", "level"):
            by_level[level == "partner"].append((code, name))
        # What is linked already stays in its place, whatever became of the indicator.
        chosen = set(self.initial.get("feeds", ())) | set(self.initial.get("contributes", ()))
        names = dict(indicators(actor).filter(code__in=chosen).values_list("code", "name"))
        for field, rows in (("feeds", by_level[True]), ("contributes", by_level[False])):
            extra = [(code, names[code]) for code in self.initial.get(field, ()) if code not in dict(rows)]
            choose(self.fields[field], [*rows, *extra])
        for name in ("places", "populations", "feeds", "contributes"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                del self.fields[name]
        self._fill_people(actor)
        self._fill_slots()

    def _fill_people(self, actor: Actor) -> None:
        self.people = {}
        if actor.may(Capability.VIEW_PEOPLE):
            self.people = {str(row.public_id): row for row in people(actor)}
        if self.row is not None and self.row.contact is not None:
            self.people.setdefault(str(self.row.contact.public_id), self.row.contact)
        if not self.people:
            del self.fields["contact"]
            return
        rows = [
            (key, f"{row.name}, {row.partner.name}" if row.partner else row.name)
            for key, row in self.people.items()
        ]
        choose(self.fields["contact"], [("", _("Nobody yet")), *rows])

    def _fill_slots(self) -> None:
        supporting = [] if self.row is None else self.initial["supporting"]
        self.slot_count = max(SLOTS, len(supporting) + EMPTY_SLOTS)
        parts = [(part.value, part.label) for part in Part if part != Part.LEAD]
        for slot in range(self.slot_count):
            who, part = supporting[slot] if slot < len(supporting) else ("", "")
            self.fields[f"partner_{slot}"] = forms.ChoiceField(
                label=_("Partner"), required=False, choices=[("", "–"), *self.partner_codes], initial=who
            )
            self.fields[f"part_{slot}"] = forms.ChoiceField(
                label=_("What it does"), required=False, choices=[("", "–"), *parts], initial=part
            )

    @staticmethod
    def initial_of(row: Activity) -> dict[str, Any]:
        """Return what the form begins with for an activity that stands."""
        found: dict[str, Any] = {key: getattr(row, key) for key in (*TEXTS, "by_backbone")}
        parts = [(one.partner.code, one.part) for one in row.parts]  # type: ignore[attr-defined]
        found["lead"] = next((code for code, part in parts if part == Part.LEAD), "")
        found["supporting"] = [(code, part) for code, part in parts if part != Part.LEAD]
        found["strategy"] = str(row.strategy.public_id) if row.strategy else ""
        found["contact"] = str(row.contact.public_id) if row.contact else ""
        found["places"] = [one.place.code for one in row.happens_in]  # type: ignore[attr-defined]
        found["populations"] = [one.population.code for one in row.serves]  # type: ignore[attr-defined]
        measures = row.measures  # type: ignore[attr-defined]
        for name, bearing in (("feeds", Bearing.FEEDS), ("contributes", Bearing.CONTRIBUTES)):
            found[name] = [one.indicator.code for one in measures if one.bearing == bearing]
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a supporting partner."""
        given = super().clean()
        for slot in range(self.slot_count):
            who, part = given.get(f"partner_{slot}", ""), given.get(f"part_{slot}", "")
            if who and not part:
                self.add_error(f"part_{slot}", _("Say what this partner does."))
            if part and not who:
                self.add_error(f"partner_{slot}", _("Say which partner does this."))
        self._warn(given)
        return given

    def _warn(self, given: dict[str, Any]) -> None:
        """Tell once that what was not so before lies outside the agenda; sent again it is taken as it is."""
        stood = {bound.pk for bound in self.bounds}
        chosen = self._chosen(given)
        self.bounds = bounds_met(self.actor, **chosen)
        new = [bound for bound in self.bounds if bound.pk not in stood]
        if not new or given.get("warned") or given.get("outside_reason", "").strip():
            return
        for bound in new:
            words = {"what": str(bound), "reason": bound.reason}
            self.add_error(
                "outside_reason", _("This lies outside the agreed agenda (%(what)s: %(reason)s)") % words
            )
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("warned")] = "yes"
        self.data = data

    def _chosen(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return strategy, places and people that the form names."""
        key = given.get("strategy")
        return {
            "strategy": strategies(self.actor).filter(public_id=UUID(key)).first() if key else None,
            "places": list(places(self.actor).filter(code__in=given.get("places", ()))),
            "populations": list(populations(self.actor).filter(code__in=given.get("populations", ()))),
        }

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        given = {
            key: value
            for key, value in self.cleaned_data.items()
            if not key.startswith(("partner_", "part_")) and key != "warned"
        }
        by_code = {row.code: row for row in partners(self.actor)}
        lead = given.pop("lead")
        parts = [Played(by_code[lead], Part.LEAD)] if lead else []
        for slot in range(self.slot_count):
            who = self.cleaned_data.get(f"partner_{slot}", "")
            if who:
                parts.append(Played(by_code[who], self.cleaned_data[f"part_{slot}"]))
        given["parts"] = parts
        given["strategy"] = (
            strategies(self.actor).get(public_id=UUID(given["strategy"])) if given["strategy"] else None
        )
        if "contact" in given:
            given["contact"] = self.people.get(given["contact"])
        for name, rows in (("places", places), ("populations", populations)):
            if name in given:
                given[name] = list(rows(self.actor).filter(code__in=given[name]))
        for name in ("feeds", "contributes"):
            if name in given:
                given[name] = list(indicators(self.actor).filter(code__in=given[name]))
        if "state" in given and not given["state"]:
            del given["state"]
        return given

    def shown(self, *names: str) -> list[forms.BoundField]:
        """Return those of the fields that this form has."""
        return [self[name] for name in names if name in self.fields]

    @property
    def first(self) -> list[forms.BoundField]:
        """What it is and who leads."""
        return self.shown("title", "about", "strategy", "lead", "contact", "state")

    @property
    def slots(self) -> list[list[forms.BoundField]]:
        """The fields of the supporting partners, row by row."""
        return [[self[f"partner_{slot}"], self[f"part_{slot}"]] for slot in range(self.slot_count)]

    @property
    def when(self) -> list[forms.BoundField]:
        """Its dates."""
        return self.shown("starts_on", "ends_on", "date_reason")

    @property
    def whom(self) -> list[forms.BoundField]:
        """For whom and where."""
        names = ("populations", "places", "planned_reach", "reached", "engagement", "equity_note")
        return self.shown(*names)

    @property
    def bounded(self) -> list[forms.BoundField]:
        """Why it is done all the same: asked where it lies outside the agenda, or was said once."""
        asked = self.bounds or (self.row is not None and self.row.outside_reason)
        return self.shown("outside_reason") if asked else []

    @property
    def moves(self) -> list[forms.BoundField]:
        """What it yields and moves."""
        return self.shown("outputs", "feeds", "contributes", "evidence")

    @property
    def rest(self) -> list[forms.BoundField]:
        """What else is worth saying."""
        return self.shown("kind", "approach", "by_backbone", "expertise", "resources", "barriers")

    @property
    def opened(self) -> bool:
        """Whether what can wait is shown at once: where an activity stands already, or something there is wrong."""
        return self.row is not None or any(field.errors for field in (*self.moves, *self.rest))


class MoveForm(forms.Form):
    """Into which state an activity comes, and why."""

    state = forms.ChoiceField(label=gettext_lazy("It is now"), widget=forms.RadioSelect)
    reason = text_field(
        gettext_lazy("Why"),
        gettext_lazy("Needed where it is at risk, blocked or stopped. It stays on its page."),
        rows=3,
        most=2000,
    )

    def __init__(self, row: Activity, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = ACTIVITY_MOVES[row.state]
        states = [(state.value, state.label) for state in ActivityState if state in allowed]
        choose(self.fields["state"], states)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason at its own field where one is needed."""
        given = super().clean() or self.cleaned_data
        if given.get("state") in NEEDS_REASON and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why."))
        return given
