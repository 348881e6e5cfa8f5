"""The fields that forms of the agenda share, and what their choices are."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from agenda.models import Cause, CommonAgenda, Goal
from agenda.queries import cause_tree, standing_goals
from initiatives.kernel.access import Actor
from initiatives.queries import all_groups
from measurement.queries import indicators


def group_choices(actor: Actor, kept: str = "") -> list[tuple[str, str]]:
    """Return the groups by id, after the empty choice; the one that is `kept` also when it was closed."""
    known = [row for row in all_groups(actor) if row.closed_on is None or str(row.public_id) == kept]
    return [("", _("No group yet")), *((str(row.public_id), row.name) for row in known)]


def group_chosen(actor: Actor, public_id: str) -> Any:
    """Return the group of this id, None for the empty choice."""
    return all_groups(actor).filter(public_id=UUID(public_id)).first() if public_id else None


def indicator_choices(actor: Actor, kept: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return the indicators by code; those that are `kept` also when they were retired."""
    rows = indicators(actor).filter(~Q(state="retired") | Q(code__in=list(kept)))
    return list(rows.order_by("-headline", "position", "name", "id").values_list("code", "name"))


def indicators_chosen(actor: Actor, codes: Iterable[str]) -> list[Any]:
    """Return the indicators of these codes, in the order of the codes."""
    wanted = list(codes)
    found = {row.code: row for row in indicators(actor).filter(code__in=wanted)}
    return [found[code] for code in wanted if code in found]


def goals_chosen(actor: Actor, ids: Iterable[str]) -> list[Goal]:
    """Return the goals of these ids."""
    wanted = set(ids)
    return [goal for goal in standing_goals(actor) if str(goal.public_id) in wanted]


def cause_choices(version: CommonAgenda) -> list[tuple[str, str]]:
    """Return a version's causes by id, in the order of their tree."""
    return [(str(cause.public_id), "– " * depth + cause.text) for cause, depth in cause_tree(version)]


def causes_chosen(version: CommonAgenda, ids: Iterable[str]) -> list[Cause]:
    """Return the version's causes of these ids."""
    wanted = set(ids)
    return [cause for cause, _depth in cause_tree(version) if str(cause.public_id) in wanted]
