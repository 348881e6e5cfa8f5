"""Entering by a token out of a letter: as the person to whom it went, with what they may do now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from communications.queries.signing import behind
from initiatives.kernel.access import Actor, Scope
from initiatives.kernel.tenancy import tenant
from initiatives.queries import actor_by_id

# A link may look, and say how its one thing stands: no more.
BY_LINK = frozenset({Scope.READ, Scope.SUBMIT})


@contextmanager
def entered_behind(purpose: str, token: str) -> Iterator[tuple[Actor, int]]:
    """Open the initiative's scope for the person of a token; yield them, and the id of the thing that it names.

    Raises NotFound for a token that nobody was given, and when the person takes part no more.
    """
    initiative_id, membership_id, thing_id = behind(purpose, token, 3)
    with tenant(initiative_id):
        yield replace(actor_by_id(membership_id), scopes=BY_LINK), thing_id
