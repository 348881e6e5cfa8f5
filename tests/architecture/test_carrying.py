"""Nothing of an initiative is forgotten when it is handed over, and nothing goes along that must stay.

A model that is added later goes along by itself. What the tests here ask for is said on it as `carried = ...`
(initiatives/kernel/carrying.py): which JSON columns hold ids, which columns are secrets or files.
"""

from django.db import models

from initiatives.carrying.keeping import KEEPERS
from initiatives.carrying.plan import SECTOR, USER, kinds, left_behind, tenant_models
from initiatives.kernel.carrying import Carried

FORBIDDEN = ("secret", "hash", "password", "token", "sealed")
KINDS = {kind.label: kind for kind in kinds()}


def test_every_tenant_model_goes_along_or_says_why_not() -> None:
    names = {model._meta.label for model in tenant_models()}
    assert len(names) > 100
    assert names == KINDS.keys() | left_behind().keys()
    assert all(why.endswith(".") for why in left_behind().values())


def test_no_secret_goes_along() -> None:
    found = [
        f"{kind.label}.{name}"
        for kind in kinds()
        for name, column in kind.columns.items()
        if isinstance(column, models.BinaryField) or any(word in name for word in FORBIDDEN)
    ]
    assert found == []


def test_every_column_that_may_hold_ids_says_so() -> None:
    """Say on the model which JSON columns hold no ids (`plain`), and how those that do are renumbered (`ids`)."""
    untold = []
    for kind in kinds():
        said = {*kind.carried.plain, *kind.carried.ids}
        for name, column in kind.columns.items():
            holds = isinstance(column, models.JSONField) or (
                name.endswith("_id") and isinstance(column, models.IntegerField)
            )
            if holds and name not in said:
                untold.append(f"{kind.label}.{name}")
    assert untold == []


def test_an_address_is_forgotten_with_its_person() -> None:
    """Say on the model what becomes of it (`forgotten`) when it keeps how somebody is reached."""
    kept = {
        model._meta.label
        for model in tenant_models()
        if model.forgotten is None
        and any(isinstance(column, models.EmailField) for column in model._meta.local_fields)
    }
    # Of a membership forget_in takes the address itself.
    assert kept == {"initiatives.Membership"}


def test_every_file_goes_along_with_its_row() -> None:
    untold = [
        kind.label
        for kind in kinds()
        if "stored_as" in kind.columns
        and (kind.carried.file is None or kind.carried.file.keeper not in KEEPERS)
    ]
    assert untold == []


def test_rows_lead_to_what_goes_along_or_to_nothing() -> None:
    """A key to what stays behind must be left out, and may be empty: else the row could not arrive."""
    lost = [
        f"{kind.label}.{name}"
        for kind in kinds()
        for name, label in kind.keys.items()
        if label not in (SECTOR, USER) and label not in KINDS
    ]
    assert lost == []


def test_what_is_left_out_may_be_empty() -> None:
    for model in tenant_models():
        if not isinstance(model.carried, Carried):
            continue
        for name in (*model.carried.without, *model.carried.later):
            column = model._meta.get_field(name)
            assert isinstance(column, models.Field)
            assert column.null or column.has_default() or column.blank, (
                f"{model._meta.label}.{name} would arrive with nothing in it"
            )


def test_what_models_say_names_columns_of_theirs() -> None:
    for model in tenant_models():
        if isinstance(model.carried, Carried):
            said = model.carried
            file = (said.file.column, said.file.called) if said.file else ()
            named = {*said.without, *said.ids, *said.plain, *said.later, *file}
            assert named <= {column.name for column in model._meta.local_fields}, model._meta.label
