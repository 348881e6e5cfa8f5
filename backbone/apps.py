from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackboneConfig(AppConfig):
    name = "backbone"
    verbose_name = _("Backbone support")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from backbone import building  # noqa: F401
