"""The verbs of shared measurement."""

from measurement.services.bulk import Loaded, load
from measurement.services.checks import change_rule, make_rule, stop_rule, take_up_rule, wording
from measurement.services.collection import (
    assign,
    change_cycle,
    close_cycle,
    end_assignment,
    extend,
    lock_cycle,
    open_cycle,
)
from measurement.services.definitions import (
    change_indicator,
    define_dimension,
    define_indicator,
    extend_dimension,
)
from measurement.services.stewardship import STEWARDSHIP
from measurement.services.submissions import (
    accept,
    hand_in,
    return_,
    revise,
    save_draft,
    start,
    submit,
)

__all__ = [
    "STEWARDSHIP",
    "Loaded",
    "accept",
    "assign",
    "change_cycle",
    "change_indicator",
    "change_rule",
    "close_cycle",
    "define_dimension",
    "define_indicator",
    "end_assignment",
    "extend",
    "extend_dimension",
    "hand_in",
    "load",
    "lock_cycle",
    "make_rule",
    "open_cycle",
    "return_",
    "revise",
    "save_draft",
    "start",
    "stop_rule",
    "submit",
    "take_up_rule",
    "wording",
]
