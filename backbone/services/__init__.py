"""The verbs of backbone support."""

from backbone.services.shown import change_passage, choose_shown, remove_passage, write_passage

__all__ = ["change_passage", "choose_shown", "remove_passage", "write_passage"]
