"""The words of digests."""

from django.db.models import TextChoices
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Frequency(TextChoices):
    """How often a digest is sent."""

    OFF = "off", _("Never")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class Outcome(TextChoices):
    """What became of one digest. UNSURE: its worker was lost while it was handed over; it is not sent again."""

    SENT = "sent", pgettext_lazy("digest", "Sent")
    EMPTY = "empty", _("Nothing to tell")
    STOPPED = "stopped", _("Not wanted any more")
    LEFT = "left", _("Takes part no more")
    LATE = "late", _("Too late")
    UNSURE = "unsure", _("Not known whether it arrived")


DAYS = list(WEEKDAYS.items())
