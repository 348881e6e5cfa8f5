"""The questions of backbone support, and those that gather from all apps."""

from backbone.queries.shown import Shown, passage, passages, shown

__all__ = ["Shown", "passage", "passages", "shown"]
