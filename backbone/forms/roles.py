"""What people fill in about the six roles: the backbone itself, its work plan, policy, money, public will."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.words.roles import (
    BackboneModel,
    BackboneRole,
    LeaderGroup,
    Repeats,
)
from communications.queries.decisions import decisions
from initiatives.forms.fields import day_field, text_field
from initiatives.forms.linked import LinkedForm
from initiatives.kernel.access import STAFF, Actor
from initiatives.queries import partners, people

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONG = 4000


def amount_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DecimalField:
    """Return the field of an amount of money."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def currency_field(*, required: bool = False) -> Any:
    """Return the field of a currency."""
    return text_field(
        gettext_lazy("Currency"), gettext_lazy("Three letters, such as USD."), required=required, most=3
    )


class RecordForm(LinkedForm):
    """A form for a record that is new (`row` is None) or stands: `PLAIN` and `THINGS` name what it is made of."""

    PLAIN: ClassVar[tuple[str, ...]] = ()
    THINGS: ClassVar[dict[str, str]] = {}
    # Left out where a record stands already: its stage is moved apart from it.
    FIRST: ClassVar[tuple[str, ...]] = ()

    def __init__(self, actor: Actor, row: Any, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.setdefault("initial", {})
        if row is not None and row.pk is not None:
            initial |= {name: getattr(row, name) for name in self.PLAIN}
            for name, key in self.THINGS.items():
                thing = getattr(row, name)
                initial[name] = str(getattr(thing, key)) if thing is not None else ""
        super().__init__(*args, **kwargs)
        self.actor, self.row, self.offered = actor, row, {}
        if row is not None:
            for name in self.FIRST:
                del self.fields[name]
        self.fill(actor)

    def fill(self, actor: Actor) -> None:
        """Offer the things that it may link to, and put the fields in their order."""

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        return self.linked()


class Ruled:
    """A decision by its number and title."""

    def __init__(self, row: Any) -> None:
        self.row, self.public_id = row, row.public_id

    def __str__(self) -> str:
        return f"{self.row.number}. {self.row.wording[0].title}"


def staff(actor: Actor) -> QuerySet[Any]:
    """Return the people of the backbone."""
    return people(actor).filter(role__in=[role.value for role in STAFF]).order_by("name", "id")


class ProfileForm(RecordForm):
    """Who is the backbone, on whose decision, until when, and what it costs."""

    PLAIN = ("model", "name", "mandate_until", "next_review", "monthly_cost", "currency", "wanted_months")
    THINGS: ClassVar[dict[str, str]] = {"host": "code", "selected_by": "public_id"}

    name = text_field(
        gettext_lazy("Name of the backbone"), gettext_lazy("As it signs its letters."), most=200
    )
    model = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        required=False,
        choices=[("", gettext_lazy("Not said yet")), *BackboneModel.choices],
    )
    mandate_until = day_field(gettext_lazy("Mandate until"))
    next_review = day_field(gettext_lazy("Next review by partners"))
    monthly_cost = amount_field(
        gettext_lazy("What a month costs"),
        gettext_lazy("Posts, rent, everything the backbone itself needs; the runway is counted by it."),
    )
    currency = currency_field()
    wanted_months = forms.IntegerField(
        label=gettext_lazy("Months you want to have paid ahead"),
        required=False,
        min_value=1,
        max_value=240,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input-s"}),
    )

    def fill(self, actor: Actor) -> None:
        self.offer("host", _("Host"), partners(actor).order_by("name", "id"), "code")
        self.offer("selected_by", _("Selected by decision"), [Ruled(row) for row in decisions(actor)])
        self.order_fields(["name", "model", "host", "selected_by", "mandate_until", "next_review"])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.linked()
        given["selected_by"] = given["selected_by"].row if given["selected_by"] else None
        return given


