"""How the models of an app come to be in one go: what the first migration of an app is made of."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """Create many models, with the keys among them, whatever their order.

    One by one, Django renders nearly all models anew for each of them, since all are bound to the initiative; here
    they are rendered once.
    """

    reduces_to_sql = True
    reversible = True
    serialization_expand_args = ["creations"]

    def __init__(self, creations: Sequence[CreateModel]) -> None:
        self.creations = creations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {"creations": self.creations}

    def describe(self) -> str:
        return f"Create {len(self.creations)} models"

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)
        for creation in self.creations:
            creation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        for creation in self.creations:
            creation.database_forwards(app_label, editor, from_state, to_state)

    def database_backwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        for creation in reversed(self.creations):
            creation.database_backwards(app_label, editor, from_state, to_state)
