"""Series as figures: rows to a Plotly figure, ready for JSON. Colours are tokens that the page looks up."""

from measurement.charts.axes import axis_told, scale_of, start_told, suffix
from measurement.charts.line import MOST_GROUPS, line_chart

__all__ = ["MOST_GROUPS", "axis_told", "line_chart", "scale_of", "start_told", "suffix"]
