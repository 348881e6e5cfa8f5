"""The words of announcements."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Addressed(TextChoices):
    """To whom an announcement speaks."""

    EVERYBODY = "everybody", pgettext_lazy("announcement", "Everybody")
    PARTNERS = "partners", pgettext_lazy("announcement", "Partners")
    FUNDERS = "funders", pgettext_lazy("announcement", "Funders")
    BACKBONE = "backbone", pgettext_lazy("announcement", "The backbone")
    GROUP = "group", pgettext_lazy("announcement", "One group")
