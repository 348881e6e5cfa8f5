from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasurementConfig(AppConfig):
    name = "measurement"
    verbose_name = _("Shared measurement")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Here, not in tasks.py: what a worker does for an import is a verb, and tasks stand below the verbs.
        from measurement.services import returning  # noqa: F401
        from measurement.services.deliveries import work as deliveries  # noqa: F401
        from measurement.services.imports import work  # noqa: F401
