"""Concert's own system checks."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from config import guard


@register(Tags.database)
def serving_role(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The application's role stands below the tenant wall (`manage.py check --database default`)."""
    if not databases or "default" not in databases:
        return []
    fault = guard.role_fault("default")
    return [Error(fault, id="concert.E001")] if fault else []
