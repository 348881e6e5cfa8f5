"""The figures of a file beside those that stand: which are new, which the same, which different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from measurement.cells import key_of
from measurement.models import Observation
from measurement.services.entries import given
from measurement.services.imports.checked import Ready
from measurement.services.imports.resolving import Resolver


def told_apart(figures: Sequence[Ready], resolver: Resolver) -> list[Ready]:
    """Return the figures, those that stand already with their `change`: the same, or changed."""
    known = {
        place: given(resolver.sheets, figure.period, figure.as_row())
        for place, figure in enumerate(figures)
        if figure.change != "asked"
        and figure.indicator in resolver.sheets
        and figure.partner in resolver.partner_ids
    }
    standing = _standing({value.version.pk for value in known.values()})
    told = list(figures)
    for place, value in known.items():
        figure = figures[place]
        key = (
            value.version.pk,
            resolver.partner_ids[figure.partner],
            figure.period.start,
            figure.period.end,
            key_of(value.cell),
        )
        if key in standing:
            parts = value.parts()
            now = (value.status, parts.numerator, parts.denominator, parts.entered_value, parts.entered_n)
            told[place] = replace(figure, change="same" if standing[key] == now else "changed")
    return told


def _standing(versions: set[int]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    rows = Observation.objects.filter(superseded_at=None, version_id__in=versions).order_by()
    return {
        row[:5]: row[5:]
        for row in rows.values_list(
            "version_id",
            "partner_id",
            "period_start",
            "period_end",
            "cell__key",
            "status",
            "numerator",
            "denominator",
            "entered_value",
            "entered_n",
        )
    }
