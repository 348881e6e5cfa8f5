"""The words of backbone support, the same in model, form, API and text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from initiatives.kernel.access import PARTNER_ROLES, STAFF, Role


class Audience(TextChoices):
    """For whom a dashboard, a report or a page is made."""

    BACKBONE = "backbone", pgettext_lazy("audience", "The backbone")
    PARTNERS = "partners", pgettext_lazy("audience", "Partners")
    FUNDERS = "funders", pgettext_lazy("audience", "Funders")
    PUBLIC = "public", pgettext_lazy("audience", "The public")


class PassageKind(TextChoices):
    STORY = "story", _("Story")
    TEXT = "text", _("Text")


def audience_of(role: Role) -> Audience:
    """Return the audience that somebody of this role belongs to."""
    if role in STAFF:
        return Audience.BACKBONE
    if role in PARTNER_ROLES:
        return Audience.PARTNERS
    return Audience.FUNDERS if role == Role.FUNDER else Audience.PUBLIC
