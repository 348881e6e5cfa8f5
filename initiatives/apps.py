from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.changes import note_changes
from initiatives.kernel.rls import apply_rights


def _declared(using: str, **_kwargs: object) -> None:
    """What the models declare of their tables besides the columns."""
    apply_rights(connections[using])
    note_changes(connections[using])


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Initiatives")

    def ready(self) -> None:
        autodiscover_modules("events", "digest", "search", "reminders")
        post_migrate.connect(_declared, sender=self)
