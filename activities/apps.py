from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = _("Mutually reinforcing activities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Here, not in tasks.py: what a worker does for an import, or asks once a month, is a verb,
        # and tasks stand below the verbs.
        from activities.services import monthly  # noqa: F401
        from activities.services.imports import work  # noqa: F401
