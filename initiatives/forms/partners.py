"""Partners and places: adding and changing."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import Filter, day_field, find_field
from initiatives.forms.start import free_code
from initiatives.forms.versions import VersionedForm
from initiatives.kernel.access import Actor
from initiatives.models import Membership, Partner, Place
from initiatives.models.core import Sector
from initiatives.queries import partners, place_tree, places


def sector_choices() -> list[tuple[str, Any]]:
    """Return the sectors by code."""
    return list(Sector.NAMES.items())


def place_choices(actor: Actor, empty: str) -> list[tuple[str, str]]:
    """Return the places by code in the order of their tree, after the empty choice."""
    tree = [(branch.place.code, "– " * branch.depth + branch.place.name) for branch in place_tree(actor)]
    return [("", empty), *tree]


def code_field(help_text: Any) -> forms.CharField:
    """Return the field of a code that is made from the name when it is left empty."""
    return forms.CharField(
        label=gettext_lazy("Code"),
        help_text=help_text,
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PartnerForm(VersionedForm):
    """What is known of a partner. Only the name must be given."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the partner a name.")},
    )
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), choices=sector_choices, initial="nonprofit")
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    roles = forms.CharField(
        label=gettext_lazy("Roles"),
        help_text=gettext_lazy("What they do in the initiative, in words of your own, with commas between."),
        required=False,
        max_length=200,
    )
    about = forms.CharField(
        label=gettext_lazy("About"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    identifier = forms.CharField(
        label=gettext_lazy("Outside identifier"),
        help_text=gettext_lazy("Of a public register, such as GB-CHC-1234567."),
        required=False,
        max_length=100,
    )
    code = code_field(gettext_lazy("For imports and the API. Leave it empty and we make one from the name."))

    def __init__(self, actor: Actor, *args: Any, partner: Partner | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if partner is not None:
            for name in ("sector", "place", "code"):
                del self.fields[name]
        else:
            self.fields["place"].choices = place_choices(actor, _("No place yet"))  # type: ignore[attr-defined]

    def clean_roles(self) -> list[str]:
        """Return the roles one by one."""
        roles = [role.strip() for role in self.cleaned_data["roles"].split(",") if role.strip()]
        if any(len(role) > 40 for role in roles):
            raise forms.ValidationError(_("Say each in 40 letters at most."))
        return roles

    def values(self) -> dict[str, Any]:
        """Return what the services take, with a code where none was given."""
        values = dict(self.cleaned_data)
        if values.get("code") == "":
            taken = {code.lower() for code in partners(self.actor).values_list("code", flat=True)}
            values["code"] = free_code(values["name"], taken)
        return values


class AffiliationForm(VersionedForm):
    """A partner's sector and place from a day on."""

    sector = forms.ChoiceField(label=gettext_lazy("Sector"), choices=sector_choices)
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    starts_on = day_field(
        gettext_lazy("Holds from"),
        gettext_lazy("Figures before this day stay with the former sector and place. Empty: since ever."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(actor, _("No place"))  # type: ignore[attr-defined]

    def clean_starts_on(self) -> date | None:
        """Return the day, within the years that are counted."""
        day: date | None = self.cleaned_data["starts_on"]
        if day is not None and not 1900 <= day.year <= 2200:
            raise forms.ValidationError(_("Give a day between 1900 and 2200."))
        return day


class ContactsForm(VersionedForm):
    """Whom one calls first, and who stands in."""

    main_contact = forms.ChoiceField(label=gettext_lazy("Main contact"), required=False)
    backup_contact = forms.ChoiceField(label=gettext_lazy("Backup contact"), required=False)

    def __init__(self, people: list[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.public_id): person for person in people}
        choices = [("", _("Nobody yet")), *((key, person.name) for key, person in self.people.items())]
        for name in ("main_contact", "backup_contact"):
            field = self.fields[name]
            field.choices = choices  # type: ignore[attr-defined]

    def contacts(self) -> dict[str, Membership | None]:
        """Return the two people, None where nobody is chosen."""
        return {name: self.people.get(self.cleaned_data[name]) for name in ("main_contact", "backup_contact")}


class PlaceForm(VersionedForm):
    """A place and what it lies in."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the place a name.")},
    )
    parent = forms.ChoiceField(label=gettext_lazy("Lies in"), required=False)
    code = code_field(gettext_lazy("Leave it empty and we make one from the name."))

    def __init__(self, actor: Actor, *args: Any, place: Place | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        choices = place_choices(actor, _("Nothing larger"))
        if place is not None:
            del self.fields["code"]
            choices = [choice for choice in choices if choice[0] != place.code]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the services take, with a code where none was given."""
        values = dict(self.cleaned_data)
        if values.get("code") == "":
            taken = {code.lower() for code in places(self.actor).values_list("code", flat=True)}
            values["code"] = free_code(values["name"], taken)
        return values


class PartnerFilter(Filter):
    """What the list of partners is narrowed by; it lives in the address."""

    q = find_field()
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        required=False,
        choices=lambda: [("", _("Every sector")), *Sector.NAMES.items()],
    )
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Taking part")), (Partner.State.LEFT.value, Partner.State.LEFT.label)],
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(actor, _("Every place"))  # type: ignore[attr-defined]