class PostForm(RecordForm):
    """Who works for the backbone at what, how much, in which roles."""

    PLAIN = ("name", "post", "fte", "skills", "languages", "since", "until")
    THINGS: ClassVar[dict[str, str]] = {"person": "public_id"}

    post = text_field(gettext_lazy("Post"), gettext_lazy("Such as “Data manager”."), required=True, most=200)
    name = text_field(
        gettext_lazy("Name"), gettext_lazy("Where they are not among the people above."), most=200
    )
    fte = forms.DecimalField(
        label=gettext_lazy("How much of a full post"),
        help_text=gettext_lazy("1 is a full post, 0.5 half of one."),
        min_value=0,
        max_value=2,
        max_digits=3,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input-s"}),
    )
    skills = text_field(gettext_lazy("Skills"), most=500)
    languages = text_field(
        gettext_lazy("Languages"), gettext_lazy("Those spoken well enough to work in them."), most=200
    )
    since = day_field(gettext_lazy("Since"), required=True)
    until = day_field(gettext_lazy("Until"), gettext_lazy("Who has left stays on file."))

    def __init__(self, actor: Actor, row: Any, *args: Any, **kwargs: Any) -> None:
        if row is not None:
            parts = {f"share_{role}": row.shares.get(role) for role in BackboneRole.values}
            kwargs["initial"] = {**kwargs.get("initial", {}), **parts}
        super().__init__(actor, row, *args, **kwargs)

    def fill(self, actor: Actor) -> None:
        self.offer("person", _("Who"), staff(actor))
        for role in BackboneRole:
            self.fields[f"share_{role.value}"] = forms.IntegerField(
                label=_("Percent: %s") % role.label,
                required=False,
                min_value=0,
                max_value=100,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input-s"}),
            )
        shares = [f"share_{role}" for role in BackboneRole.values]
        self.order_fields(["post", "person", "name", "fte", *shares, "skills", "languages", "since", "until"])

    def values(self) -> dict[str, Any]:
        """Return what the services take: the six parts as one."""
        given = self.linked()
        given["shares"] = {role: given.pop(f"share_{role}") or 0 for role in BackboneRole.values}
        return given

    def add_error(self, field: Any, error: Any) -> None:
        """Put what is wrong with the six parts at the first of them."""
        super().add_error("share_vision" if field == "shares" else field, error)


class TaskForm(RecordForm):
    """What is to be done in a role, by whom, until when."""

    PLAIN = ("role", "title", "detail", "due", "repeats")
    THINGS: ClassVar[dict[str, str]] = {"owner": "public_id"}

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=BackboneRole.choices)
    title = text_field(gettext_lazy("What is to be done"), required=True, most=200)
    detail = text_field(gettext_lazy("More about it"), rows=3, most=LONG)
    due = day_field(gettext_lazy("Until"))
    repeats = forms.ChoiceField(
        label=gettext_lazy("How often"),
        help_text=gettext_lazy("Once it is done, the next one comes into the plan."),
        required=False,
        choices=Repeats.choices,
    )

    def fill(self, actor: Actor) -> None:
        self.offer("owner", _("Who does it"), staff(actor))
        self.order_fields(["role", "title", "detail", "owner", "due", "repeats"])


class LeaderForm(RecordForm):
    """Who was trained, or moved into a role where they lead."""

    PLAIN = ("name", "group", "role_taken", "trained_in", "happened_on")
    THINGS: ClassVar[dict[str, str]] = {"person": "public_id", "partner": "code"}

    name = text_field(
        gettext_lazy("Name"),
        gettext_lazy("Where they are not among the people above. Only the backbone reads it."),
        most=200,
    )
    group = forms.ChoiceField(
        label=gettext_lazy("From where"), choices=LeaderGroup.choices, widget=forms.RadioSelect
    )
    role_taken = text_field(
        gettext_lazy("Role they moved into"), gettext_lazy("Such as “Co-chair of Early Years”."), most=200
    )
    trained_in = text_field(gettext_lazy("Or trained in"), most=200)
    happened_on = day_field(gettext_lazy("When"), required=True)

    def fill(self, actor: Actor) -> None:
        self.offer("person", _("Who"), people(actor).order_by("name", "id"))
        self.offer("partner", _("Partner"), partners(actor).order_by("name", "id"), "code")
        self.order_fields(["person", "name", "group", "partner", "role_taken", "trained_in", "happened_on"])
