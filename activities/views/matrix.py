"""Strategies against partners, and gaps and overlaps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.forms.landscape import AXIS_WORDS, GridFilter
from activities.landscape import UNSAID
from activities.queries.grid import MANY, Cell, Grid, grid
from activities.queries.matrix import Matrix, Row, matrix
from activities.queries.use import by_backbone
from activities.views.landscape import LandscapeView, listed, sentences
from activities.words import Part

LETTERS: dict[str, tuple[str, str]] = {
    Part.LEAD: ("L", "lead"),
    Part.CO_DELIVER: ("C", "co"),
    Part.FUND: ("F", "fund"),
    Part.REFER: ("R", "other"),
    Part.HOST: ("H", "other"),
    Part.DATA: ("D", "other"),
    Part.ADVOCATE: ("A", "other"),
}
DEEPEST = 3  # the darkest shade of a cell below an overlap


class MatrixPage(LandscapeView):
    """Which partner plays which part under which strategy."""

    template_name = "activities/matrix.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = self.read()
        found = matrix(self.land)
        context = {
            **self.told(form, "matrix", _("Who does what")),
            "found": found,
            "said": self.said(found),
            "columns": [*map(self.column, found.columns), {"label": _("Partners")}],
            "rows": [self.row(row, found) for row in found.rows],
            "key": [(*LETTERS[part], part.label) for part in Part],
            "partless": listed(found.partless, 8),
            "by_backbone": by_backbone(self.actor),
        }
        return self.page(context)

    def said(self, found: Matrix) -> str:
        """Return what the matrix shows, in a sentence or two."""
        lost = found.leaderless
        strategies = len(found.rows) + len(found.hidden)
        partners = len(found.columns) + len(found.folded)
        counted = ngettext("%d strategy", "%d strategies", strategies) % strategies
        counted += ", " + ngettext("%d partner with a part", "%d partners with a part", partners) % partners
        leads = ngettext("%d strategy has no lead: %s", "%d strategies have no lead: %s", len(lost)) % (
            len(lost),
            listed(row.strategy for row in lost),
        )
        return sentences(counted, leads if lost else _("Every strategy has a lead") if strategies else "")

    def column(self, partner: Any) -> dict[str, str]:
        """Return a partner as the head of a column."""
        return {"label": partner.name, "url": self.url("initiatives:partner", partner.key)}

    def row(self, row: Row, found: Matrix) -> dict[str, Any]:
        """Return a strategy as a row of the matrix: a sign a cell, how many partners at the end."""
        cells = [self.cell(row, partner.key, partner.name) for partner in found.columns]
        where = self.url("activities:where") + f"?strategy={row.strategy.key}"
        count = {"text": str(len(row.roles)), "url": where}
        total = count if row.leads else {"text": _("no lead"), "kind": "gap", "url": where}
        return {
            "label": row.strategy.name,
            "sub": row.strategy.note,
            "url": self.url("agenda:strategy", row.strategy.key),
            "cells": [*cells, total],
        }

    def cell(self, row: Row, partner: str, name: str) -> dict[str, Any]:
        """Return what a partner does under a strategy: the sign of its strongest part, all of them in words."""
        roles = row.roles.get(partner, ())
        if not roles:
            return {"text": ""}
        words = ", ".join(str(Part(role).label).lower() for role in roles)
        letter, kind = LETTERS[Part(roles[0])]
        where = f"{self.url('activities:where')}?strategy={row.strategy.key}&partner={partner}"
        label = _("%(partner)s: %(does)s, %(strategy)s") % {
            "partner": name,
            "does": words,
            "strategy": row.strategy.name,
        }
        return {"roles": [{"letter": letter, "kind": kind, "label": label, "url": where}]}


class GapsPage(LandscapeView):
    """People, places and strategies against one another: where nobody is, and where too many are."""

    template_name = "activities/gaps.html"
    filters = GridFilter

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = self.read()
        assert isinstance(form, GridFilter)
        down, across = form.axes
        found = self.grid(form)
        context = {
            **self.told(form, "gaps", _("Gaps and overlaps")),
            "found": found,
            "said": self.said(found),
            "caption": _("Partners that lead or deliver something: %(down)s by %(across)s")
            % {"down": str(AXIS_WORDS[down]).lower(), "across": str(AXIS_WORDS[across]).lower()},
            "columns": [self.column(item, across) for item in found.columns],
            "rows": [self.row(item, found, down, across) for item in found.rows],
            "talk": [
                self.finding(cell, found, down, across)
                for cell in [*found.overlaps[:4], *found.strays[:2], *found.gaps[:6]]
            ],
            "more": sum(
                max(0, len(cells) - shown)
                for cells, shown in ((found.overlaps, 4), (found.strays, 2), (found.gaps, 6))
            ),
            "findings": len(found.overlaps) + len(found.strays) + len(found.gaps),
            "inside": [
                self.land.places[key]
                for key in [*reversed(self.land.around(found.within)), found.within]
                if key
            ],
            "more_rows": listed(found.more_rows),
            "more_columns": listed(found.more_columns),
        }
        return self.page(context)

    def grid(self, form: GridFilter) -> Grid:
        """Return the grid that the filter asks for."""
        asked = form.asked
        down, across = form.axes
        return grid(
            self.land,
            down,
            across,
            within=asked.get("place", ""),
            many=asked.get("many") or MANY,
            given=form.narrowing,
        )

    def said(self, found: Grid) -> str:
        """Return what the grid shows, in two sentences."""
        gaps, full = len(found.gaps), len(found.overlaps)
        counted = _("%(gaps)s and %(full)s among %(cells)s") % {
            "gaps": ngettext("%d gap", "%d gaps", gaps) % gaps,
            "full": ngettext("%d overlap", "%d overlaps", full) % full,
            "cells": ngettext("%d cell", "%d cells", len(found.cells)) % len(found.cells),
        }
        worst = found.overlaps[0] if full else None
        both = worst and next((cell for cell in found.gaps if cell.row.key == worst.row.key), None)
        names = {}
        if worst:
            names = {"row": worst.row.name, "column": worst.column.name, "count": worst.count}
        if worst and both:
            names["other"] = both.column.name
            return sentences(
                counted, _("%(row)s: %(count)d partners in %(column)s and none in %(other)s") % names
            )
        return sentences(counted, _("%(row)s: %(count)d partners in %(column)s") % names if worst else "")

    def column(self, item: Any, across: str) -> dict[str, str]:
        """Return the head of a column; a place with parts of its own leads to them."""
        label = self.name(item.key, item.name)
        if across == "place" and self.land.inside.get(item.key):
            return {"label": label, "url": self.with_query(place=item.key)}
        return {"label": label}

    def row(self, item: Any, found: Grid, down: str, across: str) -> dict[str, Any]:
        """Return a row of the grid."""
        cells = [found.cells[item.key, column.key] for column in found.columns]
        told: dict[str, Any] = {
            "label": self.name(item.key, item.name),
            "cells": [self.cell(cell, found, down, across) for cell in cells],
        }
        if down == "place" and self.land.inside.get(item.key):
            told["url"] = self.with_query(place=item.key)
        return told

    def name(self, key: str, name: str) -> str:
        """Return what a row or column is called."""
        return _("Not said") if key == UNSAID else name

    def cell(self, cell: Cell, found: Grid, down: str, across: str) -> dict[str, Any]:
        """Return a cell with its number, shade and where it leads."""
        kind = found.kind(cell)
        words = {
            "gap": _("Gap"),
            "over": _("%d, overlap") % cell.count,
            "out": _("%d, outside") % cell.count if cell.count else _("outside"),
        }.get(kind, str(cell.count or ""))
        shade = kind or (str(min(DEEPEST, cell.count)) if cell.count else "")
        return {"text": words, "kind": shade, "url": self.cell_url(cell, down, across) if words else ""}

    def cell_url(self, cell: Cell, down: str, across: str) -> str:
        """Return the address of the page about a cell."""
        kept = {key: self.request.GET.get(key, "") for key in ("strategy", "people", "place", "many")}
        kept |= {down: cell.row.key, across: cell.column.key}
        kept = {key: value for key, value in kept.items() if value}
        return f"{self.url('activities:cell')}?{urlencode(kept)}"

    def finding(self, cell: Cell, found: Grid, down: str, across: str) -> dict[str, Any]:
        """Return a gap or overlap as something to talk about."""
        names = {"row": cell.row.name, "column": cell.column.name}
        who = listed(self.land.name_of(key) for key in cell.partners)
        if found.kind(cell) == "over":
            title, text = _("%(row)s, %(column)s: many at once") % names, who
        elif found.kind(cell) == "out":
            title, text = _("%(row)s, %(column)s: outside the agenda") % names, who
        else:
            title = _("%(row)s, %(column)s: nobody") % names
            beside = max(
                (other for other in found.cells.values() if other.row.key == cell.row.key),
                key=lambda other: other.count,
            )
            text = (
                ngettext(
                    "%(column)s has %(count)d partner.", "%(column)s has %(count)d partners.", beside.count
                )
                % {"column": beside.column.name, "count": beside.count}
                if beside.count
                else _("Nobody is there in any of these.")
            )
        return {
            "title": title,
            "text": text,
            "url": self.cell_url(cell, down, across),
            "kind": found.kind(cell),
        }
