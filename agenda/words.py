"""The words of the common agenda, the same in model, form, API and text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgendaState(TextChoices):
    DRAFTING = "drafting", _("Being drafted")
    IN_CONSULTATION = "in_consultation", _("In consultation")
    PROPOSED = "proposed", _("Proposed")
    ADOPTED = "adopted", _("In force")
    UNDER_REVIEW = "under_review", _("Under review")
    SUPERSEDED = "superseded", _("Superseded")


# What may follow a state by a verb of its own; a version is superseded when the next one is adopted.
AGENDA_MOVES: dict[str, frozenset[str]] = {
    AgendaState.DRAFTING: frozenset({AgendaState.IN_CONSULTATION, AgendaState.PROPOSED}),
    AgendaState.IN_CONSULTATION: frozenset({AgendaState.DRAFTING, AgendaState.PROPOSED}),
    AgendaState.PROPOSED: frozenset({AgendaState.DRAFTING, AgendaState.ADOPTED}),
    AgendaState.ADOPTED: frozenset({AgendaState.UNDER_REVIEW, AgendaState.SUPERSEDED}),
    AgendaState.UNDER_REVIEW: frozenset({AgendaState.ADOPTED, AgendaState.SUPERSEDED}),
    AgendaState.SUPERSEDED: frozenset(),
}
# The text may be written in these, partners take their positions in those, and those are the agenda that holds.
WRITABLE = frozenset({AgendaState.DRAFTING, AgendaState.IN_CONSULTATION})
RATIFIABLE = frozenset({AgendaState.PROPOSED, AgendaState.ADOPTED, AgendaState.UNDER_REVIEW})
IN_FORCE = frozenset({AgendaState.ADOPTED, AgendaState.UNDER_REVIEW})


class SectionKey(TextChoices):
    """The parts of an agenda that are text, in their order."""

    PROBLEM = "problem", _("The problem")
    GEOGRAPHY = "geography", _("Place")
    POPULATION = "population", _("People")
    AGES = "ages", _("Ages")
    IN_SCOPE = "in_scope", _("In")
    OUT_OF_SCOPE = "out_of_scope", _("Out")
    VISION = "vision", _("Vision")
    PRINCIPLES = "principles", _("Principles")
    EVALUATION = "evaluation", _("How we will know")
    PUBLIC_SUMMARY = "public_summary", _("In a few plain words")


BOUNDARIES = (
    SectionKey.GEOGRAPHY,
    SectionKey.POPULATION,
    SectionKey.AGES,
    SectionKey.IN_SCOPE,
    SectionKey.OUT_OF_SCOPE,
)


class AdoptionRule(TextChoices):
    MAJORITY = "majority", _("More than half of those who answered adopt it")
    TWO_THIRDS = "two_thirds", _("Two thirds of those who answered adopt it")
    CONSENT = "consent", _("Nobody who answered declines it")


class Position(TextChoices):
    ADOPTS = "adopts", _("Adopts")
    RESERVATION = "reservation", _("Adopts with a reservation")
    DECLINES = "declines", _("Declines")


FOR = frozenset({Position.ADOPTS, Position.RESERVATION})


class Method(TextChoices):
    MEETING = "meeting", _("Meeting")
    LISTENING = "listening", _("Listening session")
    INTERVIEWS = "interviews", _("Conversations one by one")
    SURVEY = "survey", _("Survey")
    WRITTEN = "written", _("In writing")
    OTHER = "other", pgettext_lazy("a method", "Other")


class GoalState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    RETIRED = "retired", _("Retired")


class StrategyKind(TextChoices):
    PROGRAM = "program", _("Programme")
    PRACTICE = "practice", _("Practice")
    POLICY = "policy", _("Policy")
    SYSTEMS = "systems", _("Systems")
    ENVIRONMENT = "environment", _("Environment")


class Evidence(TextChoices):
    PROVEN = "proven", _("Proven")
    PROMISING = "promising", _("Promising")
    EMERGING = "emerging", _("Emerging")
    COMMUNITY = "community", _("From the community")


class Horizon(TextChoices):
    QUICK = "quick", _("Quick win, within six months")
    MEDIUM = "medium", _("One to two years")
    LONG = "long", _("Three years and more")


class Engagement(TextChoices):
    """How far the people concerned take part."""

    INFORM = "inform", _("Inform")
    CONSULT = "consult", _("Consult")
    INVOLVE = "involve", _("Involve")
    COLLABORATE = "collaborate", _("Collaborate")
    CO_LEAD = "co_lead", _("Co-lead")


class StrategyState(TextChoices):
    IDEA = "idea", _("Idea")
    ASSESSING = "assessing", _("Being assessed")
    SELECTED = "selected", _("Selected")
    ACTIVE = "active", pgettext_lazy("a strategy", "Active")
    ADAPTING = "adapting", _("Being adapted")
    COMPLETED = "completed", _("Completed")
    DROPPED = "dropped", _("Dropped")
    PARKED = "parked", _("Parked")


_ASIDE = frozenset({StrategyState.DROPPED, StrategyState.PARKED})
STRATEGY_MOVES: dict[str, frozenset[str]] = {
    StrategyState.IDEA: _ASIDE | {StrategyState.ASSESSING},
    StrategyState.ASSESSING: _ASIDE | {StrategyState.IDEA, StrategyState.SELECTED},
    StrategyState.SELECTED: _ASIDE | {StrategyState.ASSESSING, StrategyState.ACTIVE},
    StrategyState.ACTIVE: _ASIDE | {StrategyState.ADAPTING, StrategyState.COMPLETED},
    StrategyState.ADAPTING: _ASIDE | {StrategyState.ACTIVE, StrategyState.COMPLETED},
    StrategyState.COMPLETED: frozenset({StrategyState.ACTIVE}),
    StrategyState.DROPPED: frozenset({StrategyState.IDEA}),
    StrategyState.PARKED: frozenset({StrategyState.IDEA, StrategyState.ASSESSING}),
}
# A move there is told with its reason.
NEEDS_REASON = frozenset({StrategyState.DROPPED, StrategyState.PARKED, StrategyState.ADAPTING})
# Strategies that the agenda counts on, and those that are set aside.
CHOSEN = frozenset(
    {StrategyState.SELECTED, StrategyState.ACTIVE, StrategyState.ADAPTING, StrategyState.COMPLETED}
)
SET_ASIDE = frozenset({StrategyState.DROPPED, StrategyState.PARKED})


class Verdict(TextChoices):
    """What follows from a test cycle."""

    ADOPT = "adopt", _("Adopt")
    ADAPT = "adapt", _("Adapt")
    ABANDON = "abandon", _("Abandon")


class Promise(TextChoices):
    """What a commitment is about."""

    CHARTER = "charter", _("Charter or memorandum")
    ACTIVITIES = "activities", _("Activities")
    DATA = "data", _("Data")
    MONEY = "money", _("Money")
    TIME = "time", _("Time and people")
    SPACE = "space", _("Space and goods")


class CommitmentState(TextChoices):
    """Told by the dates of a commitment and today."""

    TO_SIGN = "to_sign", _("Not signed yet")
    RUNNING = "running", _("Running")
    RENEWAL_DUE = "renewal_due", _("Renewal due")
    EXPIRED = "expired", _("Expired")
    RENEWED = "renewed", _("Renewed")
    ENDED = "ended", _("Ended early")


class Screen(TextChoices):
    """What is assessed."""

    SUITABILITY = "suitability", _("Does it fit?")
    READINESS = "readiness", _("Are we ready?")
    CONDITIONS = "conditions", _("How the five conditions stand")
    PRINCIPLES = "principles", _("How we keep to our principles")


class Outcome(TextChoices):
    """What came of an assessment; OUTCOMES says which of them end which."""

    SUITED = "suited", _("Suited")
    NOT_YET = "not_yet", _("Not yet")
    SIMPLER = "simpler", _("Use a simpler form")
    GO_ON = "go_on", _("Go on as we do")
    CHANGE = "change", _("Change something")


_BEFORE = (Outcome.SUITED, Outcome.NOT_YET, Outcome.SIMPLER)
_ALONG = (Outcome.GO_ON, Outcome.CHANGE)
OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    Screen.SUITABILITY: _BEFORE,
    Screen.READINESS: _BEFORE,
    Screen.CONDITIONS: _ALONG,
    Screen.PRINCIPLES: _ALONG,
}


class Rating(TextChoices):
    """The scale of all assessments; a number's text is its value."""

    NOT_IN_PLACE = "0", _("Not in place")
    TALKED_ABOUT = "1", _("Talked about")
    STARTED = "2", _("Started")
    WORKING = "3", _("Working")
    STRONG = "4", _("Strong and lasting")
    NOT_APPLICABLE = "na", _("Does not apply")
    DONT_KNOW = "dont_know", _("Don't know")
