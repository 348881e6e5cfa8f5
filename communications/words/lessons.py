"""The words of lessons and after-action reviews, the same in model, form, API and text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Confidence(TextChoices):
    """How sure we are of what was learned."""

    LOW = "low", _("A hunch from one case")
    MEDIUM = "medium", _("Seen more than once")
    HIGH = "high", _("Seen often and measured")


class LessonVisibility(TextChoices):
    ALL = "all", _("Everybody in the initiative")
    PARTNERS = "partners", _("Partners and the backbone")


class UseResult(TextChoices):
    """What came of applying a lesson somewhere."""

    TOO_EARLY = "too_early", _("Too early to say")
    HELD = "held", _("It held")
    PARTLY = "partly", _("It held in part")
    FAILED = "failed", pgettext_lazy("a lesson", "It did not hold")
