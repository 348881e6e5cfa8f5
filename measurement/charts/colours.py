"""The colours of a figure. Plotly takes real ones only; on a page each becomes the token that it stands for."""

from collections.abc import Mapping
from typing import Any

TOKENS = {
    "#0a7570": "var(--measurement)",
    "#4446a6": "var(--agenda)",
    "#945700": "var(--activities)",
    "#ac2e62": "var(--communication)",
    "#475868": "var(--backbone)",
    "#6b655b": "var(--ink-3)",
    "#fffefb": "var(--surface)",
    "#867f72": "var(--edge)",
}
HUES = tuple(TOKENS)[:6]
QUIET, SURFACE, EDGE = tuple(TOKENS)[5:]
FORECAST = HUES[2]
# The forecast's band lies beneath everything, in either theme.
BAND = "rgba(148, 87, 0, 0.13)"


def with_tokens(value: Any) -> Any:
    """Return the same figure, each colour that stands for a token replaced by it, in light and in dark."""
    if isinstance(value, str):
        return TOKENS.get(value, value)
    if isinstance(value, Mapping):
        return {key: with_tokens(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [with_tokens(inner) for inner in value]
    return value
