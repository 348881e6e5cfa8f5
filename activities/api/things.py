"""One thing that the address names: looked up, held while it is changed, told as it is afterwards."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse

from initiatives.kernel.access import Actor
from initiatives.rest.views import InitiativeView
from initiatives.shapes import Row


class OneThing(InitiativeView, ABC):
    """A thing that is found by its `key`, and told in its `shape`."""

    tag = "activities"
    shape: ClassVar[type[Row]]
    key: ClassVar[str] = "public_id"

    @abstractmethod
    def rows(self, actor: Actor) -> QuerySet[Any]:
        """Return those among which it is looked for: what the actor may see."""

    def held(self, actor: Actor, name: Any) -> Any:
        """Return the thing, locked, after comparing If-Match."""
        return self.locked(self.shape, self.rows(actor).filter(**{self.key: name}))

    def told(self, actor: Actor, name: Any) -> HttpResponse:
        """Answer with the thing as it is now, or 404."""
        return self.one(self.shape, self.rows(actor).filter(**{self.key: name}))
