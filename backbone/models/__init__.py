"""What backbone support keeps."""

from backbone.models.shown import Passage, ShownItem

__all__ = ["Passage", "ShownItem"]
