"""What is held about a partner, and its own reports."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation
from initiatives.shapes import NumberedQuery
from measurement.api.named import own_partner
from measurement.queries.beside import beside
from measurement.queries.held import held_about
from measurement.queries.reports import layout, layouts, report
from measurement.serializers.own import (
    BesideOthersOut,
    FiguresOut,
    HeldOut,
    LayoutChange,
    LayoutNew,
    LayoutRow,
    YearQuery,
)
from measurement.services.reports import change_layout, copy_layout, delete_layout, make_layout


class PartnerHeld(InitiativeView):
    """Everything that is held or computed about a partner."""

    tag = "partners"

    @operation(Capability.VIEW_HAND_INS, answer=HeldOut)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read everything that is held about a partner: your own, or any for staff."""
        return self.json(held_about(actor, own_partner(actor, code)))


class PartnerBeside(InitiativeView):
    """A partner's figures beside the others' range."""

    tag = "partners"

    @operation(Capability.VIEW_HAND_INS, query=NumberedQuery, answer=BesideOthersOut, many=True)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """List a partner's latest figures, each with quartiles of the others where five or more may be counted in."""
        found = [
            {
                "indicator": row.figure.indicator.code,
                "period": row.figure.period,
                "value": str(row.figure.value),
                "others": row.others,
                "low": str(row.low) if row.low else None,
                "middle": str(row.middle) if row.middle else None,
                "high": str(row.high) if row.high else None,
            }
            for row in beside(actor, own_partner(actor, code).pk)
        ]
        return self.numbered(BesideOthersOut, found)


class _Reports(InitiativeView):
    """What the operations on report layouts share."""

    tag = "reports"

    def rows(self, actor: Actor, code: str, id: UUID) -> Any:
        """Return the query of one layout."""
        return layouts(actor, own_partner(actor, code).pk).filter(public_id=id)


class Reports(_Reports):
    """A partner's own report layouts."""

    @operation(Capability.VIEW_HAND_INS, answer=LayoutRow, many=True)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """List your partner's reports; for staff those that the partner shares."""
        return self.page(LayoutRow, layouts(actor, own_partner(actor, code).pk), ("-id",))

    @operation(Capability.HAND_IN, body=LayoutNew, answer=LayoutRow, status=201)
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Make a report of your own partner."""
        made = make_layout(actor, own_partner(actor, code), **self.body)
        address = f"{self.plain_request.path}{made.public_id}/"
        return self.created(LayoutRow, self.rows(actor, code, made.public_id), address)


class Report(_Reports):
    """One report layout."""

    @operation(Capability.VIEW_HAND_INS, answer=LayoutRow)
    def get(self, actor: Actor, code: str, id: UUID) -> HttpResponse:
        """Read a report's layout."""
        return self.one(LayoutRow, self.rows(actor, code, id))

    @operation(Capability.HAND_IN, body=LayoutChange, answer=LayoutRow, match="required")
    def patch(self, actor: Actor, code: str, id: UUID) -> HttpResponse:
        """Change, rename or share a report."""
        found = self.locked(LayoutRow, self.rows(actor, code, id))
        change_layout(actor, found, **{name: value for name, value in self.body.items() if value is not None})
        return self.one(LayoutRow, self.rows(actor, code, id))

    @operation(Capability.HAND_IN, match="required", status=204)
    def delete(self, actor: Actor, code: str, id: UUID) -> HttpResponse:
        """Delete a report; the figures stay."""
        delete_layout(actor, self.locked(LayoutRow, self.rows(actor, code, id)))
        return self.gone()


class ReportCopy(_Reports):
    """Copying a report layout."""

    @operation(Capability.HAND_IN, answer=LayoutRow, status=201)
    def post(self, actor: Actor, code: str, id: UUID) -> HttpResponse:
        """Make another report like this one."""
        made = copy_layout(actor, layout(actor, own_partner(actor, code).pk, id))
        path = self.plain_request.path.replace(f"{id}/copy/", f"{made.public_id}/")
        return self.created(LayoutRow, self.rows(actor, code, made.public_id), path)


class ReportFigures(_Reports):
    """The figures of a report."""

    @operation(Capability.VIEW_HAND_INS, query=YearQuery, answer=FiguresOut)
    def get(self, actor: Actor, code: str, id: UUID) -> HttpResponse:
        """Read a report's figures for the fiscal year that ends in the calendar year `year`."""
        found = report(actor, layout(actor, own_partner(actor, code).pk, id), self.query["year"])
        return self.json(
            {
                "year": found.year,
                "first": found.first,
                "last": found.last,
                "columns": list(found.names),
                "lines": [
                    {
                        "label": block.label,
                        "unit": block.version.unit,
                        "definition": block.definition,
                        "rows": [{"name": row.name, "values": list(row.values)} for row in block.rows],
                        "left_out": [period.code for period in block.left_out],
                        "notes": list(block.notes),
                    }
                    for block in found.blocks
                ],
            }
        )
