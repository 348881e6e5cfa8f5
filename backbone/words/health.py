"""The words of condition health and of what endangers working together."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Condition(TextChoices):
    """The five conditions, by the keys that pages know them by."""

    AGENDA = "agenda", _("Common agenda")
    MEASUREMENT = "measurement", _("Shared measurement")
    ACTIVITIES = "activities", _("Mutually reinforcing activities")
    COMMUNICATION = "communication", _("Continuous communication")
    BACKBONE = "backbone", _("Backbone support")


class ItemState(TextChoices):
    """How one item of a condition stands."""

    IN_PLACE = "in_place", pgettext_lazy("an item of a condition", "In place")
    PARTLY = "partly", pgettext_lazy("an item of a condition", "Partly")
    NOT_IN_PLACE = "not", pgettext_lazy("an item of a condition", "Not in place")
    UNKNOWN = "unknown", pgettext_lazy("an item of a condition", "Not known")


class Risk(TextChoices):
    """What endangers working together."""

    STRATEGY = "strategy", _("The strategy drifts")
    CULTURE = "culture", _("The way we treat each other drifts")
    COMMITTEES = "committees", _("Groups run as committees: they meet, and nothing follows")
    OPENNESS = "openness", _("Too little is in the open")
    PEOPLE = "people", _("The wrong people are at the table")
    ACCOUNT = "account", _("Nobody answers for what was promised")
    CAPTURE = "capture", _("A funder or politics takes it over")
    ONE_BODY = "one_body", _("The network is run as one organisation")
    HORIZON = "horizon", _("The horizon is too short")
    LEADERS = "leaders", _("Leaders do not change their own ways")


class Likelihood(TextChoices):
    UNLIKELY = "unlikely", pgettext_lazy("a risk", "Unlikely")
    POSSIBLE = "possible", pgettext_lazy("a risk", "Possible")
    LIKELY = "likely", pgettext_lazy("a risk", "Likely")
