"""The words of surveys, the same in model, form, API and text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from initiatives.kernel.access import PARTNER_ROLES, STAFF, Role


class SurveyKind(TextChoices):
    """What is asked: communications/kinds/surveys has a class for each."""

    PULSE = "pulse", _("Pulse")
    BACKBONE_REVIEW = "backbone_review", _("Partner review of the backbone")


class Audience(TextChoices):
    """Who is asked."""

    EVERYBODY = "everybody", _("Everybody who takes part")
    OUTSIDE = "outside", _("Everybody but the backbone")
    PARTNERS = "partners", _("People of partners")


ASKED: dict[str, frozenset[Role]] = {
    Audience.EVERYBODY: frozenset(Role),
    Audience.OUTSIDE: frozenset(Role) - STAFF,
    Audience.PARTNERS: PARTNER_ROLES,
}


class SurveyRating(TextChoices):
    """How far a statement holds; a number's text is its value."""

    NOT_AT_ALL = "1", _("Not at all")
    LITTLE = "2", _("A little")
    PARTLY = "3", _("Partly")
    MOSTLY = "4", _("Mostly")
    FULLY = "5", _("Fully")
    NOT_APPLICABLE = "na", _("Does not apply")
    DONT_KNOW = "dont_know", _("Don't know")


class Side(TextChoices):
    """From where somebody looks at the initiative; all that a sheet of answers keeps of their role."""

    PARTNERS = "partners", _("People of partners")
    FUNDERS = "funders", _("Funders")
    COMMUNITY = "community", _("Community members")
    BACKBONE = "backbone", _("The backbone")


SIDES: dict[Role, Side] = {
    Role.BACKBONE_LEAD: Side.BACKBONE,
    Role.BACKBONE_STAFF: Side.BACKBONE,
    Role.PARTNER_LEAD: Side.PARTNERS,
    Role.CONTRIBUTOR: Side.PARTNERS,
    Role.FUNDER: Side.FUNDERS,
    Role.COMMUNITY: Side.COMMUNITY,
}


class SurveyState(TextChoices):
    """Told by what was done and today; results are read once a survey is closed."""

    PLANNED = "planned", pgettext_lazy("a survey", "Planned")
    OPEN = "open", pgettext_lazy("a survey", "Open")
    CLOSED = "closed", pgettext_lazy("a survey", "Closed")
    RELEASED = "released", pgettext_lazy("a survey", "Results shared")
