"""The words of shared measurement, the same in model, form, API and text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LinkAbout(TextChoices):
    """What a hand-in link is sent for."""

    ASK = "ask", _("To hand in")
    FINISH = "finish", _("To finish what was filled in")
    LOOK = "look", _("To look at what was handed in")
    RETURNED = "returned", _("To put right what was returned")


class Level(TextChoices):
    COMMUNITY = "community", _("Community")
    PARTNER = "partner", _("Partner")
    PROCESS = "process", _("System or process")
    BACKBONE = "backbone", _("Backbone")


class Kind(TextChoices):
    COUNT = "count", _("Count")
    CURRENCY = "currency", _("Money")
    RATIO = "ratio", _("Percentage")
    RATE = "rate", _("Rate")
    MEAN = "mean", _("Mean")
    SCORE = "score", _("Score")
    YES_NO = "yes_no", _("Yes or no")
    INDEX = "index", _("Index")


class Direction(TextChoices):
    UP = "up", _("Up is better")
    DOWN = "down", _("Down is better")
    MAINTAIN = "maintain", _("Stay within a band")
    CONTEXT = "context", _("Context only")


class TimeBehaviour(TextChoices):
    FLOW = "flow", _("Flow")
    STOCK = "stock", _("Stock")
    CUMULATIVE = "cumulative", _("Cumulative to date")
    UNDUPLICATED = "unduplicated", _("Unduplicated")
    RATIO = "ratio", _("Ratio")


class PartnerRollup(TextChoices):
    SUM = "sum", _("Sum")
    RATIO = "ratio", _("Ratio of sums")
    WEIGHTED_MEAN = "weighted_mean", _("Weighted mean")
    MIN = "min", _("Smallest")
    MAX = "max", _("Largest")
    LATEST = "latest", _("Latest")
    NONE = "none", _("Not rolled up")


# What is combined by adding up the parts.
SUMMED = (PartnerRollup.SUM, PartnerRollup.RATIO, PartnerRollup.WEIGHTED_MEAN)


class Cadence(TextChoices):
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    HALF_YEARLY = "half_yearly", _("Half-yearly")
    YEARLY = "yearly", _("Yearly")
    SCHOOL_YEAR = "school_year", _("School year")
    CUSTOM = "custom", _("Custom")


class Visibility(TextChoices):
    """Who may see figures that name a partner."""

    OWN = "own", _("Own figures only")
    ANONYMOUS = "anonymous", _("Anonymous comparison")
    PARTNERS = "partners", _("Named to partners")
    PUBLIC = "public", _("Public")


class State(TextChoices):
    """The life of an indicator."""

    PROPOSED = "proposed", _("Proposed")
    CONSULTED = "consulted", _("Consulted")
    AGREED = "agreed", _("Agreed")
    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")


# From each state of an indicator's life: those that may follow.
LIFE: dict[str, tuple[State, ...]] = {
    State.PROPOSED: (State.CONSULTED, State.RETIRED),
    State.CONSULTED: (State.AGREED, State.PROPOSED, State.RETIRED),
    State.AGREED: (State.ACTIVE, State.CONSULTED, State.RETIRED),
    State.ACTIVE: (State.RETIRED,),
    State.RETIRED: (State.PROPOSED,),
}


# What is not collected yet.
ON_THE_WAY = (State.PROPOSED, State.CONSULTED, State.AGREED)


# Of a note on a figure or an explanation, in letters.
LONGEST_NOTE = 4000

# More would not be watched; each outcome is best told by three to five.
MOST_HEADLINES = 15
HEADLINES_PER_OUTCOME = (3, 5)


class RbaType(TextChoices):
    """What a measure says of an effort: its amount, its quality, or what came of it."""

    HOW_MUCH = "how_much", _("How much was done (output)")
    HOW_WELL = "how_well", _("How well it was done (quality)")
    BETTER_OFF = "better_off", _("Whether anybody is better off (outcome)")


class Position(TextChoices):
    """What a partner says of a definition it was asked about."""

    WAITING = "waiting", _("Not answered yet")
    AGREES = "agrees", _("Agrees")
    AGREES_WITH_NOTE = "agrees_with_note", _("Agrees, with a note")
    OBJECTS = "objects", _("Objects")


class WantState(TextChoices):
    """Where a wanted indicator stands on the data development agenda."""

    WANTED = "wanted", _("Wanted")
    UNDER_WAY = "under_way", _("Under way")
    BECAME = "became", _("Became an indicator")
    DROPPED = "dropped", _("Dropped")


class HeadBasis(TextChoices):
    """What is known about how many different people stand behind counts that overlap."""

    POPULATION = "population", _("The population: there cannot be more people")
    OVERLAP = "overlap", _("An estimate of the overlap, in percent")
    COUNTED = "counted", _("A de-duplicated number from a named source")


class ValueStatus(TextChoices):
    """What is known of one value. Zero is a reported value; missing is never zero."""

    REPORTED = "reported", _("Reported")
    NOT_REPORTED = "not_reported", _("Not reported")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    SUPPRESSED_AT_SOURCE = "suppressed_at_source", _("Suppressed at source")
    NOT_YET_DUE = "not_yet_due", _("Not yet due")


class SubmissionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Handed in")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")


class CycleState(TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", pgettext_lazy("state", "Open")
    CLOSED = "closed", _("Closed")
    LOCKED = "locked", _("Locked")


class FigureStatus(TextChoices):
    """How settled a rolled-up figure is. Final means that the cycle is locked."""

    PROVISIONAL = "provisional", _("Provisional")
    FINAL = "final", _("Final")
    REVISED = "revised", _("Revised")


class CheckSeverity(TextChoices):
    """How grave it is that a check does not hold."""

    BLOCK = "block", _("Cannot be handed in")
    MUST_EXPLAIN = "must_explain", _("Must be explained")
    NOTICE = "notice", _("Is only noted")


class CheckOperator(TextChoices):
    """How the two sides of a rule between indicators are held together."""

    EQUAL = "eq", _("equals")
    AT_MOST = "at_most", _("is at most")
    LESS = "less", _("is less than")
    AT_LEAST = "at_least", _("is at least")
    MORE = "more", _("is more than")
    TOGETHER = "together", _("is given only together with")


class CheckMissing(TextChoices):
    """What a rule makes of a figure that it needs and that is missing."""

    SKIP = "skip", _("Leave the check out")
    ZERO = "zero", _("Take it as zero")
    TELL = "tell", _("Say that it could not be checked")


class Basis(TextChoices):
    """What the number of a target means: the value itself, or how far from the baseline."""

    ABSOLUTE = "absolute", _("The value to reach")
    POINTS = "points", _("So much more or less than the baseline")
    RELATIVE = "relative", _("So many per cent more or less than the baseline")


class PathKind(TextChoices):
    """How the way from the baseline to the target is laid out."""

    LINEAR = "linear", _("The same step every year")
    RATE = "rate", _("The same rate every year")


class ProgressMethod(TextChoices):
    """How far one has come: the share of the way, or the yearly rate of growth beside the one required."""

    SHARE = "share", _("Share of the way")
    CAGR = "cagr", _("Yearly rate against the rate required")


class ForecastMethod(TextChoices):
    LEAST_SQUARES = "least_squares", _("Straight line through the figures")
    MANUAL = "manual", _("By judgement")


OPEN_STATES = (SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.RETURNED)


class SharedLevel(TextChoices):
    """How deep the data go that an agreement speaks of."""

    AGGREGATE = "aggregate", _("Totals only, no categories")
    DE_IDENTIFIED = "de_identified", _("By category; nobody can be recognised")
    IDENTIFIED = "identified", _("About known people")


class Audience(TextChoices):
    """Who, by an agreement, may see a partner's figures besides the backbone and the partner itself."""

    BACKBONE = "backbone", _("Nobody else, not even within totals")
    TOTALS = "totals", _("Everybody, within totals; never named")
    PARTNERS = "partners", _("Partners by name; others within totals")
    PUBLIC = "public", _("Everybody, by name")


class AgreementState(TextChoices):
    """Where an agreement stands on a day."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("In force")
    ENDING = "ending", _("Ends soon")
    ENDED = "ended", _("Ended")
    TERMINATED = "terminated", _("Terminated")
