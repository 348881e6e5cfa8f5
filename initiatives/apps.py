from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.rls import apply_rights


def _apply_rights(using: str, **_kwargs: object) -> None:
    apply_rights(connections[using])


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Initiatives")

    def ready(self) -> None:
        autodiscover_modules("events", "digest", "search")
        post_migrate.connect(_apply_rights, sender=self)
