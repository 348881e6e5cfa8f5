"""Back-casting: figures of earlier periods restated under the present definition: a line may be drawn across."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError
from initiatives.outbox import record
from measurement.events.definitions import FiguresBackCast
from measurement.models import Indicator
from measurement.services.bulk import Loaded, load


@transaction.atomic
def back_cast(
    actor: Actor, indicator: Indicator, rows: Sequence[Mapping[str, Any]], *, source: str
) -> Loaded:
    """Take in figures of periods before the newest definition, restated under it; all or nothing.

    Rows as `load` takes them, without the indicator. `source` says who restated them and how. What stood under the
    former definition stays and is shown as before. Raises DomainError listing the faults by row.
    """
    require(actor, Capability.DEFINE)
    require(actor, Capability.REVIEW)
    if not source.strip():
        raise DomainError("required", _("Say who restated the figures, and how."), "source")
    loaded = load(
        actor,
        [{**row, "indicator": indicator.code, "back_cast": True} for row in rows],
        submit=True,
        accept=True,
        historic=True,
        source=source.strip(),
        reason=source.strip(),
    )
    newest = indicator.versions.order_by("number").last()
    assert newest is not None
    record(
        actor,
        FiguresBackCast(
            f"indicator:{indicator.code}",
            code=indicator.code,
            name=indicator.name,
            number=newest.number,
            observations=loaded.observations,
            source=source.strip(),
        ),
    )
    return loaded
