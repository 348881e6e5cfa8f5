"""The words of decisions, the same in model, form, API and text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DecisionState(TextChoices):
    RAISED = "raised", pgettext_lazy("a decision", "Raised")
    DISCUSSED = "discussed", _("In discussion")
    PROPOSED = "proposed", pgettext_lazy("a decision", "Proposed")
    DECIDED = "decided", pgettext_lazy("a decision", "Decided")
    IN_EFFECT = "in_effect", _("In effect")
    REVIEWED = "reviewed", pgettext_lazy("a decision", "Reviewed")
    SUPERSEDED = "superseded", pgettext_lazy("a decision", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("a decision", "Withdrawn")


# Still to be decided: whatever is said of it may change.
OPEN = frozenset({DecisionState.RAISED, DecisionState.DISCUSSED, DecisionState.PROPOSED})


class Rule(TextChoices):
    """How a group decides; what each asks for is in `communications.kinds`."""

    CONSENT = "consent", _("Consent: no reasoned objection is left")
    CONSENSUS = "consensus", _("Consensus: everybody agrees")
    GRADIENT = "gradient", _("Gradient: everybody says from 1 to 5 how far they agree")
    MAJORITY = "majority", _("Majority of those present")
    DELEGATED = "delegated", _("Delegated: the co-chairs decide and answer for it")


class Position(TextChoices):
    """Where somebody stands on a proposal."""

    AGREE = "agree", _("Agrees")
    ACCEPT = "accept", _("Can accept it")
    RESERVATION = "reservation", _("Has a reservation")
    OBJECT = "object", _("Objects")
    STAND_ASIDE = "stand_aside", _("Stands aside")


# Lets the proposal pass; is told with its reason; is kept as dissent.
FAVOURABLE = frozenset({Position.AGREE, Position.ACCEPT, Position.RESERVATION})
NEEDS_REASON = frozenset({Position.RESERVATION, Position.OBJECT})
DISSENT = NEEDS_REASON

# From so many voices of people with lived experience they are shown apart; below, only who agreed to it is.
APART_FROM = 3


class Reversibility(TextChoices):
    REVERSIBLE = "reversible", _("Reversible")
    COSTLY = "costly", _("Reversible at a cost")
    LASTING = "lasting", _("Hardly reversible")


class Outcome(TextChoices):
    ADOPTED = "adopted", pgettext_lazy("a decision", "Adopted")
    NOT_ADOPTED = "not_adopted", _("Not adopted")


class EvidenceKind(TextChoices):
    FIGURE = "figure", pgettext_lazy("evidence", "Figure")
    DOCUMENT = "document", _("Document")
    HEARD = "heard", _("What people told us")


class ReviewVerdict(TextChoices):
    KEEP = "keep", _("Keep it as it is")
    CHANGE = "change", _("Change it by a new decision")
    END = "end", _("End it by a new decision")
