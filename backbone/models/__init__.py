"""What backbone support keeps."""

from backbone.models.public import PublicName, PublicPage, PublicText
from backbone.models.reports import Report, ReportFigure, ShareLink
from backbone.models.shown import Passage, ShownItem

__all__ = [
    "Passage",
    "PublicName",
    "PublicPage",
    "PublicText",
    "Report",
    "ReportFigure",
    "ShareLink",
    "ShownItem",
]
