"""The words of mutually reinforcing activities, the same in model, form, API and text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.words import Engagement, StrategyKind

__all__ = ["Engagement", "StrategyKind"]


class ActivityKind(TextChoices):
    COLLECTIVE = "collective", _("Collective")
    ALIGNED = "aligned", _("Independent, aligned")


class ActivityState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("an activity", "Proposed")
    AGREED = "agreed", pgettext_lazy("an activity", "Agreed")
    UNDER_WAY = "under_way", _("Under way")
    AT_RISK = "at_risk", _("At risk")
    BLOCKED = "blocked", _("Blocked")
    DONE = "done", pgettext_lazy("an activity", "Done")
    STOPPED = "stopped", _("Stopped")


ACTIVITY_MOVES: dict[str, frozenset[str]] = {
    ActivityState.PROPOSED: frozenset({ActivityState.AGREED, ActivityState.STOPPED}),
    ActivityState.AGREED: frozenset({ActivityState.PROPOSED, ActivityState.UNDER_WAY, ActivityState.STOPPED}),
    ActivityState.UNDER_WAY: frozenset(
        {ActivityState.AT_RISK, ActivityState.BLOCKED, ActivityState.DONE, ActivityState.STOPPED}
    ),
    ActivityState.AT_RISK: frozenset(
        {ActivityState.UNDER_WAY, ActivityState.BLOCKED, ActivityState.DONE, ActivityState.STOPPED}
    ),
    ActivityState.BLOCKED: frozenset(
        {ActivityState.UNDER_WAY, ActivityState.AT_RISK, ActivityState.DONE, ActivityState.STOPPED}
    ),
    ActivityState.DONE: frozenset({ActivityState.UNDER_WAY}),
    ActivityState.STOPPED: frozenset({ActivityState.PROPOSED}),
}
# A move there is told with its reason.
NEEDS_REASON = frozenset({ActivityState.AT_RISK, ActivityState.BLOCKED, ActivityState.STOPPED})
# Work goes on in these; those are over; an activity may be entered as standing in these.
RUNNING = frozenset({ActivityState.UNDER_WAY, ActivityState.AT_RISK, ActivityState.BLOCKED})
OVER = frozenset({ActivityState.DONE, ActivityState.STOPPED})
FIRST_STATES = (
    ActivityState.PROPOSED,
    ActivityState.AGREED,
    ActivityState.UNDER_WAY,
    ActivityState.DONE,
)


class Part(TextChoices):
    """What a partner does in an activity."""

    LEAD = "lead", _("Leads")
    CO_DELIVER = "co_deliver", _("Co-delivers")
    REFER = "refer", _("Refers people")
    FUND = "fund", _("Funds")
    HOST = "host", _("Hosts")
    DATA = "data", _("Gives data")
    ADVOCATE = "advocate", _("Advocates")


# Whoever does the work may say how it stands and change what is written about it.
DOING = frozenset({Part.LEAD, Part.CO_DELIVER})


class Bearing(TextChoices):
    """What an activity has to do with an indicator."""

    FEEDS = "feeds", _("Feeds this partner measure")
    CONTRIBUTES = "contributes", _("Should move this indicator")


class CheckInStatus(TextChoices):
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")


class Health(TextChoices):
    """How a running activity is, told by its state and its last sign of life; never stored."""

    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")
    UNKNOWN = "unknown", _("Not heard of")


class LinkKind(TextChoices):
    """How one activity bears on another."""

    FEEDS_INTO = "feeds_into", _("feeds into")
    REFERS_TO = "refers_to", _("refers people to")
    DEPENDS_ON = "depends_on", _("depends on")
    SHARES_DATA = "shares_data", _("shares data with")
    SHARES_SPACE = "shares_space", _("shares space with")
    SHARES_STAFF = "shares_staff", _("shares staff with")
    OVERLAPS = "overlaps", _("overlaps with")


# The same from the other end.
LINKED_BACK = {
    LinkKind.FEEDS_INTO: _("is fed by"),
    LinkKind.REFERS_TO: _("gets people from"),
    LinkKind.DEPENDS_ON: _("is needed by"),
}
# These say the same in both directions, and are kept once.
MUTUAL = frozenset({LinkKind.SHARES_DATA, LinkKind.SHARES_SPACE, LinkKind.SHARES_STAFF, LinkKind.OVERLAPS})


class Strength(TextChoices):
    LOOSE = "loose", _("Loose")
    REGULAR = "regular", _("Regular")
    CLOSE = "close", _("Close")


class BlockerState(TextChoices):
    RAISED = "raised", _("Raised")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("a blocker", "Withdrawn")


class Side(TextChoices):
    """On which side of the board something stands."""

    OFFER = "offer", _("Offer")
    NEED = "need", _("Need")


class Good(TextChoices):
    """What is offered or needed."""

    MONEY = "money", pgettext_lazy("a resource", "Money")
    TIME = "time", _("Staff and volunteers")
    SPACE = "space", pgettext_lazy("a resource", "Space")
    GOODS = "goods", _("Goods and equipment")
    DATA = "data", pgettext_lazy("a resource", "Data")
    EXPERTISE = "expertise", _("Expertise")
    OTHER = "other", pgettext_lazy("a resource", "Something else")


class NoteState(TextChoices):
    OPEN = "open", pgettext_lazy("an offer or need", "Open")
    MET = "met", _("Matched")
    WITHDRAWN = "withdrawn", pgettext_lazy("an offer or need", "Withdrawn")


class SystemLevel(TextChoices):
    """What a change in the system changed: structures, relations, or what people hold to be true."""

    POLICIES = "policies", _("Policies")
    PRACTICES = "practices", _("Practices")
    RESOURCES = "resources", _("Resource flows")
    RELATIONSHIPS = "relationships", _("Relationships and connections")
    POWER = "power", _("Power")
    BELIEFS = "beliefs", _("Beliefs")


class OurPart(TextChoices):
    """How strong the part was that the initiative had in a change: contribution, never proof."""

    SOLE = "sole", _("Ours alone")
    MAJOR = "major", _("A major part")
    SOME = "some", _("Some part")
    UNCLEAR = "unclear", _("Unclear")


class Lasting(TextChoices):
    YES = "yes", _("It lasts")
    NO = "no", _("It did not last")
    TOO_EARLY = "too_early", pgettext_lazy("a change", "Too early to say")
