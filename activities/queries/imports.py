"""Lists of activities on their way in, for those who may import."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from activities.models import ActivityImport
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement.queries.imports import refusal_words

_HEAVY = ("mapping", "choices", "made")


def activity_imports(actor: Actor) -> QuerySet[ActivityImport]:
    """Return the imports, the latest first, without what only their own page needs."""
    require(actor, Capability.IMPORT)
    rows = ActivityImport.objects.select_related("made_by").defer(*_HEAVY)
    return rows.exclude(state=ActivityImport.State.DISCARDED)


def activity_import(actor: Actor, public_id: Any) -> ActivityImport:
    """Return an import by its public id. Raises NotFound."""
    require(actor, Capability.IMPORT)
    rows = ActivityImport.objects.select_related("made_by", "confirmed_by")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def refusal_of(row: ActivityImport) -> str:
    """Return why a refused import was not taken."""
    code, _colon, number = row.message.partition(":")
    return refusal_words(code, int(number or 0))
