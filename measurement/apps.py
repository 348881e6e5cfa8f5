from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasurementConfig(AppConfig):
    name = "measurement"
    verbose_name = _("Shared measurement")
    default_auto_field = "django.db.models.BigAutoField"
