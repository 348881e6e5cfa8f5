"""People: inviting, adding, changing, handing over."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import Filter
from initiatives.forms.versions import VersionedForm
from initiatives.handover import Duty
from initiatives.kernel.access import RANK, ROLE_NAMES, Actor, Role
from initiatives.kernel.errors import DomainError, FieldError
from initiatives.models import Membership, Partner
from initiatives.queries import partners
from initiatives.services.people import clean_email

MOST = 200
# The choice of nobody: no person has this for an id.
OPEN = "open"

ROLE_HINTS = {
    Role.BACKBONE_LEAD: gettext_lazy("All of it: people, tokens and settings too."),
    Role.BACKBONE_STAFF: gettext_lazy("All figures; accepts and returns them, never edits them."),
    Role.PARTNER_LEAD: gettext_lazy("Speaks for one partner; sees its figures in full."),
    Role.CONTRIBUTOR: gettext_lazy("Fills in and sends figures for one partner."),
    Role.FUNDER: gettext_lazy("Sees what is published."),
    Role.COMMUNITY: gettext_lazy("Sees what is published; a seat and a vote where given."),
}


def role_choices(actor: Actor) -> list[tuple[str, Any]]:
    """Return the roles the actor may give."""
    lead = actor.role == Role.BACKBONE_LEAD
    return [(role.value, name) for role, name in ROLE_NAMES.items() if lead or RANK[role] < RANK[actor.role]]


def partner_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the partners that take part, by code, after the empty choice."""
    active = partners(actor).filter(state=Partner.State.ACTIVE).values_list("code", "name")
    return [("", _("For no partner")), *active]


class RoleForm(VersionedForm):
    """A role, and the partner spoken for."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    partner = forms.ChoiceField(
        label=gettext_lazy("For which partner"),
        help_text=gettext_lazy("Partner leads and contributors speak for one partner."),
        required=False,
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["role"].choices = role_choices(actor)  # type: ignore[attr-defined]
        self.fields["partner"].choices = partner_choices(actor)  # type: ignore[attr-defined]

    def place(self) -> dict[str, Any]:
        """Return role and partner as the services take them."""
        code = self.cleaned_data["partner"]
        partner = partners(self.actor).filter(code=code).first() if code else None
        return {"role": self.cleaned_data["role"], "partner": partner}


class InviteForm(RoleForm):
    """Invite several people at once into one role."""

    emails = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy("One a line; a name may stand before: Rosa Castillo &lt;rosa@example.org&gt;"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write one address at least.")},
    )
    field_order = ("emails", "role", "partner")

    def people(self) -> list[tuple[str, str]]:
        """Return (name, address) of each line. Raises DomainError at `emails`, one fault for each bad line."""
        found: list[tuple[str, str]] = []
        faults: list[FieldError] = []
        for line in addresses(self.cleaned_data["emails"]):
            match = re.fullmatch(r"\s*(?P<name>[^<>]*)<(?P<email>[^<>]+)>\s*", line)
            name, email = (match["name"].strip(" \"'"), match["email"]) if match else ("", line)
            try:
                found.append((name, clean_email(email, "emails")))
            except DomainError as error:
                faults.extend(error.errors)
        if len(found) > MOST:
            faults.append(FieldError("emails", "too_many", _("Invite at most 200 people at once.")))
        if faults:
            raise DomainError("bad_email", _("Look at the addresses."), "emails", faults)
        return list({email: (name, email) for name, email in found}.values())


def addresses(text: str) -> list[str]:
    """Return the addresses of a pasted text, each with the name before it: by lines, then by commas.

    A comma between the parts of one name (“Castillo, Rosa <rosa@example.org>”) parts nothing.
    """
    found: list[str] = []
    for line in text.splitlines():
        name, _bracket, _rest = line.partition("<")
        one = line.count("<") == 1 and "@" not in name
        found.extend([line] if one else re.split(r"[;,]", line))
    return [part.strip() for part in found if part.strip()]


class DetailsForm(VersionedForm):
    """How a person is called and reached."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say what they are called.")},
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    preferred_contact = forms.ChoiceField(
        label=gettext_lazy("Reached best by"), choices=Membership.Contact.choices, initial="email"
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("The initiative's")), *settings.LANGUAGES],
        required=False,
    )

    def __init__(self, *args: Any, fixed_email: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed_email:
            del self.fields["email"]


class AddPersonForm(RoleForm, DetailsForm):
    """Somebody who takes part without an account."""

    field_order = ("name", "role", "partner", "phone", "email", "preferred_contact", "language")

    def details(self) -> dict[str, Any]:
        """Return what is known of the person, without role and partner."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("role", "partner")}


class HandOverForm(forms.Form):
    """For each duty somebody holds: who takes it."""

    def __init__(self, duties: list[tuple[Duty, list[str], Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heirs: dict[str, dict[str, Membership]] = {}
        for duty, held, heirs in duties:
            people = {str(person.public_id): person for person in heirs}
            self.heirs[duty.key] = people
            self.fields[duty.key] = forms.ChoiceField(
                label=duty.label,
                help_text=", ".join(held),
                choices=[(OPEN, _("Leave it open")), *((key, row.name) for key, row in people.items())],
            )

    def chosen(self) -> dict[str, Membership | None]:
        """Return the heir of each duty, None where it is left open."""
        return {key: self.heirs[key].get(self.cleaned_data[key]) for key in self.heirs}


class PeopleFilter(Filter):
    """What the list of people is narrowed by; it lives in the address."""

    q = forms.CharField(
        label=gettext_lazy("Find"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": gettext_lazy("Name, partner or e-mail")}
        ),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        choices=[("", gettext_lazy("Every role")), *((r.value, name) for r, name in ROLE_NAMES.items())],
    )
