"""The words of the six roles, the same in model, form, API and text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BackboneRole(TextChoices):
    """What a backbone is there for."""

    VISION = "vision", _("Guide vision and strategy")
    ACTIVITIES = "activities", _("Support aligned activities")
    MEASUREMENT = "measurement", _("Establish shared measurement")
    PUBLIC_WILL = "public_will", _("Build public will")
    POLICY = "policy", _("Advance policy")
    FUNDING = "funding", _("Mobilise funding")


class Repeats(TextChoices):
    """How often a task of the work plan comes again once it is done."""

    NEVER = "", _("Once")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")


class TaskState(TextChoices):
    OPEN = "open", pgettext_lazy("a task", "Open")
    DONE = "done", pgettext_lazy("a task", "Done")
    DROPPED = "dropped", pgettext_lazy("a task", "Dropped")


class BackboneModel(TextChoices):
    """Who is the backbone."""

    NEW_BODY = "new_body", _("A new body made for it")
    NONPROFIT = "nonprofit", _("A nonprofit that was there already")
    GOVERNMENT = "government", _("A public institution")
    FUNDER = "funder", _("A funder")
    SHARED = "shared", _("Shared by several organisations")
    STEERING = "steering", _("The steering committee itself")


class PolicyLevel(TextChoices):
    """Where a rule, a budget line or a practice is decided."""

    ORGANISATION = "organisation", _("An organisation")
    SCHOOL = "school", _("School board or district")
    CITY = "city", _("City or town")
    COUNTY = "county", _("County or region")
    STATE = "state", _("State or province")
    NATIONAL = "national", _("The whole country")


class PolicyStage(TextChoices):
    SPOTTED = "spotted", pgettext_lazy("a policy", "Spotted")
    POSITION = "position", _("Position agreed")
    ADVOCACY = "advocacy", _("Advocacy")
    INTRODUCED = "introduced", pgettext_lazy("a policy", "Introduced")
    ADOPTED = "adopted", pgettext_lazy("a policy", "Adopted")
    IMPLEMENTED = "implemented", pgettext_lazy("a policy", "Carried out")
    MONITORED = "monitored", pgettext_lazy("a policy", "Being watched")
    LOST = "lost", pgettext_lazy("a policy", "Lost")


# The way of a policy, in its order; `lost` may come at any point before it is adopted.
POLICY_WAY = tuple(stage for stage in PolicyStage if stage != PolicyStage.LOST)
WON = frozenset({PolicyStage.ADOPTED, PolicyStage.IMPLEMENTED, PolicyStage.MONITORED})
CARRIED_OUT = frozenset({PolicyStage.IMPLEMENTED, PolicyStage.MONITORED})


class FundingKind(TextChoices):
    """Whether money pays for the backbone, or somebody else's own money was moved to the shared goals."""

    BACKBONE = "backbone", _("For the backbone")
    ALIGNED = "aligned", _("Others' own money, moved to the shared goals")


class FundingStage(TextChoices):
    PROSPECT = "prospect", _("Prospect")
    ASKED = "asked", pgettext_lazy("money", "Asked")
    PLEDGED = "pledged", _("Pledged")
    COMMITTED = "committed", _("Committed")
    RECEIVED = "received", pgettext_lazy("money", "Received")
    REPORTED = "reported", pgettext_lazy("money", "Reported on")
    DECLINED = "declined", pgettext_lazy("money", "Declined")


# The way of money, in its order. What is `SECURED` counts toward the runway; a pledge does not.
FUNDING_WAY = tuple(stage for stage in FundingStage if stage != FundingStage.DECLINED)
SECURED = frozenset({FundingStage.COMMITTED, FundingStage.RECEIVED, FundingStage.REPORTED})


class MentionKind(TextChoices):
    """Where the public heard of the initiative."""

    PRESS = "press", _("Press")
    BROADCAST = "broadcast", _("Radio or television")
    ONLINE = "online", _("Online or social media")
    EVENT = "event", _("An event")
    OTHER = "other", pgettext_lazy("a mention", "Something else")


class LeaderGroup(TextChoices):
    """From where somebody comes who grows into leading."""

    RESIDENT = "resident", _("Residents")
    YOUTH = "youth", _("Young people")
    PARTNER = "partner", _("People of partners")
    BACKBONE = "backbone", _("People of the backbone")
