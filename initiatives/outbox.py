"""The outbox: what happened, one row in the transaction in which it came true.

An app's `events.py` declares its facts as frozen dataclasses under `@event("app.name")`. `record` is the only
way to write one. The rows are audit log, activity feed and the source of digests and webhooks; nothing is
called synchronously.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, TypeVar, get_type_hints

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.models import Event


@dataclass(frozen=True)
class Fact:
    """Something that happened. Subclasses add their fields (JSON-ready: codes, ids, texts) and a headline.

    `subject` names the thing ("submission:<public id>"); `partner_id` whose affair it is, if one partner's.
    `is_news` is False for what concerns nobody but whoever did it: it stands in the audit log alone.
    """

    key: ClassVar[str] = ""
    is_news: ClassVar[bool] = True
    subject: str
    partner_id: int | None = field(default=None, kw_only=True)

    def headline(self) -> str:
        """One line that tells the fact to a person, in the active language."""
        return self.key


# What data holds, in the words of JSON Schema.
TYPES = {str: "string", int: "integer", bool: "boolean", tuple[str, ...]: "array of strings"}

FACTS: dict[str, type[Fact]] = {}
_Kind = TypeVar("_Kind", bound=type[Fact])


def event(key: str) -> Callable[[_Kind], _Kind]:
    """Class decorator: register a Fact under its key."""

    def register(kind: _Kind) -> _Kind:
        if FACTS.setdefault(key, kind) is not kind:
            raise ValueError(f"two facts are called {key}")
        kind.key = key
        return kind

    return register


def kinds() -> list[dict[str, Any]]:
    """Return every kind of fact by its key, with the names and types of what its `data` holds."""
    return [
        {
            "key": key,
            "app": key.partition(".")[0],
            "data": _data_of(kind),
        }
        for key, kind in sorted(FACTS.items())
    ]


def _data_of(kind: type[Fact]) -> dict[str, str]:
    hints = get_type_hints(kind)
    return {f.name: TYPES[hints[f.name]] for f in fields(kind) if f.name not in ("subject", "partner_id")}


def record(actor: Actor | None, fact: Fact) -> Event:
    """Write the fact as an Event of the active initiative, in the caller's transaction. None: the clock did it."""
    data = {k: v for k, v in asdict(fact).items() if k not in ("subject", "partner_id")}
    return Event.objects.create(
        key=fact.key,
        happened_at=clock.now(),
        user_id=(actor.user_id or None) if actor else None,
        membership_id=(actor.membership_id or None) if actor else None,
        token_id=actor.token_id if actor else None,
        partner_id=fact.partner_id,
        subject=fact.subject,
        data=data,
    )


def headline(row: Any) -> str:
    """Return the one-line headline of an Event row in the active language."""
    return headline_of(row.key, row.subject, row.data)


def headline_of(key: str, subject: str, data: dict[str, Any]) -> str:
    """Return the one-line headline of a fact as it is stored, in the active language."""
    kind = FACTS.get(key)
    if kind is None:
        return str(key)
    known = {f.name for f in fields(kind)}
    return kind(subject=subject, **{k: v for k, v in data.items() if k in known}).headline()
