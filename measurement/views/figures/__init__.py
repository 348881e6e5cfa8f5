"""Figures for readers: the page of an indicator, its CSV, a partner's panel."""

from measurement.views.figures.base import FigureView
from measurement.views.figures.downloads import CSV_COLUMNS, Download, IndicatorCsv, IndicatorXlsx
from measurement.views.figures.page import IndicatorPage, told_plainly
from measurement.views.figures.panel import PartnerPanel

__all__ = [
    "CSV_COLUMNS",
    "Download",
    "FigureView",
    "IndicatorCsv",
    "IndicatorPage",
    "IndicatorXlsx",
    "PartnerPanel",
    "told_plainly",
]
